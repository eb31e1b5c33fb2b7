"""The program in a process of its own, and a hand to work it with."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "linux":
    pytest.importorskip("Xlib")
    from tests.vox1_gui.endtoend.hand import App, Hand
else:
    collect_ignore_glob = ["test_*.py"]

BOOK = Path(__file__).resolve().parents[3] / "samples" / "five-teaspoons-of-rain.epub"


@pytest.fixture
def hand(screen: str) -> Iterator[Hand]:
    """Return a hand on the tests' screen."""
    hand = Hand(screen)
    yield hand
    hand.close()


@pytest.fixture
def start(screen: str, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Return what starts the program, in English and past its first start; all of them are ended."""
    started: list[App] = []
    user = tmp_path / "user"
    user.mkdir()
    (user / "window.json").write_text(
        json.dumps({"language": "en", "has_started": True, "appearance": "light"})
    )

    def start_one(*arguments: str | Path) -> App:
        started.append(App(screen, tmp_path, *arguments))
        return started[-1]

    yield start_one
    for app in started:
        app.kill()
