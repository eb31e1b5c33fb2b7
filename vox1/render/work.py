"""Work: what is still to be spoken, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from vox1_worker.protocol import Speak


class Wanted(NamedTuple):
    """What a chunk is to get.

    Attributes:
        key: Its take key.
        attempt: The attempt the user chose, or where new ones begin; None for the first good one.
        is_picked: Whether it is that attempt and no other, whatever it is worth.
    """

    key: str
    attempt: int | None = None
    is_picked: bool = False


class Waiting(Protocol):
    """What is wanted and has no request yet, in order."""

    def __len__(self) -> int:
        """How much there is."""

    def popleft(self) -> Wanted:
        """Take the first."""


class Work:
    """Requests are made as the host asks for them, not all at once.

    Args:
        waiting: What comes after all that was put first.
        request: Makes the request for an attempt at what is wanted.
        new_attempt: Returns the number of the next attempt at what is wanted.
    """

    def __init__(
        self,
        waiting: Waiting,
        request: Callable[[Wanted, int], Speak],
        new_attempt: Callable[[Wanted], int],
    ) -> None:
        self._waiting = waiting
        self._request = request
        self._new_attempt = new_attempt
        self._first: deque[tuple[Wanted, int] | Speak] = deque()

    def __len__(self) -> int:
        return len(self._first) + len(self._waiting)

    def appendleft(self, wanted: Wanted, attempt: int) -> None:
        """Put an attempt first."""
        self._first.appendleft((wanted, attempt))

    def popleft(self) -> Speak:
        """Take the first, as a request."""
        if not self._first:
            wanted = self._waiting.popleft()
            return self._request(wanted, self._new_attempt(wanted))
        item = self._first.popleft()
        return self._request(*item) if isinstance(item, tuple) else item

    def extendleft(self, requests: Iterable[Speak]) -> None:
        """Put requests back, each before the one before."""
        self._first.extendleft(requests)
