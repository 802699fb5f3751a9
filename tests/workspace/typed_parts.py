"""The short form of an article as a browser without scripts sees and sends it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


class TypedForm:
    """A form as it was shown last; buttons send it with what was typed, and it is then the form that came back."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.read(client.get(address))

    def read(self, response: Any) -> None:
        self.response = response
        page = BeautifulSoup(response.content.decode(), "html.parser")
        for template in page.find_all("template"):
            template.decompose()
        self.page = page
        self.data: dict[str, list[str]] = {}
        self.files: dict[str, Any] = {}
        for box in page.select("form.post [name]"):
            kind = box.get("type", "")
            if (
                box.name == "button"
                or kind == "file"
                or (kind in ("checkbox", "radio") and not box.has_attr("checked"))
            ):
                continue
            self.data.setdefault(box["name"], []).append(value_of(box))

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Return kind and key of each part, in order."""
        return [tuple(value.split(" ")) for value in self.data.get("part", [])]  # type: ignore[misc]

    def press(self, action: str) -> Any:
        response = self.client.post(self.address, {**self.data, **self.files, "action": action})
        if response.status_code == 200 and b'class="post"' in response.content:
            self.read(response)
        return response

    def add(self, kind: str, **typed: Any) -> str:
        """Add a part by its button and fill it in; return its key."""
        self.press(f"part:add {kind}")
        key = self.parts[-1][1]
        assert self.parts[-1][0] == kind
        self.type(key, **typed)
        return key

    def type(self, key: str, **typed: Any) -> None:
        for name, value in typed.items():
            box = f"part-{key}-{name.replace('__', '-')}"
            if hasattr(value, "read") or name == "file":
                self.files[box] = value
            else:
                self.data[box] = value if isinstance(value, list) else [value]

    def errors(self) -> list[str]:
        return [text.get_text(" ", strip=True) for text in self.page.select(".error")]


def value_of(box: Any) -> str:
    if box.name == "textarea":
        return str(box.get_text()).removeprefix("\n")
    if box.name == "select":
        chosen = box.select_one("option[selected]") or box.select_one("option")
        return str(chosen["value"])
    return str(box.get("value", "on" if box.get("type") in ("checkbox", "radio") else ""))
