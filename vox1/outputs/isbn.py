"""ISBNs: the numbers of books, with their check digits checked."""

from __future__ import annotations

import re

_WRITTEN = re.compile(
    r"\s*(?:urn:)?(?:isbn(?:-1[03])?)?[\s:]*([\d\s\u2010-\u2015-]{9,}[\dX])\s*", re.IGNORECASE
)


def isbn_of(identifier: str) -> str:
    """Return the ISBN that a book's identifier is, without hyphens; empty for any other identifier.

    The check digit must be right (ISBN Users' Manual): book files are full of numbers that only look
    like one.
    """
    match = _WRITTEN.fullmatch(identifier)
    digits = re.sub(r"[^\dX]", "", match[1].upper()) if match else ""
    return digits if _is_right(digits) else ""


def _is_right(digits: str) -> bool:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(values) == 10:
        return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    is_known = len(values) == 13 and digits.startswith(("978", "979")) and "X" not in digits
    return is_known and sum(value * (1, 3)[place % 2] for place, value in enumerate(values)) % 10 == 0
