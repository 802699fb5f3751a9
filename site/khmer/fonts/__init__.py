"""The font files of the typeface in two weights, for drawing and printing on the server."""

from pathlib import Path

FOLDER = Path(__file__).parent
REGULAR, SEMIBOLD = FOLDER / "NotoSansKhmer-Regular.ttf", FOLDER / "NotoSansKhmer-SemiBold.ttf"
