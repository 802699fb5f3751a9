from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default = True


class PortalUsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.users.UserViewSet"
