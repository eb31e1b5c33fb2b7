"""Watched values: whoever shows one is told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Watched(Generic[T]):
    """A value that is shown in several places.

    Args:
        value: What it is at first.
    """

    def __init__(self, value: T) -> None:
        self._value = value
        self._watchers: list[Callable[[T], object]] = []

    @property
    def value(self) -> T:
        """What it is now."""
        return self._value

    def set(self, value: T) -> None:
        """Make it another; who watches it is told, unless it is the same."""
        if value != self._value:
            self._value = value
            for watcher in tuple(self._watchers):
                watcher(value)

    def watch(self, watcher: Callable[[T], object]) -> None:
        """Have somebody told what it is: now, and whenever it changes."""
        self._watchers.append(watcher)
        watcher(self._value)

    def forget_all(self) -> None:
        """Tell nobody any more: all that was shown is made anew."""
        self._watchers.clear()
