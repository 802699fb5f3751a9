"""All addresses of the portal."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from api.urls import api
from home.cards.views import page_card, portal_card
from home.sitemaps import SITEMAPS, robots
from home.views import redirect_to_language
from orgs.brand_css import serve_brand_css
from orgs.wagtail_patches.tags import autocomplete_tags
from portal import health
from portal.offline import offline, offline_worker
from portal.styles import styles
from portal.wagtail_admin.users import AccountView

urlpatterns = [
    path("", redirect_to_language, name="root"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("threads.<slug:version>.css", serve_brand_css, name="brand_css"),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path("^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/account/", require_admin_access(never_cache(AccountView.as_view())), name="wagtailadmin_account"),
    path("admin/tag-autocomplete/", require_admin_access(autocomplete_tags), name="wagtailadmin_tag_autocomplete"),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("assets.urls")),
    path("", include("orgs.membership.urls")),
    path("", include("operations.own_data.urls")),
    path("", include("operations.portal_status.urls")),
    path("", include("accounts.second_step.urls")),
    path("accounts/", include("allauth.urls")),
    path("workspace/", include("workspace.urls")),
    path("api/v1/", api.urls),
    path("e/", include("events.registration.urls")),
    path("cards/<int:page_id>.png", page_card, name="page-card"),
    path("cards/<str:language>.png", portal_card, name="portal-card"),
    path("offline.js", offline_worker, name="offline-worker"),
    path("robots.txt", robots),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

urlpatterns += i18n_patterns(
    path("offline/", offline, name="offline"),
    path("", include("blog.urls")),
    path("", include("events.urls")),
    path("", include("feed.urls")),
    path("", include("moderation.urls")),
    path("", include("outcomes.urls")),
    path("", include("press.public.urls")),
    path("", include("search.urls")),
    path("discussions/posts/by-mail/", include("discussions.receiving.urls")),
    path("discussions/", include("discussions.urls")),
    # Everything else is a page, which home.urls serves; Wagtail's own addresses are there for their names.
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
)

if settings.DEBUG:
    urlpatterns.insert(0, path("styles/", styles, name="styles"))
