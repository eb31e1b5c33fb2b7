"""Tests of vox1_cli.progress."""

from pathlib import Path

import pytest

from vox1 import events
from vox1_cli.console import Console
from vox1_cli.progress import Progress


def test_a_render_that_waits_for_room_says_so_and_when_it_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the folder, what is free, and what must be."""
    with Progress(Console(as_json=False)) as progress:
        progress.show(events.DiskLow(Path("books"), 2_000_000, 500_000_000))
        progress.show(events.DiskFreed(Path("books"), 900_000_000))
    low, freed = capsys.readouterr().err.splitlines()
    assert low.startswith("warning: only 2.0 MB are free in books")
    assert "500.0 MB" in low
    assert freed == "there is room in books again: the render goes on"


def test_that_a_models_files_are_looked_at_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The first render with a model reads gigabytes before the first word."""
    with Progress(Console(as_json=False)) as progress:
        for done in (0, 2_000_000_000, 4_500_000_000):
            progress.show(events.ModelProgress("A model", "weights", done, 4_500_000_000, 0.0))
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "the files of A model are looked at, this once (4.50 GB)"
