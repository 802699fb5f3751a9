"""Asks for the front page again and again until /run/visitor.end is there; prints how often, and each other answer."""

import time
import urllib.request
from pathlib import Path

HEADERS = {"Host": "portal.example.org", "X-Forwarded-Proto": "https"}
asked, faults = 0, []
while not Path("/run/visitor.end").exists():
    asked += 1
    try:
        request = urllib.request.Request("http://127.0.0.1:8080/en/search/?q=looms", headers=HEADERS)
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
    except OSError as fault:
        faults.append(f"{time.strftime('%H:%M:%S')} {fault}")
    time.sleep(0.05)
print(asked, *faults, sep="\n")
