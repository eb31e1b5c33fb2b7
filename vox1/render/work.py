"""Work: what is still to be spoken, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from vox1_worker.protocol import Speak

Wanted = tuple[str, int | None]
"""A take key and the attempt the user chose, if any."""


class Work:
    """Requests are made as the host asks for them, not all at once.

    Args:
        request: Makes the request for an attempt at what is wanted.
    """

    def __init__(self, request: Callable[[Wanted, int], Speak]) -> None:
        self._make = request
        self._items: deque[tuple[Wanted, int] | Speak] = deque()

    def __len__(self) -> int:
        return len(self._items)

    @property
    def wants(self) -> Iterator[Wanted]:
        """What no request was made for yet."""
        return (item[0] for item in self._items if isinstance(item, tuple))

    def append(self, wanted: Wanted, attempt: int) -> None:
        """Put an attempt last."""
        self._items.append((wanted, attempt))

    def appendleft(self, wanted: Wanted, attempt: int) -> None:
        """Put an attempt first."""
        self._items.appendleft((wanted, attempt))

    def popleft(self) -> Speak:
        """Take the first, as a request."""
        item = self._items.popleft()
        return self._make(*item) if isinstance(item, tuple) else item

    def extendleft(self, requests: Iterable[Speak]) -> None:
        """Put requests back, each before the one before."""
        self._items.extendleft(requests)
