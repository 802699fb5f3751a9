"""The whole typeface in two weights, Khmer and Latin, for what is drawn or printed on the server."""

from pathlib import Path

FOLDER = Path(__file__).parent
REGULAR, SEMIBOLD = FOLDER / "NotoSansKhmer-Regular.ttf", FOLDER / "NotoSansKhmer-SemiBold.ttf"
