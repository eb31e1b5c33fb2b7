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
