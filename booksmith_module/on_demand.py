"""On demand: chapters made when somebody asks for one, so that a long book is never in memory whole."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from booksmith_module.book import Chapter


class ChaptersOnDemand(Sequence[Chapter]):
    """A sequence of chapters of which each is made anew whenever it is asked for."""

    @overload
    def __getitem__(self, index: int) -> Chapter: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Chapter]: ...

    def __getitem__(self, index: int | slice) -> Chapter | Sequence[Chapter]:
        places = range(len(self))[index]
        return tuple(map(self._chapter, places)) if isinstance(places, range) else self._chapter(places)

    @abstractmethod
    def _chapter(self, place: int) -> Chapter:
        """Make the chapter that stands there, 0 being the first."""
