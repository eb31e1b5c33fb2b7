"""Words: numbers and sizes as people read them, in the window's language."""

from __future__ import annotations

from vox1_gui import texts


def figure(value: float, decimals: int = 0) -> str:
    """Return a number with its decimals, and the language's own mark before them."""
    written = f"{value:,.{decimals}f}"
    if texts.language() == "de":
        return written.translate(str.maketrans(",.", ".,"))
    return written


def typed(value: float, decimals: int = 0) -> str:
    """Return a number as somebody would type it: without marks between thousands."""
    written = f"{value:.{decimals}f}"
    return written.replace(".", ",") if texts.language() == "de" else written


def parsed(text: str) -> float:
    """Return the number in a text; a comma may stand before the decimals, as in many languages.

    Raises:
        ValueError: It is none.
    """
    return float(text.strip().replace(",", "."))


def size(count_bytes: float) -> str:
    """Return a number of bytes as ``2.5 GB``, in units of a thousand, as disks are sold."""
    for unit, power, decimals in (("GB", 9, 1), ("MB", 6, 0)):
        if count_bytes >= 10**power:
            return f"{figure(count_bytes / 10**power, decimals)} {unit}"
    return f"{figure(count_bytes / 1000)} KB"


def span(seconds: float) -> str:
    """Return a length of time as a listener says it: ``40 s``, ``12 min``, ``1 h 20 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
