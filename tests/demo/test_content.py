"""The demo content as data: enough of everything, in both languages, and figures that add up."""

import re
from collections import Counter

import pytest

from demo import content_files
from demo.drawings import SCENES
from demo.markup import DocumentMarkup, PictureMarkup, TableMarkup, VideoMarkup
from tests.schema.reference import PLACES, TOPICS

PAGES = content_files.pages()
LIVE = [piece for piece in PAGES if piece.is_live]
TOPIC_SLUGS = {slug for slug, *_ in TOPICS}
PLACE_SLUGS = {slug for slug, *_ in PLACES}
SLUGS = {demo_org.slug for demo_org in content_files.organizations()}
KINDS_OF_ORGANIZATIONS = {"ngo", "government", "senate", "palace", "commune-council", "court", "company", "university"}


def series(slug):
    return [piece for piece in LIVE if piece.settings.get("series") == slug]


def held(slug):
    return [piece for piece in series(slug) if piece.participants]


def count(events):
    women = sum(women for event in events for _, women, _ in event.participants)
    men = sum(men for event in events for *_, men in event.participants)
    return women, men


def every_text():
    pages = list(content_files.portal_pages())
    while pages:
        page = pages.pop()
        pages.extend(page.children)
        yield from ((page.page, language, text) for language, text in page.page.texts.items())
    for piece in PAGES:
        yield from ((piece, language, text) for language, text in piece.texts.items())


def test_eight_invented_organizations_and_the_programme():
    organizations = content_files.organizations()
    assert organizations[0].slug == "neary"
    assert len(organizations) >= 9
    assert len({demo_org.settings["kind"] for demo_org in organizations}) == len(organizations)
    assert len({place for demo_org in organizations for place in demo_org.settings["places"]}) >= 10
    assert {demo_org.settings["tier"] for demo_org in organizations} == {"new", "verified", "trusted"}


def test_a_hundred_live_pages_in_both_languages():
    languages = Counter(language for piece in LIVE for language in piece.texts)
    assert languages.total() >= 130
    assert min(languages.values()) >= 60
    assert any(set(piece.texts) == {"km"} for piece in LIVE)
    assert any(set(piece.texts) == {"en"} for piece in LIVE)


def test_every_kind_of_content_from_every_organization():
    kinds = Counter(piece.type for piece in LIVE)
    assert kinds["article"] >= 25 and kinds["update"] >= 12 and kinds["event"] >= 25 and kinds["publication"] >= 6
    for demo_org in content_files.organizations():
        assert {"update", "article", "event"} <= {piece.type for piece in demo_org.pages if piece.is_live}, (
            demo_org.slug
        )


@pytest.mark.parametrize("language", content_files.LANGUAGES)
def test_each_topic_has_three_articles(language):
    articles = [piece for piece in LIVE if piece.type == "article" and language in piece.texts]
    topics = Counter(topic for article in articles for topic in article.topics)
    assert {topic: number for topic, number in topics.items() if number >= 3}.keys() == TOPIC_SLUGS


def test_the_eleven_trainings_have_167_participants():
    trainings = held("ict-training")
    assert len(trainings) == 11
    assert count(trainings) == (79, 88)
    in_the_capital = [training for training in trainings if training.places == ["phnom-penh"]]
    assert (len(in_the_capital), len(trainings) - len(in_the_capital)) == (6, 5)
    assert {kind for training in trainings for kind, *_ in training.participants} == KINDS_OF_ORGANIZATIONS


def test_the_five_forums_have_200_representatives():
    forums = held("womens-forum")
    assert [forum.settings["number"] for forum in sorted(forums, key=lambda forum: forum.slug)] == [1, 2, 3, 4, 5]
    assert sum(count(forums)) == 200
    sixth = next(forum for forum in series("womens-forum") if forum.settings["number"] == 6)
    assert sixth.settings["when"] > 0
    assert any(piece.slug == "closing-seminar" for piece in LIVE)


def test_the_texts_of_events_name_the_figures_of_their_tables():
    for event in held("ict-training"):
        women, men = count([event])
        sentence = f"{women} women and {men} men took part, {women + men} in all"
        assert sentence in " ".join(event.texts["en"].paragraphs()), event.slug


