"""Prints docker/nginx.conf with the addresses and folders of a Debian machine: `nginx_conf.py portal.example.org`.

It answers on port 8080 of this machine alone, for whatever ends TLS. Where certbot is installed it also answers
certbot's questions on port 80, and where certbot has a certificate for the name it ends TLS itself on port 443.
"""

from __future__ import annotations

import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "docker" / "nginx.conf"
CERTBOT = Path("/etc/letsencrypt")
IPV6 = Path("/proc/net/if_inet6")
# What the containers' file says, and what stands there on this machine.
REPLACED = {
    "pid /tmp/nginx.pid;": "user www-data;\npid /run/nginx.pid;",
    "error_log /dev/stderr ": "error_log /var/log/nginx/error.log ",
    "access_log /dev/stdout ": "access_log /var/log/nginx/access.log ",
    "_temp_path /tmp/nginx-": "_temp_path /var/lib/nginx/",
    "/srv/neary/var/": "/var/lib/neary/",
    "server web:8000 ": "server 127.0.0.1:8000 ",
    "listen 8080;": "listen 127.0.0.1:8080;",
}
CHALLENGES = """
    # certbot proves here that the name is this machine's; everybody else comes by https.
    server {{
        {listen}
        server_name _;

        location /.well-known/acme-challenge/ {{
            root /var/www/challenges;
        }}

        location / {{
            return 301 https://{name}$request_uri;
        }}
    }}
}}
"""


def configuration(name: str) -> str:
    """Return nginx's configuration for a portal of this name. Raises ValueError if docker/nginx.conf has changed."""
    text = SOURCE.read_text()
    for theirs, ours in REPLACED.items():
        if theirs not in text:
            raise ValueError(f"{SOURCE} no longer says {theirs!r}: change REPLACED in {Path(__file__).name}")
        text = text.replace(theirs, ours)
    if CERTBOT.is_dir():
        text = text.rstrip().removesuffix("}").rstrip() + "\n"
        text += CHALLENGES.format(listen=listen("80"), name=name)
    certificate = CERTBOT / "live" / name
    if (certificate / "fullchain.pem").exists():
        text = text.replace("listen 127.0.0.1:8080;", f"listen 127.0.0.1:8080;\n{tls(certificate)}")
    return text


def listen(port: str) -> str:
    """Return the lines by which nginx listens on a port of all addresses."""
    addresses = [port, f"[::]:{port}"] if IPV6.exists() else [port]
    return "\n        ".join(f"listen {address};" for address in addresses)


def tls(certificate: Path) -> str:
    """Return the lines that end TLS with the certificate in a folder of certbot."""
    return f"""        {listen("443 ssl http2")}
        ssl_certificate {certificate}/fullchain.pem;
        ssl_certificate_key {certificate}/privkey.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_session_cache shared:tls:10m;"""


if __name__ == "__main__":
    print(configuration(sys.argv[1]), end="")
