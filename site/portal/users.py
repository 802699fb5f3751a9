"""Wagtail's screens for people, without the name fields that an e-mail login lacks."""

from wagtail.users.views.users import UserViewSet as WagtailUserViewSet


class UserViewSet(WagtailUserViewSet):
    """Stock for now; portal is the only room that may join accounts with Wagtail's user screens."""
