"""An organization is provisioned whole, and grants follow memberships."""

import pytest
from django.db import IntegrityError
from wagtail.models import GroupPagePermission, Page

from home.organizations.page_tree import provision
from home.portal_setup import set_up_portal
from orgs.models import Membership, OrgContentPage, Role
from orgs.services import set_editor, set_membership

pytestmark = pytest.mark.django_db


def permissions(page, user):
    return page.permissions_for_user(user)


def test_an_organization_has_a_live_home_in_each_language_linked_to_the_other(organization):
    homes = {home.locale.language_code: home.page.specific for home in organization.homes.all()}
    assert set(homes) == {"en", "km"}
    assert homes["en"].title == "Silk Weavers"
    assert homes["km"].title == "សមាគមអ្នកត្បាញសូត្រ"
    assert homes["en"].translation_key == homes["km"].translation_key
    assert all(home.live for home in homes.values())


def test_a_taken_slug_leaves_nothing_half_made(organization, django_assert_num_queries):
    pages = Page.objects.count()
    with pytest.raises(IntegrityError):
        provision(slug=organization.slug, name_en="Another", name_km="ផ្សេង")
    assert Page.objects.count() == pages


def test_founding_twice_changes_nothing(portal):
    before = list(Page.objects.values_list("path", "title"))
    set_up_portal()
    assert list(Page.objects.values_list("path", "title")) == before


def test_pages_take_their_organization_from_the_tree(organization, other_organization, make_page):
    page = make_page("article", organization)
    assert page.organization == organization
    copy = page.copy(to=other_organization.homes.get(locale__language_code="en").page, update_attrs={"slug": "copy"})
    assert OrgContentPage.objects.get(pk=copy.pk).organization == other_organization


@pytest.mark.parametrize("language", ["en", "km"])
def test_members_write_in_both_languages_but_never_publish(organization, make_page, make_member, language):
    page = make_page("article", organization, language)
    for role in Role:
        rights = permissions(page, make_member(organization, role, f"{role}@example.org"))
        assert rights.can_edit()
        assert not rights.can_publish()
        assert not rights.can_unpublish()


def test_a_member_has_no_right_in_another_organization(organization, other_organization, make_page, officer):
    foreign = make_page("article", other_organization)
    assert not permissions(foreign, officer).can_edit()
    assert not permissions(foreign.get_parent(), officer).can_add_subpage()


def test_groups_follow_the_role_and_end_with_it(organization, officer):
    groups = {row.role: row.group for row in organization.role_groups.all()}
    assert set(officer.groups.all()) == {groups["officer"]}
    set_membership(officer, organization, "manager")
    assert set(officer.groups.all()) == {groups["manager"]}
    set_membership(officer, organization, None)
    assert not officer.groups.exists()
    assert not Membership.objects.filter(user=officer).exists()


def test_editors_are_granted_once_high_up(make_user, make_organization):
    editor = make_user("second-editor@example.org")
    set_editor(editor, True)
    granted = GroupPagePermission.objects.filter(group__user=editor)
    before = granted.count()
    make_organization("another")
    assert granted.count() == before
    assert set(granted.values_list("page__depth", flat=True)) == {1}


def test_wagtails_own_groups_and_their_rights_on_the_root_are_gone(portal):
    from django.contrib.auth.models import Group

    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_addresses_are_readable_where_the_title_is_khmer(organization, make_page):
    page = make_page("update", organization, "km", title="សិទ្ធិស្ត្រី")
    assert page.slug.startswith("update-")
    assert make_page("article", organization, title="Land titles, both names").slug == "land-titles-both-names"


def test_an_updates_title_is_its_first_words(organization, make_page):
    page = make_page("update", organization, title="", text="We bought six new looms. Six more women can work at home.")
    assert page.title
    assert page.text.startswith(page.title.rstrip("…"))
