"""Requests that an attacker can send: forms that no browser makes, with files, past what a page offers."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image

from tests.services.flow.visitor import Answer, Visitor, boxes

# The content of a file that is sent as a photo, or its name and content.
Upload = bytes | tuple[str, bytes]


def photo(colour: str) -> bytes:
    """A small photo of one colour."""
    target = BytesIO()
    Image.new("RGB", (640, 480), colour).save(target, "JPEG")
    return target.getvalue()


class Attacker(Visitor):
    """A person whose browser does as she likes."""

    def send(self, page: Answer, having: str, files: Mapping[str, Upload], **written: Any) -> Answer:
        """Send the form that has a box of this name with files in it, and with `written` over the rest."""
        form = page.form(having)
        target = urllib.parse.urljoin(page.url, str(form.get("action") or page.url))
        return self.post_files(target, boxes(form) | written, files)

    def post_files(self, address: str, fields: dict[str, Any], files: Mapping[str, Upload]) -> Answer:
        edge, body = uuid4().hex, BytesIO()
        for name, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
                body.write(f"{head}{one}\r\n".encode())
        for name, upload in files.items():
            file_name, content = upload if isinstance(upload, tuple) else ("photo.jpg", upload)
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
            body.write(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + content + b"\r\n")
        body.write(f"--{edge}--\r\n".encode())
        return self._ask(address, body.getvalue(), {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def press_unoffered(self, address: str, **fields: Any) -> Answer:
        """Post to an address for which no page has a button, with the token of a page that she sees."""
        token = boxes(self.get("/workspace/mail/").form("csrfmiddlewaretoken"))["csrfmiddlewaretoken"]
        return self.post(address, {"csrfmiddlewaretoken": token} | fields)
