"""Cleaning: the text of a block without what only the page needs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from booksmith_module.alignment import Alignment, rewrite, substitute

# Soft hyphens, zero-width spaces, byte order marks and control characters are never spoken.
# U+200C and U+200D stay: Persian and Indic words are spelled with them.
_UNSPOKEN = r"\u00ad\u200b\u2060\ufeff\u0000-\u0008\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f"
_LINE_END = "\u2028"  # stands for <br> until spaces are folded: no page has it as mere layout
_SHOWN = rf"[^\s{_UNSPOKEN}]"
# Nearly all white space is one space between words and stays: passing over it takes a third of the time.
_FOLDED = re.compile(rf"(?!(?<={_SHOWN}) {_SHOWN})(?:[\s{_UNSPOKEN}]*[\s][\s{_UNSPOKEN}]*|[{_UNSPOKEN}]+)")


def clean(
    raw: str,
    left_out: Iterable[tuple[int, int]],
    line_ends: Iterable[int],
    added: Iterable[tuple[int, str]] = (),
) -> tuple[str, Alignment]:
    """Return a block's text and its alignment to the raw text.

    Args:
        raw: The element's text as the file has it.
        left_out: Spans that are not read (note marks, page numbers).
        line_ends: Places where the page begins a new line; they become newlines.
        added: Places and texts that the page shows there in another way, such as a letter drawn as a picture.
    """
    changes = [(start, end, "") for start, end in left_out]
    changes += [(place, place, _LINE_END) for place in line_ends]
    changes += [(place, place, text) for place, text in added]
    kept, cut = rewrite(raw, sorted(changes, key=lambda change: change[:2]))
    text, folded = substitute(_FOLDED, lambda match: _fold(match, kept), kept)
    return text, cut.then(folded)


def _fold(match: re.Match[str], text: str) -> str:
    """A run of white space and unspoken characters as one newline, one space or nothing."""
    if match.start() == 0 or match.end() == len(text):
        return ""
    run = match.group()
    if _LINE_END in run:
        return "\n"
    return " " if any(character.isspace() for character in run) else ""
