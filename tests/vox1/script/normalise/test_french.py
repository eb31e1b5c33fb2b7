"""Tests of French: each case as written and as a narrator reads it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vox1.script.normalise import normalise

CASES = list(
    csv.reader(
        Path(__file__).with_name("french.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@pytest.mark.parametrize(("kind", "written", "spoken"), CASES)
def test_text_is_read_as_a_narrator_reads_it(kind: str, written: str, spoken: str) -> None:
    """Each line of french.tsv is a kind, a text as it stands in books, and how it is said."""
    assert normalise(written, "fr") == spoken, kind
