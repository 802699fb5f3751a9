"""Texts of Django, Wagtail and allauth that members see are in Khmer, and keep to what the libraries say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import polib
import pytest
import wagtail
from django.utils.translation import gettext, override, pgettext
from django.utils.translation.trans_real import DjangoTranslation

from tools import catalogues
from tools.packages import REPOSITORY, folders

FOLDER = folders()["khmer"] / "locale" / "km" / "LC_MESSAGES"
# Their packages carry the English catalogues from which all others are translated.
LIBRARIES = ("django", "django-allauth", "django-taggit", "wagtail", "wagtail-localize")


def english_catalogues(name: str) -> Iterator[Path]:
    for library in LIBRARIES:
        for file in distribution(library).files or []:
            if file.match(f"locale/en/LC_MESSAGES/{name}"):
                yield Path(str(file.locate()))


@cache
def english(name: str) -> set[tuple[str | None, str, str]]:
    """Every string of the libraries in catalogues of a name: its context, its text, its plural."""
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for path in english_catalogues(name)
        for entry in polib.pofile(path)
    }


@pytest.mark.parametrize("name", ["django.po", "djangojs.po"])
def test_every_string_stands_in_a_library(name: str) -> None:
    unknown = [
        entry.msgid
        for entry in polib.pofile(str(FOLDER / name))
        if (entry.msgctxt, entry.msgid, entry.msgid_plural) not in english(name)
    ]

    assert not unknown


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("django", "Save draft"),
        ("django", "Incorrect code."),
        ("django", "Enter a number."),
        ("django", "This password is too common."),
        ("djangojs", "Missing document"),
    ],
)
def test_the_libraries_speak_khmer(domain: str, text: str) -> None:
    catalogues.compile_all(REPOSITORY)
    # As Wagtail asks for the words of its scripts.
    wagtail_alone = [str(Path(wagtail.__file__).parent / "admin" / "locale")] if domain == "djangojs" else None

    said = DjangoTranslation("km", domain=domain, localedirs=wagtail_alone).gettext(text)

    assert said == {entry.msgid: entry.msgstr for entry in polib.pofile(str(FOLDER / f"{domain}.po"))}[text]
    assert said != text


# Where the libraries keep what they say after a form was sent, in the history of a page, and on administrators'
# screens: catalogue, and the sources that it names.
SAID_TO_MEMBERS = {
    "allauth/locale/": ("templates/account/messages/", "templates/mfa/messages/", "templates/socialaccount/messages/"),
    "django/conf/locale/": ("core/validators.py", "forms/"),
    "django/contrib/auth/locale/": ("password_validation.py",),
    "wagtail/locale/": ("wagtail_hooks.py",),
    "wagtail/images/locale/": ("templates/wagtailimages/bulk_actions/", "views/bulk_actions/"),
    "wagtail/documents/locale/": ("templates/wagtaildocs/bulk_actions/", "views/bulk_actions/"),
    "wagtail/contrib/redirects/locale/": ("",),
    "wagtail/locales/locale/": ("",),
    "wagtail/sites/locale/": ("",),
    "wagtail/users/locale/": ("views/users.py", "views/bulk_actions/", "templates/wagtailusers/bulk_actions/"),
    "wagtail/admin/locale/": (
        *("views/generic/", "views/pages/create.py", "views/pages/edit.py", "views/pages/bulk_actions/"),
        "action_menu.py",
        "templates/wagtailadmin/pages/explorable_index_results.html",
        *("views/workflows.py", "views/collections.py", "forms/workflows.py", "forms/collections.py"),
        *(f"templates/wagtailadmin/{part}/" for part in ("workflows", "collections", "collection_privacy")),
        "templates/wagtailadmin/shared/revisions/",
    ),
}
# Names of parts, files of redirects (which are closed), no words, what a key of a program is called, and what a form of
# rows says that no form of the portal has.
NEVER_SAID = re.compile(
    r"^[:?.!]+$|^%\(related_model_name\)s %\(field_label\)s$|IPv[46]|API token|step size|duplicate data|^Use server"
    r"|^Wagtail |^<p>Select a file"
)


def said_to_members() -> Iterator[tuple[str | None, str]]:
    """Every string of these sources: its context and its text."""
    for path in english_catalogues("django.po"):
        sources = next((named for part, named in SAID_TO_MEMBERS.items() if f"/{part}en/" in str(path)), ())
        for entry in polib.pofile(str(path)):
            if sources and any(place.startswith(sources) for place, _line in entry.occurrences):
                yield entry.msgctxt, entry.msgid


def test_what_is_said_after_a_form_is_in_khmer():
    """Every branch of the libraries, also those that no screen of the crawl comes to."""
    catalogues.compile_all(REPOSITORY)
    with override("km"):
        english = sorted(
            text
            for context, text in {*said_to_members()}
            if not NEVER_SAID.search(text) and (pgettext(context, text) if context else gettext(text)) == text
        )

    assert not english
