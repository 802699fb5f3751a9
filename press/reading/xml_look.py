"""A look at XML before it is parsed: parsers of documents have no limits of their own.

Expat goes through a document once, in little time, and stores nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat


class DangerousXmlError(Exception):
    """The error of XML that declares entities, which can grow without end or name files, or is nested too deeply."""


@dataclass
class XmlLook:
    """The elements that are open while expat goes through a document; `deepest` is how many there may be."""

    deepest: int
    opened: list[str] = field(default_factory=list)

    def parser(self) -> expat.XMLParserType:
        """Return a new expat parser that looks at a document and stores nothing."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.EntityDeclHandler = self.refuse
        return parser

    def start(self, name: str, attributes: object) -> None:
        """Handle the start of an element. Raises DangerousXmlError when too many are open."""
        self.opened.append(name)
        if len(self.opened) > self.deepest:
            raise DangerousXmlError("It is nested too deeply.")

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        self.opened.pop()

    def refuse(self, *declaration: object) -> None:
        """Raise DangerousXmlError for the declaration of an entity."""
        raise DangerousXmlError("It declares entities.")
