"""Cases: a bad file, and what must come of it, read in a child process as every book is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from booksmith_module import child, confined
from booksmith_module.book import Book
from booksmith_module.errors import BookError
from booksmith_module.options import ReadingOptions
from tests.hostile.measured import PEAK

MOST_MB = 1024
OUTSIDE = "swordfish"
"""What stands in a file beside the book, which no book may show."""
_LANGUAGE = "The book does not say its language"
_AT_ONCE = 3
"""Most of a small book's time is the start of its process."""

Make = Callable[[Path], Path]
"""Writes the file into a folder of its own and returns its path."""


@dataclass(frozen=True, slots=True)
class Case:
    """A bad file and what must come of it.

    Attributes:
        name: What is bad about it.
        make: Writes it.
        reads: All words that are narrated, in order; empty for a file that must be refused.
        says: For a book, the beginnings of all its warnings; for an error, words of its message.
        code: The error's; empty for a book.
        password: Opens it.
    """

    name: str
    make: Make
    reads: str = ""
    says: tuple[str, ...] = ()
    code: str = ""
    password: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of a case.

    Attributes:
        result: The book or the error.
        complaints: The child's standard error.
        left: Files that reading has made or changed.
    """

    result: Book | BookError
    complaints: str
    left: list[Path]

    @property
    def peak_mb(self) -> int:
        """The child's memory; 0 where no child was asked."""
        return next((int(line.removeprefix(PEAK)) for line in self._lines if line.startswith(PEAK)), 0)

    @property
    def noise(self) -> list[str]:
        """What the child or a library wrote that nobody asked for."""
        return [line for line in self._lines if not line.startswith(PEAK)]

    @property
    def _lines(self) -> list[str]:
        return self.complaints.splitlines()


def check(case: Case, outcome: Outcome) -> None:
    """See that a case has come to its right end: never a traceback, nor memory without bound, nor silence."""
    assert outcome.noise == []
    assert outcome.peak_mb < MOST_MB
    assert outcome.left == []
    result = outcome.result
    assert OUTSIDE not in repr(result)
    if case.code:
        assert isinstance(result, BookError), result
        assert (result.code, bool(result.hint.strip())) == (case.code, True)
        assert all(words in result.message for words in case.says), result.message
        return
    assert isinstance(result, Book), result
    narrated = [chapter.text for chapter in result.chapters if chapter.enabled]
    warnings = [warning for warning in result.warnings if not warning.startswith(_LANGUAGE)]
    assert " ".join(" ".join(narrated).split()) == case.reads
    assert len(warnings) == len(case.says), warnings
    assert all(warning.startswith(said) for warning, said in zip(warnings, case.says, strict=True)), warnings


@contextmanager
def reading(cases: Sequence[Case], folder: Path) -> Iterator[dict[str, Future[Outcome]]]:
    """Make and read the cases, a few at once; each outcome is waited for by its own test."""
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(_AT_ONCE) as pool:
        complaints = _Complaints(confined.run)
        patch.setattr(child, "_MODULE", "tests.hostile.measured")
        patch.setattr(confined, "run", complaints.run)
        yield {
            case.name: pool.submit(_outcome, case, folder / str(number), complaints)
            for number, case in enumerate(cases)
        }
        pool.shutdown(cancel_futures=True)


@dataclass(slots=True)
class _Complaints:
    """What children write on standard error, by the book they read."""

    really_run: Any
    by_path: dict[Path, str] = field(default_factory=dict)

    def run(
        self,
        module: str,
        path: Path,
        arguments: Sequence[str],
        outputs: tuple[IO[bytes], IO[bytes]],
        seconds: float,
    ) -> None:
        """Run the child, and keep what it complains of."""
        self.really_run(module, path, arguments, outputs, seconds)
        outputs[1].seek(0)
        self.by_path[path] = outputs[1].read().decode("utf-8", "replace")


def outside(folder: Path) -> Path:
    """Write a file that is nobody's book, and return its path."""
    path = folder / "secret.txt"
    path.write_text(OUTSIDE, encoding="utf-8")
    return path


def _outcome(case: Case, folder: Path, complaints: _Complaints) -> Outcome:
    (folder / "book").mkdir(parents=True)
    path = case.make(folder / "book")
    before = _files(folder)
    try:
        result: Book | BookError = child.read_book(path, ReadingOptions(audit=True, password=case.password))
    except BookError as err:
        result = err
    return Outcome(result, complaints.by_path.get(path, ""), sorted(_files(folder) ^ before))


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))
