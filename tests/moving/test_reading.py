"""Reading old sites: what each format says comes out, and a damaged or hostile file is refused with its reason."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from moving.models import MoveIn
from moving.reading import entries, opening
from moving.reading.entries import UnreadableFileError
from moving.reading.opening import open_site
from tests.moving.old_sites import FEED, HEAD, category, item, picture_item, write_export

CSV = "title,date,language,author,topics,summary,text,address,pictures\r\n"


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_an_export_gives_posts_and_pages_that_are_public(tmp_path):
    path = write_export(
        tmp_path,
        item(1, "First\x0bword", more=category("Health") + category("km", "language") + category("Uncategorized")),
        item(2, "A page", post_type="page", post_date_gmt="0000-00-00 00:00:00"),
        item(3, "Secret", status="private"),
        item(4, "Locked", post_password="x"),
        item(5, "Menu", post_type="nav_menu_item"),
        item(6, "Later", post_date_gmt="2990-01-01 00:00:00"),
        picture_item(),
    )
    site = open_site(path)
    first, page, later = site.read()
    assert (first.content, first.topics, first.language, first.author) == ("First word", ("Health",), "km", "Srey Leak")
    assert first.written_at == dt.datetime(2012, 5, 2, 2, tzinfo=dt.UTC)
    assert page.written_at is None and later.written_at is None
    assert site.count == 3 and site.left_out == {"not-public": 2, "other-kind": 1}
    assert site.pictures["900"].alt_text == "A woman at a loom"


def blogger_entry(number, kind, more=""):
    scheme = "http://schemas.google.com/g/2005#kind"
    term = f"http://schemas.google.com/blogger/2008/kind#{kind}"
    return (
        f'<entry><id>{number}</id><category scheme="{scheme}" term="{term}"/><category scheme="x" term="Law"/>'
        f"<published>2011-03-08T09:00:00+07:00</published><title type='text'>T{number}</title>"
        f'<link rel="alternate" href="http://old.example.org/{number}.html"/><author><name>Dara</name></author>'
        f"<content type='html'>&lt;b&gt;A&lt;/b&gt;</content>{more}</entry>"
    )


def blogger_entries():
    draft = "<app:control xmlns:app='a'><app:draft>yes</app:draft></app:control>"
    xhtml = "<div xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div>"
    return (
        blogger_entry(1, "post")
        + blogger_entry(2, "comment")
        + blogger_entry(3, "settings")
        + blogger_entry(4, "post", draft)
        + f"<entry xml:lang='km'><id>5</id><title>T5</title><content type='xhtml'>{xhtml}</content></entry>"
    )


def test_an_atom_archive_of_blogger_leaves_out_comments_settings_and_drafts(tmp_path):
    site = open_site(written(tmp_path, "blog.xml", f"{FEED}{blogger_entries()}</feed>"))
    post, xhtml = site.read()
    assert (post.title, post.content, post.topics, post.author) == ("T1", "<b>A</b>", ("Law",), "Dara")
    assert (
        post.address == "http://old.example.org/1.html" and post.written_at.isoformat() == "2011-03-08T09:00:00+07:00"
    )
    assert (xhtml.language, xhtml.content) == ("km", "<div><p>x</p></div>")
    assert site.left_out == {"other-kind": 2, "not-public": 1}


def test_a_table_has_its_columns_and_days_as_people_type_them(tmp_path):
    rows = '"One","31/05/2012",km,Dara,"Health; Law",Short,"Two\n\nlines",http://old.example.org/1,"a.jpg;b.jpg"\r\n'
    site = open_site(written(tmp_path, "old.csv", f"\ufeff{CSV}{rows}Two,2012-06-01T08:00,,,,,Text,,\r\n"))
    one, two = site.read()
    assert one.written_at.date() == dt.date(2012, 5, 31) and one.language == "km"
    assert (one.topics, one.pictures, one.content) == (("Health", "Law"), ("a.jpg", "b.jpg"), "Two\n\nlines")
    assert two.written_at.isoformat() == "2012-06-01T08:00:00+07:00" and two.key != one.key


def test_an_entry_is_known_again_by_its_address_else_its_guid(tmp_path):
    first = next(open_site(write_export(tmp_path, item(1, "a"))).read())
    link = '<link href="https://www.old.example.org/2012/p1/?utm_source=a"/>'
    other = f"{FEED}<entry><id>x</id>{link}<title>b</title></entry></feed>"
    assert next(open_site(written(tmp_path, "a.xml", other)).read()).key == first.key


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item/></channel></rss>'
)
REFUSED = {
    "entities": (ENTITIES, "not safe"),
    "outer": ('<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><item>&f;</item></rss>', "not safe"),
    "deep": ("<rss>" + "<a>" * 100_000, "not safe"),
    "cut": (HEAD + item(1, "a")[:200], "damaged in line"),
    "unbound": ("<rss><item><wp:post_type>post</wp:post_type></item></rss>", "damaged"),
    "html": ("<html><body>no</body></html>", "neither"),
    "empty": (f"{HEAD}</channel></rss>", "no public article"),
    "nothing": ("", "must name the columns"),
    "columns": ("title,body\r\na,b\r\n", "'body'"),
    "cells": (f"{CSV}{'a,' * 12}\r\n", "more cells"),
    "language": (f"{CSV}a,,fr,,,,b,,\r\n", "km or en"),
    "day": (f"{CSV}a,soon,,,,,b,,\r\n", "Line 2"),
    "year": (f"{CSV}a,0001-01-01,,,,,b,,\r\na,99/99/2012,,,,,b,,\r\n", "Line 3"),
    "latin": (f"{CSV}a,,,,,,caf\xe9,,\r\n".encode("latin-1"), "not UTF-8"),
    "quote": (f'{CSV}a,,,,,,"open,,\r\n', "damaged after line"),
    "long": (f"{CSV}a,,,,,,{'x' * 1_000_001},,\r\n", "damaged after line"),
    "zip": (b"PK\x03\x04" + bytes(200), "columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_damaged_or_hostile_is_refused_with_its_reason(tmp_path, name):
    text, reason = REFUSED[name]
    with pytest.raises(UnreadableFileError, match=reason):
        open_site(written(tmp_path, "old", text))


def test_more_than_the_limits_is_refused(tmp_path, monkeypatch):
    path = write_export(tmp_path, *(item(number, "a") for number in range(5)))
    monkeypatch.setattr(opening, "LARGEST_FILE", 100)
    with pytest.raises(UnreadableFileError, match="larger"):
        open_site(path)
    monkeypatch.undo()
    monkeypatch.setattr("moving.reading.xml_stream.MOST_ENTRIES", 4)
    with pytest.raises(UnreadableFileError, match="more than 4"):
        open_site(path)
    assert entries.MOST_ENTRIES == 20_000


@pytest.mark.django_db
def test_the_command_says_why_and_writes_nothing(tmp_path, organization, officer, capsys):
    bad = written(tmp_path, "bad.xml", ENTITIES)
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("move_in", bad, organization=organization.slug, by=officer.email)
    good = write_export(tmp_path, item(1, "a", more=category("Weaving")), item(2, "b", more=category("Health")))
    call_command("move_in", good, organization=organization.slug, dry_run=True)
    assert "2 articles, 2 of them new" in capsys.readouterr().out and not MoveIn.objects.exists()
    table = tmp_path / "topics.csv"
    call_command("move_in", good, write_topics=table)
    table.write_text(table.read_text().replace("Weaving,,", "Weaving,health,"))
    call_command("move_in", good, organization=organization.slug, by=officer.email, topics=table)
    batch = MoveIn.objects.get()
    assert "2 of 2" in capsys.readouterr().out and batch.report["unknown_topics"] == {}
    assert all(each.page.specific.topics.get().slug == "health" for each in batch.items.all())
    call_command("move_in", good, organization=organization.slug, by=officer.email)
    call_command("move_in", "status")
    assert "Nothing new" in (told := capsys.readouterr().out) and "waits for a decision" in told