def test_the_training_of_2017_is_told_in_full_and_apart():
    training = next(piece for piece in LIVE if piece.slug == "training-2017-treat-and-respect")
    follow_up = next(piece for piece in LIVE if piece.slug == training.settings["follow_up"])
    assert "series" not in training.settings
    assert (str(training.settings["when"]), str(follow_up.settings["when"])) == ("2017-06-10", "2017-07-01")
    assert (count([training]), count([follow_up])) == ((17, 3), (9, 0))
    for text in training.texts.values():
        told = {"theme", "venue", "led-by", "programme", "hashtags", "findings", "press", "video-link"}
        assert told <= text.notes.keys()
        assert len(text.notes["led-by"]) == 3
        figures = next(block for block in text.blocks if isinstance(block, TableMarkup))
        shares = [row[-1].translate(str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")) for row in figures.rows]
        assert shares == ["96%", "48%", "60%", "74%", "33%", "30%"]


def test_events_lie_ahead_and_behind():
    days = [piece.settings["when"] for piece in LIVE if isinstance(piece.settings.get("when"), int)]
    assert sum(day > 0 for day in days) >= 6
    assert sum(day < 0 for day in days) >= 16


def test_names_lead_somewhere():
    for piece in PAGES:
        assert set(piece.topics) <= TOPIC_SLUGS and set(piece.places) <= PLACE_SLUGS, piece.slug
        assert piece.topics and piece.places, piece.slug
        assert set(piece.settings.get("partners", [])) <= SLUGS - {piece.organization}, piece.slug
        assert piece.settings.get("picture", "cloth") in SCENES, piece.slug
        own = {other.slug for other in LIVE if other.type == "publication" and other.organization == piece.organization}
        files = [
            block.publication
            for text in piece.texts.values()
            for block in text.blocks
            if isinstance(block, DocumentMarkup)
        ]
        assert {*piece.settings.get("materials", []), *files} <= own, piece.slug
    for piece, _, text in every_text():
        for block in text.blocks:
            if isinstance(block, PictureMarkup):
                assert block.scene in SCENES and block.alt and block.caption, piece.slug


def test_pictures_have_an_alternative_text_in_each_language():
    for piece in PAGES:
        for text in piece.texts.values():
            assert bool(text.note("alt")) == ("picture" in piece.settings), piece.slug


def test_slugs_and_titles_are_unique():
    slugs = Counter((piece.organization, piece.slug) for piece in PAGES)
    assert slugs.most_common(1)[0][1] == 1
    titles = Counter(text.title for _, _, text in every_text())
    assert titles.most_common(1)[0][1] == 1


def test_private_titles_are_unmistakable():
    private = [title for demo_org in content_files.organizations() for title in demo_org.private]
    assert len(private) == len(set(private)) >= 4 * len(content_files.organizations())
    assert all(re.search(r"[A-Z]\d\d", title) for title in private)
    for demo_org in content_files.organizations():
        states = {piece.state for piece in demo_org.pages}
        assert {"live", "draft", "waiting"} <= states, demo_org.slug


def test_titles_and_summaries_fit_their_fields():
    for piece, _, text in every_text():
        assert len(text.title) <= 255 and len(text.summary) <= 300, piece.slug


# A vowel, a sign or a subscript that begins a word has lost its letter; a coeng must be followed by a letter.
BROKEN_CLUSTER = re.compile(r"(?:^|[\s\u200b។៖(])[\u17b4-\u17d3\u17dd]|\u17d2(?![\u1780-\u17a2])", re.MULTILINE)


def test_khmer_is_never_cut_inside_a_cluster():
    for path in content_files.CONTENT.rglob("*.*"):
        assert not BROKEN_CLUSTER.search(path.read_text(encoding="utf-8")), path.name
    assert BROKEN_CLUSTER.search("ស្ត្ រី")


def test_each_language_is_in_its_own_script():
    for piece, language, text in every_text():
        has_khmer = bool(re.search(r"[\u1780-\u17ff]", text.title + text.summary + " ".join(text.paragraphs())))
        assert has_khmer == (language == "km"), (piece.slug, language)


def test_nobody_real_can_be_reached_by_accident():
    source = "\n".join(path.read_text(encoding="utf-8") for path in content_files.CONTENT.rglob("*.*"))
    assert not re.search(r"(?:\+855|\b0\d{2})[ -]?\d{3}[ -]?\d{3}", source)
    assert all(host.endswith(".example.org") for host in re.findall(r"[\w.]*@([\w.-]+\.\w+)", source))
    links = [block.url for _, _, text in every_text() for block in text.blocks if isinstance(block, VideoMarkup)]
    assert links and all(".example.org/" in link for link in links)


def test_two_organizations_or_more_have_an_officer_and_a_manager():
    roles = Counter((account["role"], account.get("organization")) for account in content_files.accounts())
    for role in ("officer", "manager"):
        assert {organization for name, organization in roles if name == role} == SLUGS
    assert roles["editor", None] == 2 and roles["administrator", None] == 1
    for account in content_files.accounts():
        assert ("totp" in account) == (account["role"] != "officer"), account["email"]


def test_apostrophes_and_quotation_marks_are_those_of_print():
    for piece, _, text in every_text():
        words = [text.title, text.summary, *text.paragraphs(), *(line for note in text.notes.values() for line in note)]
        assert not re.search("['\"]", " ".join(words)), piece.slug
    for demo_org in content_files.organizations():
        assert "'" not in demo_org.settings["name_en"] + demo_org.settings["description_en"], demo_org.slug
