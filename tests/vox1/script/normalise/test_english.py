"""Tests of English: each written form is read as a good narrator reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox1.script.normalise import normalise

HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, str]]:
    """Return what is written and said, from a table of kind, written and spoken."""
    rows = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [
        (written.replace("\\n", "\n"), spoken) for _, written, spoken in (row.split("\t") for row in rows)
    ]


@pytest.mark.parametrize(("written", "spoken"), cases("english.tsv"))
def test_american_english_is_read_as_a_narrator_reads_it(written: str, spoken: str) -> None:
    """Every case of the table has exactly the spoken form that stands beside it."""
    assert normalise(written, "en-US") == spoken


@pytest.mark.parametrize(("written", "spoken"), cases("english_gb.tsv"))
def test_british_english_is_read_as_a_british_narrator_reads_it(written: str, spoken: str) -> None:
    """What differs from American reading: "and" in numbers, the order of dates, pounds and pence."""
    assert normalise(written, "en-GB") == spoken
