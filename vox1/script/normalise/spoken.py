"""The spoken form: what every voice trips over, put the way it is said.

Numbers, dates and abbreviations are left to the engine for now: the draft voice reads them well.
"""

from __future__ import annotations

import re

from booksmith_module.alignment import Alignment, substitute

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_DASHES = {"‒": "–", "―": "—", "⸺": "—", "⸻": "—", "--": "—", "---": "—"}
_ELLIPSES = {". . .": "…", "...": "…", "....": "…", ". . . .": "…", "……": "…"}
_SPOKEN = {**_LIGATURES, **_DASHES, **_ELLIPSES}
_PATTERN = re.compile(
    r"[ﬀ-ﬆ‒―⸺⸻]|(?<!-)-{2,3}(?!-)|(?<!\.)(?:\.{3,4}|\. \. \.(?: \.)?)(?!\.)|……|[*_#~|^<>{}\\]+|\n"
)
_ENDS_A_PHRASE = re.compile(r"[.!?…:;,—–\-。！？、，：；।؟،؛][\"'”’»)\]」』]*$")


def spoken_form(text: str, language: str, *, without: frozenset[str] = frozenset()) -> tuple[str, Alignment]:
    """Return a text as it is said, and its alignment to the text as written.

    Args:
        text: As written; a newline is the end of a line or paragraph.
        language: A BCP 47 tag; the rules so far hold for every language.
        without: Names of rules that are switched off; those so far have none.
    """
    del language, without
    return substitute(_PATTERN, lambda match: _said(match, text), text)


def normalise(text: str, language: str) -> str:
    """Return a text as it is said."""
    return spoken_form(text, language)[0]


def _said(match: re.Match[str], text: str) -> str:
    written = match.group()
    if written == "\n":
        # A line that ends in no mark (a verse, a title) still ends in the voice.
        end = match.start()
        return " " if _ENDS_A_PHRASE.search(text[max(0, end - 10) : end]) else ", "
    return _SPOKEN.get(written, " ")
