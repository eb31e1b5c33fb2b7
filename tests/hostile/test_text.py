"""The 8 bad texts and web pages: each is read in full, or refused by its fault."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.hostile.cases import Case, Make, Outcome, check, reading

RAIN = "It rained all day and the river rose to the garden wall."
LONG = " ".join(["longwinded" * 6] * (10 * 2**20 // 61))
WORDS = [f"word{number}" for number in range(5_000)]
CAFE = "The caf\u00e9 was \u201copen\u201d \u2013 na\u00efve d\u00e9j\u00e0 vu."


def file(content: bytes, name: str = "book.txt") -> Make:
    """Return a maker of a file of these bytes."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


CASES = (
    Case("0 bytes", file(b""), code="empty", says=("is empty",)),
    Case("zeros between words", file(f"\0\0{RAIN}\0\0\n\n{RAIN}\0".encode()), f"{RAIN} {RAIN}"),
    Case("UTF-16 without a mark", file(RAIN.encode("utf-16-le")), RAIN),
    Case(
        "Windows-1252",
        file(f"{RAIN} {CAFE}".encode("cp1252")),
        f"{RAIN} {CAFE}",
        ("The text does not say how its letters are encoded; it was read as cp1252",),
    ),
    Case("10 MB in one line", file(LONG.encode()), LONG),
    Case(
        "5,000 elements deep",
        file(("<html><body>" + "".join(f"<div>{word} " for word in WORDS)).encode(), "book.html"),
        " ".join(WORDS),
    ),
    Case("only white space", file(b" \t\r\n\x0c" * 999), code="no-text", says=("has no text",)),
    Case(
        "lone surrogates",
        file(f"{RAIN} Half \ud83d of one.".encode("utf-8", "surrogatepass")),
        f"{RAIN} Half \ufffd of one.",
        ("1 character could not be read",),
    ),
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Outcome]]]:
    """What comes of each case."""
    with reading(CASES, tmp_path_factory.mktemp("text")) as found:
        yield found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_text_comes_to_its_right_end(case: Case, outcomes: dict[str, Future[Outcome]]) -> None:
    """Read in full, or refused by the name of its fault."""
    check(case, outcomes[case.name].result())
