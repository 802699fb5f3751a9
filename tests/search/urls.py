"""The portal's addresses, with the search page's in front of the pages'."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal.urls import urlpatterns as portal

urlpatterns = [*i18n_patterns(path("", include("search.urls"))), *portal]
