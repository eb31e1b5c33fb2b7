"""Renders: the queue's books are rendered as the command line would."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox1.settings import Settings
from vox1_gui.errands.renders import options_of
from vox1_gui.queued import QueuedBook


def test_what_the_advanced_page_sets_reaches_the_render(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batch size, seed and device are settings too; and the words of the file are counted a second way."""
    monkeypatch.delenv("DEVICE", raising=False)
    settings = Settings(batch_size=2, seed=5, device="cpu", speed=1.2)
    edited = tmp_path / "edited.json"
    edited.write_text("{}")
    book = QueuedBook(1, Path("a.epub"), edited, "A", frozenset({2, 3}), settings)
    options = options_of(book)
    assert (options.slots, options.seed, options.device) == (2, 5, "cpu")
    assert options.book == edited
    assert options.chapters == frozenset({2, 3})
    assert options.settings == settings
    assert options.reading.audit
