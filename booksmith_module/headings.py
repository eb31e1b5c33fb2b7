"""Headings: which of them name a chapter or a part."""

from __future__ import annotations

from booksmith_module import heading_words
from booksmith_module.heading_words import Division, Label


def is_end(text: str) -> bool:
    """Whether a heading says that something is over: ``THE END``."""
    return heading_words.is_end(_line(text))


def is_chapter(text: str) -> bool:
    """Whether a heading says that it is a chapter's, by word and number: ``Chapter IV``, ``Stave One``."""
    return heading_words.is_stand_alone(_line(text)) or _chapter_label(text) is not None


def is_part(text: str) -> bool:
    """Whether a heading says that it is a part's: ``PART TWO``, ``Zweites Buch``."""
    label = _label(text)
    return label is not None and label.division is Division.PART


def is_act(text: str) -> bool:
    """Whether a heading says that it is an act's, which scenes are under: ``ACT II``."""
    label = _label(text)
    return label is not None and label.division is Division.ACT


def is_number(text: str) -> bool:
    """Whether a heading is a number and nothing else: ``IV``, ``12.``, ``Seven``."""
    return heading_words.is_number(_line(text))


def is_chapter_or_number(text: str) -> bool:
    """Whether a heading names a chapter by word and number or by its number."""
    return is_chapter(text) or is_number(text)


def is_bare_label(text: str) -> bool:
    """Whether a heading is a chapter's word and number, or a number, without a title of its own."""
    label = _chapter_label(text)
    return (label is not None and not label.title) or is_number(text)


def _chapter_label(text: str) -> Label | None:
    label = _label(text)
    return label if label and label.division is not Division.PART else None


def _label(text: str) -> Label | None:
    return heading_words.read_label(_line(text))


def _line(text: str) -> str:
    return " ".join(text.split()).lstrip("*•—–-·~[( ").rstrip("*•—–-·~]) ")
