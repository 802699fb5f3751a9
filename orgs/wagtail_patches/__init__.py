"""Replacements for functions of Wagtail that ignore organizations, or act outside the outbox.

`table` lists what is replaced and why; `registry` replaces it. A package on a higher layer registers its own patches
in its AppConfig.ready. tests/orgs/test_wagtail_patches.py compares each entry with the installed Wagtail.
"""
