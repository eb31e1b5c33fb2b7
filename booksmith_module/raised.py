"""Raised and lowered numbers: exponents and indexes as the characters that Unicode has for them.

Set on the line, 10⁶ would be read as 106. Letters stay: most of those that are raised belong to an
ordinal or an abbreviation (1st, Mme).
"""

from __future__ import annotations

from enum import Enum


class Script(Enum):
    """Where characters stand that are not on the line."""

    RAISED = "raised"
    LOWERED = "lowered"


_ON_THE_LINE = "0123456789+-−–"
_TABLES = {
    Script.RAISED: str.maketrans(_ON_THE_LINE, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻"),
    Script.LOWERED: str.maketrans(_ON_THE_LINE, "₀₁₂₃₄₅₆₇₈₉₊₋₋₋"),
}


def is_apart(text: str, script: Script, before: str, after: str = "") -> bool:
    """Return whether what stands above or below the line is a number that its own characters must keep apart.

    Args:
        text: All that stands there.
        script: Where it stands.
        before: What is directly before it. A number at the beginning of a word (¹⁴C) is read first anyway.
        after: What is directly after it. A fraction stays a fraction.
    """
    has_base = before[-1:].isalnum() or before[-1:] in tuple(")]}")
    number = text.strip()
    is_sign = len(number) == 1 and script is Script.RAISED  # of an ion
    is_number = set(number) <= set(_ON_THE_LINE) and (is_sign or any(map(str.isdigit, number)))
    return has_base and is_number and not is_fraction(after)


def written(text: str, script: Script) -> str:
    """Return the same number in characters that stand above or below the line, one for one."""
    return text.translate(_TABLES[script])


def is_fraction(after: str) -> bool:
    """Whether what stands after a raised number makes a fraction of it."""
    return after.lstrip()[:1] in ("/", "⁄")
