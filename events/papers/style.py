"""The style of papers, as a file that WeasyPrint reads."""

from pathlib import Path

STYLE = Path(__file__).with_suffix(".css")
