"""The number of every kind of page by its name, frozen.

Rows and search indexes store these numbers. A line is added with each new kind, and never changed or taken away: the
number of a kind that is gone is given to no other. `manage.py check` compares the declarations with this list.
"""

NUMBERS = {
    "update": 0,
    "article": 1,
    "publication": 2,
    "event": 3,
    "page": 4,
    "clipping": 5,
}
