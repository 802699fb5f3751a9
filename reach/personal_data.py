"""Declarations that the counts hold no personal data: numbers by page, day and way, of nobody in particular."""

from common.personal_data import declare_not_personal

declare_not_personal("reach.PageReads")
declare_not_personal("reach.FileFetches")
