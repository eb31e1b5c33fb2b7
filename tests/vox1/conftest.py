"""What the tests of the core share: a disk that fails on order."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


class FailingDisk:
    """Counts every folder made, file opened, write, flush to the disk and rename; fails at the nth.

    Attributes:
        failed: How often it failed so far.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failed = 0
        self._monkeypatch = monkeypatch
        self._calls = 0
        self._first = 0
        self._lasts = False

    @contextmanager
    def failing(self, first: int, *, lasts: bool) -> Iterator[None]:
        """Fail at the call of this number, counted from 1, and at all after it if that lasts."""
        self.failed, self._calls, self._first, self._lasts = 0, 0, first, lasts
        with self._monkeypatch.context() as patch:
            for owner, name in ((Path, "mkdir"), (Path, "replace"), (os, "fsync"), (os, "open")):
                patch.setattr(owner, name, self._counted(getattr(owner, name)))
            patch.setattr(Path, "open", self._opener())
            yield

    def _count(self) -> None:
        self._calls += 1
        if self._calls == self._first or (self._lasts and self._calls > self._first):
            self.failed += 1
            raise OSError(errno.ENOSPC, "No space left on device")

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self._count()
            return call(*arguments, **options)

        return counted

    def _opener(self) -> Callable[..., Any]:
        whole = Path.open

        def opened(path: Path, mode: str = "r", **options: Any) -> Any:
            if mode != "wb":  # a full disk can be read
                return whole(path, mode, **options)
            self._count()
            return io.BufferedWriter(_CountedFile(path, self._count))

        return opened


class _CountedFile(io.FileIO):
    """A file each of whose writes counts."""

    def __init__(self, path: Path, count: Callable[[], None]) -> None:
        super().__init__(path, "wb")
        self._count = count

    def write(self, content: Any, /) -> int:
        """Write, if the disk lets it."""
        self._count()
        return super().write(content)


@pytest.fixture
def failing_disk(monkeypatch: pytest.MonkeyPatch) -> FailingDisk:
    """Return a disk that fails on order: ``with failing_disk.failing(3, lasts=False): ...``."""
    return FailingDisk(monkeypatch)
