"""Languages: what those of voices are called, and in which order they are offered."""

from __future__ import annotations

from collections.abc import Iterable

from vox1_gui.errands.voices import VoiceKind, VoiceRow
from vox1_gui.texts import say

NARRATED = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "ja", "ko")
"""Those of the narrator: the first to be offered."""


def language_names(rows: Iterable[VoiceRow]) -> dict[str, str]:
    """Return what every language of some voices is called, by the first part of its tag.

    The narrator's have names in the catalogue. What others are called is told by the engine that speaks most
    of them, whose voices are named for their languages, as in "Portuguese (Brazil)".
    """
    names = {code: say(f"lab.language.{code}") for code in NARRATED}
    by_length = sorted(rows, key=lambda row: len(row.language))
    for row in by_length:
        code = primary(row.language)
        if row.kind is VoiceKind.DRAFT and code not in names:
            names[code] = row.name.partition("(")[0].strip() or row.language
    return names


def language_name(tag: str, names: dict[str, str]) -> str:
    """Return what the language of a tag is called; the tag itself where nobody knows."""
    return names.get(primary(tag), tag)


def offered(names: dict[str, str]) -> list[str]:
    """Return names of languages to choose from: the narrator's, then all others by name."""
    first = [names[code] for code in NARRATED]
    return first + sorted({name for name in names.values() if name not in first}, key=str.casefold)


def code_of(name: str, names: dict[str, str]) -> str:
    """Return the code of the language of a name."""
    return next((code for code, known in names.items() if known == name), name)


def primary(tag: str) -> str:
    """Return the first part of a tag, which is the language without country and script."""
    return tag.partition("-")[0].lower()
