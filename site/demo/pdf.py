"""Reports as PDF files, set in Khmer or in English from the text of a publication."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from PIL import ImageColor

from demo.drawings.brush import EBONY, Canvas, lighter
from demo.markup import DemoText, Heading, Listing, Paragraph
from khmer.fonts import REGULAR, SEMIBOLD
from khmer.typography import break_words

FACE = "Noto Sans Khmer"
MARGIN = 25
# Millimetres; Khmer stacks marks above and below the line.
LINE = {"en": 6.2, "km": 8.4}
HEADINGS = {
    "en": {"findings": "Findings", "recommendations": "Recommendations"},
    "km": {"findings": "ការរកឃើញ", "recommendations": "អនុសាសន៍"},
}


class ReportPdf(FPDF):
    """A report on A4 pages in the organization's colour, with page numbers."""

    def __init__(self, language: str, colour: str) -> None:
        super().__init__()
        self.language, self.colour = language, ImageColor.getrgb(colour)
        self.add_font(FACE, "", REGULAR)
        self.add_font(FACE, "B", SEMIBOLD)
        self.set_text_shaping(True)
        self.set_lang(language)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)

    def footer(self) -> None:
        """Write the page number on every page of the report except its cover."""
        if self.page_no() > 1:
            self.set_y(-15)
            self.set_font(FACE, "", 9)
            self.cell(0, 5, str(self.page_no()), align="R")

    def say(self, text: str, size: float = 11, style: str = "", after: float = 3) -> None:
        """Write a paragraph into the PDF report, in a size and style, with lines broken between words."""
        self.set_font(FACE, style, size)
        height = LINE[self.language] * size / 11
        self.multi_cell(0, height, break_words(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(after)

    def head(self, text: str) -> None:
        """Write a heading into the PDF report, on a new page where little room is left."""
        if self.will_page_break(40):
            self.add_page()
        self.ln(4)
        self.set_text_color(self.colour)
        self.say(text, 15, "B")
        self.set_text_color(ImageColor.getrgb(EBONY))

    def points(self, items: tuple[str, ...] | list[str]) -> None:
        """Write a bulleted list into the PDF report, with marks in the organization's colour."""
        for item in items:
            self.set_fill_color(self.colour)
            self.rect(self.l_margin, self.get_y() + 2, 1.2, LINE[self.language] - 3, style="F")
            self.set_left_margin(MARGIN + 6)
            self.set_x(MARGIN + 6)
            self.say(item, after=1.5)
            self.set_left_margin(MARGIN)
            self.set_x(MARGIN)
        self.ln(2)


def report(text: DemoText, language: str, organization: str, colour: str, issued: dt.date) -> bytes:
    """Return a demo publication as PDF bytes: cover, findings, recommendations, chapters."""
    pdf = ReportPdf(language, colour)
    pdf.set_title(text.title)
    pdf.set_author(organization)
    # The same content must give the same bytes.
    pdf.set_creation_date(dt.datetime.combine(issued, dt.time(), dt.UTC))
    _cover(pdf, text, organization, colour)
    pdf.add_page()
    pdf.set_text_color(ImageColor.getrgb(EBONY))
    for name, heading in HEADINGS[language].items():
        pdf.head(heading)
        pdf.points(text.notes.get(name, []))
    for block in text.blocks:
        if isinstance(block, Heading):
            pdf.head(block.text)
        elif isinstance(block, Paragraph):
            pdf.say(block.text)
        elif isinstance(block, Listing):
            pdf.points(block.items)
    return bytes(pdf.output())


def note(title: str, organization: str) -> bytes:
    """Return a one-page PDF with a title and an organization's name, as a sample of a private document."""
    pdf = FPDF()
    pdf.set_creation_date(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    pdf.add_page()
    pdf.set_font("helvetica", "", 16)
    # The font that every reader of PDF has knows no curved apostrophe.
    pdf.multi_cell(0, 10, f"{title}\n{organization}".replace("’", "'"))
    return bytes(pdf.output())


def _cover(pdf: ReportPdf, text: DemoText, organization: str, colour: str) -> None:
    """Write the cover of a report."""
    pdf.add_page()
    pdf.set_fill_color(pdf.colour)
    pdf.rect(0, 0, pdf.w, 190, style="F")
    pdf.set_text_color(255, 255, 255)
    pdf.set_y(48)
    pdf.say(text.title, 28, "B", after=8)
    pdf.say(text.summary, 14, after=12)
    pdf.say(organization, 12, "B")
    pdf.image(_hem(colour), 0, 190, pdf.w)


def _hem(colour: str) -> BytesIO:
    """Return a wide band of krama check for the foot of the cover, as a JPEG."""
    canvas = Canvas()
    canvas.check([(0, 0), (1200, 0), (1200, 800), (0, 800)], colour, 16, lighter(colour, 0.9))
    return BytesIO(canvas.jpeg())
