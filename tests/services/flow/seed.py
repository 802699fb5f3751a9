"""The content of the portals of these tests: two organizations, a person of each role, a page of every kind.

Runs inside a portal's process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from fpdf import FPDF
from PIL import Image as Pillow

from accounts.models import User
from assets.models import Document, Image
from home.models import HomePage, StandardPage
from home.organizations.page_tree import provision
from home.programme_pages import lay_programme_pages
from orgs.models import Organization
from orgs.services import set_editor, set_membership
from tests.factories import drain_outbox, make_page
from tests.services.flow.people import PASSWORD, PEOPLE, SECRET, WITH_SECOND_FACTOR
from vocabulary.models import Place, Topic

# Khmer as it is written: no spaces, marks above and below, a word longer than a phone is wide.
KHMER = "ស្ត្រីនៅតាមភូមិបានរៀនអំពីសិទ្ធិរបស់ខ្លួន និងរបៀបស្វែងរកជំនួយដោយសុវត្ថិភាពពីអង្គការនៅក្នុងខេត្តរបស់ពួកគាត់។"
ENGLISH = "Women of three villages learnt about their rights, and how to find help safely in their own province."
LONG_ADDRESS = "https://example.org/" + "a-long-address-without-any-space-" * 4


def seed() -> None:
    """Fill a founded portal, and carry out all effects."""
    lay_programme_pages()
    weavers = provision(slug="silk-weavers", name_en="Silk Weavers", name_km="សមាគមអ្នកត្បាញសូត្រ", **about("Takeo"))
    circle = provision(slug="law-circle", name_en="Law Circle", name_km="ក្រុមមេធាវីដើម្បីនារី")
    for organization in (weavers, circle):
        organization.topics.set(Topic.objects.all()[:3])
        organization.places.set(Place.objects.all()[:2])
    people = {role: add_person(role) for role in PEOPLE}
    set_membership(people["officer"], weavers, "officer")
    set_membership(people["manager"], weavers, "manager")
    set_membership(people["stranger"], circle, "officer")
    set_editor(people["editor"], True)
    User.objects.filter(pk=people["administrator"].pk).update(is_superuser=True, is_staff=True)
    for language in ("en", "km"):
        add_pages(weavers, language)
    drain_outbox()


def about(town: str) -> dict[str, str]:
    return {
        "description_en": f"{ENGLISH} We work in {town}.",
        "description_km": KHMER,
        "email": "weavers@example.org",
        "phone": "012 345 678",
        "website": LONG_ADDRESS,
    }


def add_person(role: str) -> User:
    language = "km" if role == "officer" else "en"
    user = User.objects.create_user(PEOPLE[role], PASSWORD, language=language, first_name=role.title())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role in WITH_SECOND_FACTOR:
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return user


def add_pages(organization: Organization, language: str) -> None:
    """One live page of each kind; the same address in both languages is the same page, translated."""
    text = KHMER if language == "km" else ENGLISH
    for kind, slug, fields in contents(organization, text):
        twin = organization.pages.filter(slug=slug).first()
        keys = {"translation_key": twin.translation_key} if twin else {}
        make_page(
            kind, organization, language, live=True, slug=slug, topics=Topic.objects.all()[:2],
            places=Place.objects.all()[:1], **keys, **fields,
        )  # fmt: skip
    if language == "km":
        make_page("update", organization, "km", live=True, slug="only-in-khmer", title=KHMER[:60], text=KHMER)
    add_standard_page(language)


def add_standard_page(language: str) -> None:
    front = HomePage.objects.select_related("locale").get(locale__language_code=language)
    twin = StandardPage.objects.filter(slug="about").first()
    keys = {"translation_key": twin.translation_key} if twin else {}
    page = front.add_child(instance=StandardPage(title="Neary", slug="about", locale=front.locale, **keys))
    page.save_revision().publish()


def contents(organization: Organization, text: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kind, slug and fields of a page of each kind, with every block that a text can be made of."""
    picture, paper = add_picture(organization), add_paper(organization)
    title, soon, past = text[:70], timezone.now() + timedelta(days=7), timezone.now() - timedelta(days=30)
    rich = f"<p>{text}</p><ul><li>{text}</li></ul>"
    body = [
        ("heading", {"text": title, "level": "h2"}),
        ("paragraph", f'<p>{text}</p><p><a href="{LONG_ADDRESS}">{LONG_ADDRESS}</a></p>'),
        ("picture", {"image": picture, "alt_text": "A loom", "caption": text}),
        ("quotation", {"text": text, "source": "A weaver"}),
        ("document", {"document": paper, "title": ""}),
        ("video", {"title": title, "url": LONG_ADDRESS}),
        ("table", table(text)),
        ("count", {"title": title, "women": 11, "men": 4}),
    ]
    yield "update", "six-looms", {"title": title, "text": text * 3, "image": picture}
    yield "article", "rights-of-weavers", {"title": title, "summary": text, "image": picture, "body": body}
    yield "publication", "a-study", {
        "title": title, "findings": rich, "recommendations": rich, "document": paper, "cover": picture,
        "issued_on": past.date(), "authors": "The study group",
    }  # fmt: skip
    programme = [("item", {"time": past.time(), "what": text})]
    when = {"starts_at": soon, "ends_at": soon + timedelta(hours=3), "venue": "Takeo"}
    yield "event", "open-looms", {"title": title, "programme": programme, "body": body[:2], **when}
    was = {"starts_at": past, "ends_at": past + timedelta(hours=3), "theme": title, "hashtags": "#looms"}
    links = [("link", {"kind": "press", "title": title, "url": LONG_ADDRESS})]
    yield "event", "looms-held", {"title": title, "findings": rich, "recommendations": rich, "links": links, **was}


def table(text: str) -> dict[str, Any]:
    columns = [{"type": "text", "heading": text[:30]}] + [{"type": "number", "heading": text[:20]}] * 4
    return {"columns": columns, "rows": [{"values": [text[:30], "1", "2", "3", "4"]}] * 2, "caption": text[:40]}


def add_picture(organization: Organization) -> Image:
    file = BytesIO()
    Pillow.new("RGB", (1200, 800), "#8a2e26").save(file, "JPEG")
    picture = Image(
        title="A loom", description="A loom", file=ImageFile(file, name="loom.jpg"), collection=organization.collection
    )
    picture.save()
    return picture


def add_paper(organization: Organization) -> Document:
    pdf = FPDF()
    pdf.add_page()
    file = ContentFile(bytes(pdf.output()), name="study.pdf")
    return Document.objects.create(title="A study", file=file, collection=organization.collection)
