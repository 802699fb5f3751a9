"""Prints status and text of a page as nginx answers it: `asked.py ADDRESS [HEADER=VALUE ...]`."""

import ssl
import sys
import urllib.error
import urllib.request


class Staying(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_):
        return None


headers = dict(argument.split("=", 1) for argument in sys.argv[2:])
request = urllib.request.Request(sys.argv[1], headers={"Host": "portal.example.org"} | headers)
unchecked = ssl._create_unverified_context()  # the certificate is the test's own
opener = urllib.request.build_opener(Staying, urllib.request.HTTPSHandler(context=unchecked))
try:
    with opener.open(request, timeout=30) as answer:
        print(answer.status, answer.read().decode(errors="replace"))
except urllib.error.HTTPError as refusal:
    print(refusal.code, refusal.headers.get("Location", ""))
