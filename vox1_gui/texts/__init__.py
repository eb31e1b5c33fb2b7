"""Texts: every word of the window, from one catalogue for each language."""

from __future__ import annotations

import json
import locale
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""What the window can speak, in each language's own name. Every catalogue has every text of the first."""

_FOLDER = Path(__file__).parent


class _Catalogue:
    """The texts in the language that was chosen."""

    def __init__(self) -> None:
        self.language = "en"
        self.texts: Mapping[str, str] = {}


_current = _Catalogue()


def load(language: str) -> dict[str, str]:
    """Return the catalogue of a language: texts by ``page.name``.

    The file groups them by page; ``name.one`` is the text for a count of one.
    """
    grouped = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return {f"{page}.{name}": text for page, texts in grouped.items() for name, text in texts.items()}


def use(language: str) -> None:
    """Speak a language from now on; an unknown one, or an empty one, means the system's, or else English."""
    known = language if language in LANGUAGES else _of_system()
    _current.language, _current.texts = known, load(known)


def _of_system() -> str:
    tag = (locale.getlocale()[0] or "").lower()
    return next((code for code in LANGUAGES if tag.startswith(code)), "en")


def language() -> str:
    """Return the language in use."""
    return _current.language


def knows(key: str) -> bool:
    """Whether there is a text: engines, models and rules may be newer than the catalogue."""
    if not _current.texts:
        use("")
    return key in _current.texts


def hint_for(code: str, hint: str) -> str:
    """Return the next thing to do about an error of the core.

    Its own hint may name what is typed on a command line; the catalogue has others, by the error's code.
    """
    key = f"hints.{code}"
    return say(key) if knows(key) else hint


def say(key: str, count: int | None = None, /, **values: object) -> str:
    """Return a text in the language in use.

    Args:
        key: Its page and name, ``book.open``.
        count: Chooses between one and many, and is written where the text says ``{count}``.
        values: What is written in the text's other places.

    Raises:
        KeyError: No such text.
    """
    if not _current.texts:
        use("")
    if count is not None:
        values["count"] = f"{count:,}".replace(",", "." if _current.language == "de" else ",")
        if count == 1 and f"{key}.one" in _current.texts:
            key = f"{key}.one"
    text = _current.texts[key]
    return text.format(**values) if values else text
