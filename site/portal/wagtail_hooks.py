"""The portal's additions to Wagtail's screens: a Khmer font, pasted tables, and a notice when a session has ended."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from workspace.templatetags.session_script import session_script


@hooks.register("insert_global_admin_css")
def khmer_stylesheet() -> SafeString:
    """Return the link element that loads the stylesheet with the Khmer font into Wagtail's admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def pasted_tables() -> SafeString:
    """Return the script element for pasted tables in Wagtail's editor."""
    return format_html('<script src="{}"></script>', static("js/tables.js"))


@hooks.register("insert_global_admin_js")
def tell_of_ended_session() -> SafeString:
    """Return the script element that warns in Wagtail's admin when the session has ended."""
    return session_script()
