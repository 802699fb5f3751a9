"""Models of tenancy: organizations, their members, invitations and applications, and their pages."""

from orgs.models.applications import Application
from orgs.models.handed_links import HandedLink
from orgs.models.membership import Invitation, Membership, OrganizationGroup, Role
from orgs.models.organization import PROGRAMME_SLUG, Organization, OrganizationHome
from orgs.models.pages import OrgContentPage
from orgs.models.public_version import PublicVersion

__all__ = [
    "PROGRAMME_SLUG",
    "Application",
    "HandedLink",
    "Invitation",
    "Membership",
    "OrgContentPage",
    "Organization",
    "OrganizationGroup",
    "OrganizationHome",
    "PublicVersion",
    "Role",
]
