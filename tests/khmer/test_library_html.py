"""Digits and words of Wagtail's own screens in Khmer."""

from __future__ import annotations

import pytest

from khmer.library_html import in_khmer

WORDS = {"Search": "រក", "locales": "ភាសា", "officer": "មន្ត្រី"}


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>ទំព័រ 1 នៃ 12</p>", "<p>ទំព័រ ១ នៃ ១២</p>"),
        ("<td>1-3, 20,5 %</td>", "<td>១-៣, ២០,៥ %</td>"),
        ("<p>កំហុស 404៖ ម៉ោង 3:52</p>", "<p>កំហុស ៤០៤៖ ម៉ោង ៣:៥២</p>"),
        ("<td>3:52 ដោយ editor</td>", "<td>៣:៥២ ដោយ editor</td>"),
        ("<title>កំហុស 404 - Wagtail</title>", "<title>កំហុស ៤០៤ - Wagtail</title>"),
        ("<p>Loom ភាគ2</p>", "<p>Loom ភាគ២</p>"),
        ("<p>(40x20)</p>", "<p>(៤០×២០)</p>"),
        ('<a title="រូបភាព 3" href="/3/" data-id="3">ក</a>', '<a title="រូបភាព ៣" href="/3/" data-id="3">ក</a>'),
        ('<b data-action="click->w#x" data-id="5">5</b>', '<b data-action="click->w#x" data-id="5">៥</b>'),
        ("<b> Search </b>", "<b> រក </b>"),
        ("<p>12 locales</p>", "<p>១២\u00a0ភាសា</p>"),
        ("<td>មតិ → Search</td>", "<td>មតិ → រក</td>"),
        ("<label> law-circle: officer </label>", "<label> law-circle៖ មន្ត្រី </label>"),
        ('<a title="តម្រៀបតាម &#x27;Search&#x27;">', '<a title="តម្រៀបតាម &#x27;រក&#x27;">'),
        ('<input type="submit" value="Search">', '<input type="submit" value="រក">'),
    ],
)
def test_digits_and_words_are_khmer(html, shown):
    assert in_khmer(html, WORDS) == shown


@pytest.mark.parametrize(
    "html",
    [
        "<p>Report 2026</p>",
        "<p>Our locales: Search</p>",
        "<p>ពាក្យ 'Search'</p>",
        "<b title=\"ជម្រើសសម្រាប់ 'Forum 6: 12 looms of 2026'\">កំពុងកែ: Forum 6 - Wagtail</b>",
        "<p>6 looms · តម្បាញ</p>",
        "<p>ឯកសារ report2026.pdf, a1@example.org, /media/12/3</p>",
        "<p>អ្នក&#x27;ត &#39;ក&#39;</p>",
        "<script>var a = 1; // ខ្មែរ 2</script>",
        '<textarea name="t">លេខ 012 345 678</textarea>',
        "<!-- ខ្មែរ 1 --><code>ក 1</code>",
        '<td class="comparison">ឆ្នាំ 2026 <b>2027</b></td>',
        '<input type="text" value="Search"><option value="3">Searching</option>',
        "<script>unclosed 1",
    ],
)
def test_what_was_typed_and_what_runs_stays(html):
    assert in_khmer(html, WORDS) == html


def test_it_reads_a_broken_document_once():
    """Signs of tags that never end, many of them, take no long time."""
    for filling in ("<a ", '<a "', "<script>", "<!--", "1-", "<td class='"):
        assert in_khmer(filling * 20_000, WORDS)
