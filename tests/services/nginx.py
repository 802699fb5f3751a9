"""A private nginx with the configuration of docker/, before whatever stands in for the portal."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.servers import REPOSITORY, Process, ServerMissing, await_server, spare_port, start

CONFIGURATION = REPOSITORY / "docker" / "nginx.conf"


@dataclass
class Nginx:
    """A running instance; `data` is what the portal's containers know as /srv/neary/var."""

    process: Process
    port: int
    data: Path
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def configuration(folder: Path, data: Path, port: int, portal: int) -> str:
    """The configuration of the containers with the addresses of this machine."""
    text = CONFIGURATION.read_text()
    addresses = {
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "server web:8000 ": f"server 127.0.0.1:{portal} ",
        "/srv/neary/var/": f"{data}/",
        "/tmp/nginx": f"{folder}/nginx",
        "/dev/stdout": f"{folder}/access.log",
    }
    for theirs, ours in addresses.items():
        assert theirs in text, f"nginx.conf no longer says {theirs}"
        text = text.replace(theirs, ours)
    return text


def user() -> str:
    """Its workers would belong to another user than root, who cannot walk to the folders of a test."""
    return " user root root;" if os.geteuid() == 0 else ""


@dataclass(frozen=True)
class Tls:
    """A server that ends TLS before nginx: its port, and a file with a certificate and its key."""

    port: int
    certificate: Path

    def server(self, behind: int) -> str:
        """Return a server that passes everything on to the port behind it, as a load balancer does."""
        return f"""
    server {{
        listen 127.0.0.1:{self.port} ssl;
        ssl_certificate {self.certificate};
        ssl_certificate_key {self.certificate};
        location / {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header X-Forwarded-For $remote_addr;
        }}
    }}
}}
"""


@contextmanager
def nginx(portal: int, data: Path, tls: Tls | None = None) -> Iterator[Nginx]:
    """nginx before the portal on port `portal`, serving files of `data`. Raises ServerMissing."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        raise ServerMissing("nginx is not installed (Debian: nginx)")
    with tempfile.TemporaryDirectory(prefix="neary-nginx-") as name:
        folder, port = Path(name), spare_port()
        file = folder / "nginx.conf"
        text = configuration(folder, data, port, portal)
        file.write_text(text.rstrip().removesuffix("}") + tls.server(port) if tls else text)
        command = [program, "-p", name, "-c", str(file), "-e", "stderr", "-g", "daemon off;" + user()]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        process = start(command, folder / "log")
        try:
            await_server(process, lambda: socket.create_connection(("127.0.0.1", port)).close(), ConnectionError)
            yield Nginx(process, port, data, folder / "access.log")
        finally:
            process.stop()
