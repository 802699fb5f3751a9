"""The template tag `session_script`: a script that warns people who type when their session has ended."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def session_script() -> SafeString:
    """Return the <script> element that warns a typing user when the session has ended (template tag)."""
    return format_html(
        # No inline script: the content security policy allows files of this site only, so the texts are attributes.
        '<script src="{}" data-session="{}" data-session-sign-in="{}" data-session-ended="{}" data-session-again="{}" '
        "defer></script>",
        static("js/session.js"),
        reverse("workspace:session-state"),
        # To the start of the workspace and not back to this page: the form is still open in the first tab.
        f"{reverse('account_login')}?{urlencode({'next': reverse('workspace:home')})}",
        _("You are not signed in any more. What you typed is still here."),
        _("Sign in in a new tab"),
    )
