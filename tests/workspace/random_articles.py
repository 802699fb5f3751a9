"""Random bodies of articles, and what the full editor sends of a body."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from orgs.pages.blocks import TEXT_FEATURES

WORDS = "ស្ត្រី តម្បាញ silk looms <b> & “six” ឆ្នាំ២០២៦ 1. - * ** [x] (y) O'Neary \\ é 🧵 3.5% a_b".split()  # noqa: SIM905
CONVERTER = ContentstateConverter(TEXT_FEATURES)


class RandomArticle:
    """A random body; the same for the same seed."""

    def __init__(self, seed: int, images: list[int], documents: list[int]) -> None:
        self.random = Random(seed)
        self.images, self.documents = images, documents

    def body(self) -> list[dict[str, Any]]:
        makers = [
            self.heading,
            self.paragraph,
            self.paragraph,
            self.picture,
            self.quotation,
            self.document,
            self.video,
            self.table,
            self.count,
        ]
        blocks = [self.random.choice(makers)() for _number in range(self.random.randint(0, 8))]
        return [
            {"type": kind, "value": value, "id": str(UUID(int=self.random.getrandbits(128), version=4))}
            for kind, value in blocks
        ]

    def words(self, most: int = 6) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, most)))

    def maybe(self, text: str) -> str:
        return text if self.random.random() < 0.6 else ""

    def heading(self) -> tuple[str, Any]:
        return "heading", {"text": self.words(), "level": self.random.choice(["h2", "h3"])}

    def inline(self) -> str:
        def escaped(text: str) -> str:
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

        def piece() -> str:
            words = escaped(self.words(3))
            ways = [
                words,
                f"<b>{words}</b>",
                f'<a href="https://example.org/{self.random.randint(1, 9)}?a=1&amp;b=2">{words}</a>',
                f'<a linktype="document" id="{self.random.choice(self.documents)}">{words}</a>',
            ]
            return self.random.choices(ways, weights=[5, 2, 2, 0.4])[0]

        return self.random.choice([" ", "<br/>"]).join(piece() for _number in range(self.random.randint(1, 4)))

    def paragraph(self) -> tuple[str, Any]:
        def part() -> str:
            items = "".join(f"<li>{self.inline()}</li>" for _number in range(self.random.randint(1, 3)))
            return self.random.choice([f"<p>{self.inline()}</p>", f"<ul>{items}</ul>", f"<ol>{items}</ol>"])

        markup = "".join(part() for _number in range(self.random.randint(1, 3)))
        # As the full editor stores it.
        return "paragraph", CONVERTER.to_database_format(CONVERTER.from_database_format(markup))

    def picture(self) -> tuple[str, Any]:
        image = self.random.choice(self.images)
        return "picture", {"image": image, "alt_text": self.words(), "caption": self.maybe(self.words())}

    def quotation(self) -> tuple[str, Any]:
        return "quotation", {"text": f"{self.words()}\n{self.words()}", "source": self.maybe(self.words())}

    def document(self) -> tuple[str, Any]:
        return "document", {"document": self.random.choice(self.documents), "title": self.maybe(self.words())}

    def video(self) -> tuple[str, Any]:
        return "video", {"title": self.words(), "url": f"https://example.org/watch?v={self.random.randint(1, 99)}"}

    def table(self) -> tuple[str, Any]:
        width = self.random.randint(1, 4)
        columns = [
            {"type": self.random.choice(["text", "number"]), "heading": self.maybe(self.words(2))} for _ in range(width)
        ]
        rows = [{"values": [self.maybe(self.words(2)) for _ in range(width)]} for _ in range(self.random.randint(0, 4))]
        return "table", {"columns": columns, "rows": rows, "caption": self.maybe(self.words(3))}

    def count(self) -> tuple[str, Any]:
        return "count", {
            "title": self.words(),
            "women": self.random.randint(0, 200),
            "men": self.random.randint(0, 200),
        }


def editor_data(blocks: list[dict[str, Any]], prefix: str = "body") -> dict[str, str]:
    """Return what the full editor's form sends for the blocks of a body."""
    data = {f"{prefix}-count": str(len(blocks))}
    for number, block in enumerate(blocks):
        place = f"{prefix}-{number}"
        data |= {f"{place}-type": block["type"], f"{place}-id": block["id"], f"{place}-order": str(number)}
        data |= {f"{place}-deleted": ""} | _value_data(block["type"], block["value"], f"{place}-value")
    return data


def _value_data(kind: str, value: Any, prefix: str) -> dict[str, str]:
    if kind == "paragraph":
        return {prefix: CONVERTER.from_database_format(value)}
    if kind == "table":
        return table_data(value, prefix)
    data = {f"{prefix}-{name}": "" if part is None else str(part) for name, part in value.items()}
    return data | ({f"{prefix}-options-count": "0", f"{prefix}-total": ""} if kind == "count" else {})


def table_data(value: Any, prefix: str) -> dict[str, str]:
    data = {
        f"{prefix}-caption": value["caption"],
        f"{prefix}-column-count": str(len(value["columns"])),
        f"{prefix}-row-count": str(len(value["rows"])),
    }
    for number, column in enumerate(value["columns"]):
        place = f"{prefix}-column-{number}"
        data |= {f"{place}-type": column["type"], f"{place}-heading": column["heading"]}
        data |= {f"{place}-order": str(number), f"{place}-deleted": ""}
    for number, row in enumerate(value["rows"]):
        data |= {f"{prefix}-row-{number}-order": str(number), f"{prefix}-row-{number}-deleted": ""}
        data |= {f"{prefix}-cell-{number}-{place}": cell for place, cell in enumerate(row["values"])}
    return data
