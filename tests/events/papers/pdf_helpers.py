"""Reading PDF files as their readers do: words by pdftotext, ink by PDFium."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypdfium2

from khmer.segments import segment

KHMER_RUN = re.compile("[\u1780-\u17ff]{2,}")
HEAD, TAG = re.compile("<head>.*</head>", re.DOTALL), re.compile("<[^<>]+>")
SCALE = 100 / 72  # 100 dots an inch


def text_of(pdf: bytes, folder: Path) -> str:
    (file := folder / "paper.pdf").write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout


def khmer_words(text: str) -> list[str]:
    """The Khmer words of a text, with their letters in the order in which they are written."""
    runs = KHMER_RUN.findall(text.replace("\u200b", ""))
    return [word for run in runs for word in segment(run) if len(word) > 1]


def words_of_paper(html: str) -> list[str]:
    """The Khmer words of a paper's HTML; what stands in two cells is not one word."""
    return khmer_words(TAG.sub(" ", HEAD.sub("", html)))


def share_found(words: list[str], pdf_text: str) -> float:
    """The share of words that a search in the PDF finds, also where a line ends between two parts of one."""
    lines = "".join(line.strip() for line in pdf_text.replace("\u200b", "").splitlines())
    return sum(word in lines for word in words) / len(words)


def ink_of(pdf: bytes) -> float:
    """The ink of all pages: a black dot counts one, a grey one less."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=SCALE).to_pil().convert("L").histogram() for page in document]
    document.close()
    return sum((255 - grey) * dots for page in pages for grey, dots in enumerate(page)) / 255
