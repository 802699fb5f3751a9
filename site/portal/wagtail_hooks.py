"""What the portal adds to Wagtail's screens: its Khmer face, and tables that are pasted."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def khmer_stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def pasted_tables() -> SafeString:
    return format_html('<script src="{}"></script>', static("js/tables.js"))
