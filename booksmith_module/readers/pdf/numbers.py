"""Numbers: page numbers and heading numbers as printed, in figures, Roman numerals and words."""

from __future__ import annotations

import re

_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
# Such as 12, - 12 -, [12], p. 12, Page 3 of 9, Seite 3 von 9, 3/9.
_FOLIO = re.compile(
    r"""[\W_]*
    (?:(?:page|pagina|página|seite|p|pg|pag|pág|s)\b[.\s]*)?
    (?P<number>\d{1,5}|[ivxlc]{1,9})
    (?:\s*(?:of|de|von|sur|di|/)\s*\d{1,5})?
    [\W_]*""",
    re.IGNORECASE | re.VERBOSE,
)


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral in one case; 0 where it is none."""
    if not text or not (text.isupper() or text.islower()) or not _ROMAN.fullmatch(text):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in text.lower()]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def folio(text: str) -> tuple[str, int] | None:
    """Return what a page number says: its kind, ``figures`` or ``roman``, and its value.

    None where the text is anything besides a page number.
    """
    match = _FOLIO.fullmatch(text)
    if match is None:
        return None
    number = match["number"]
    if number.isdecimal():
        return "figures", int(number)
    value = roman_value(number)
    return ("roman", value) if value else None
