"""``render --then``: what the computer does when the render has ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend import Backend
from vox1.paths import Folders
from vox1_cli.commands import render
from vox1_cli.console import Console
from vox1_cli.main import _parser


class Sleeper(Backend):
    """A backend that notes what the computer would have done, and what was there by then."""

    def __init__(self, folders: Folders) -> None:
        super().__init__(folders)
        self.done: list[tuple[str, list[str]]] = []

    def sleep(self) -> None:
        """Note it."""
        self._note("sleep")

    def shut_down(self) -> None:
        """Note it."""
        self._note("shutdown")

    def _note(self, end: str) -> None:
        self.done.append((end, sorted(path.suffix for path in self.folders.output.iterdir())))


@pytest.mark.parametrize("end", ["sleep", "shutdown"])
def test_the_computer_does_what_was_asked_after_the_render(end: str, tmp_path: Path) -> None:
    """Once, and with the audiobook in place."""
    book = tmp_path / "book.json"
    chapters = [{"id": "1", "label": "One", "text": "The tram was late."}]
    book.write_text(json.dumps({"title": "T", "author": "A", "chapters": chapters}), "utf-8")
    words = ["render", str(book), "--engine", "tone", "--then", end]
    backend = Sleeper(Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user"))
    assert render.run(_parser(words).parse_args(words), backend, Console(as_json=False)) == 0
    assert backend.done == [(end, [".json", ".m4b"])]
