"""Decisions: what the listener has changed in books since their audiobooks were made, or has begun to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vox1_gui.services import Services

_DRAWER = "studio.decisions"


class Decisions:
    """What was decided of passages, in words, by book and place; all views show the same.

    Attributes:
        turn: Grows with every change.
    """

    def __init__(self) -> None:
        self.turn = 0
        self._of: dict[int, dict[str, str]] = {}
        self._renumbered: set[tuple[int, str]] = set()
        self._drafts: dict[tuple[int, str], str] = {}

    def of(self, book: int) -> Mapping[str, str]:
        """Return what was decided in a book, by the places of its passages, or a word of its lexicon."""
        return MappingProxyType(self._of.get(book, {}))

    def note(self, book: int, place: str, words: str, *, is_renumbered: bool = False) -> None:
        """Note a decision.

        Args:
            book: Its number in the queue.
            place: Of the passage, ``12.34``, or what else was changed.
            words: What was decided.
            is_renumbered: Whether passages of the chapter have other numbers now.
        """
        self._of.setdefault(book, {})[place] = words
        if is_renumbered:
            self._renumbered.add((book, _chapter(place)))
        self.turn += 1

    def is_stale(self, book: int, place: str) -> bool:
        """Whether a place means another passage than when the audiobook was made."""
        return (book, _chapter(place)) in self._renumbered

    def draft(self, book: int, place: str) -> str | None:
        """Return what was typed over a passage and not saved; None for nothing."""
        return self._drafts.get((book, place))

    def keep_draft(self, book: int, place: str, text: str | None) -> None:
        """Remember what was typed over a passage and not saved; None for nothing any more."""
        if text is None:
            self._drafts.pop((book, place), None)
        else:
            self._drafts[book, place] = text

    @property
    def drafts(self) -> int:
        """How many passages were typed over and not saved."""
        return len(self._drafts)

    def forget(self, book: int) -> list[str]:
        """All of it is in the audiobook.

        Returns:
            What was typed over passages that have other numbers now, and so stands nowhere any more.
        """
        lost = [one for one in self._drafts if one[0] == book and self.is_stale(*one)]
        texts = [self._drafts.pop(one) for one in lost]
        self._of.pop(book, None)
        self._renumbered = {one for one in self._renumbered if one[0] != book}
        self.turn += 1
        return texts


def decisions_of(services: Services) -> Decisions:
    """Return the decisions; they outlive the pages, which may be made anew."""
    kept = services.drawer.setdefault(_DRAWER, Decisions())
    assert isinstance(kept, Decisions)  # noqa: S101  # nobody else has this name
    return kept


def _chapter(place: str) -> str:
    return place.partition(".")[0]
