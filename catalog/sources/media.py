"""The names of the media whose words clippings show; the package that has them registers how they are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from vocabulary.bilingual import Bilingual

NamesOf = Callable[[Iterable[int]], Mapping[int, Bilingual]]

_registered: list[NamesOf] = []


def register_source_names(names_of: NamesOf) -> None:
    """Set the one function that returns {id: medium with its names} for ids of media, in place of an earlier one."""
    _registered[:] = [names_of]


def source_names(ids: Iterable[int], language: str) -> dict[int, str]:
    """Return {id: name in a language} of the media with these ids; unknown ones are left out."""
    wanted = [pk for pk in ids if pk]
    return {
        pk: medium.name_in(language) for names_of in _registered if wanted for pk, medium in names_of(wanted).items()
    }
