"""The queue's file: what is in it comes back, whatever happened meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backend import Backend
from vox1.control import Control
from vox1.paths import Folders
from vox1.settings import Settings
from vox1_gui.errands.desk import Desk
from vox1_gui.errands.queue_file import keep_queue, load_queue
from vox1_gui.queued import QueuedBook, QueueState

BOOK = QueuedBook(
    1,
    Path("/books/Ä book.epub"),
    Path("/kept/book.json"),
    "Ä book",
    frozenset((2, 5)),
    Settings(voice="tone-low", formats="m4b,mp3"),
    QueueState.COMPLETE,
    (Path("/out/Ä book.m4b"),),
    Path("/out/Ä book.m4b.receipt.json"),
    flagged=3,
    audio_seconds=61.5,
    wall_seconds=2.5,
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose work folder is the test's."""
    folders = Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")
    return Desk(Backend(folders), Control(), lambda _: None, {})


def test_what_is_kept_comes_back(desk: Desk) -> None:
    """All of it."""
    other = replace(BOOK, id=2, chapters=None, state=QueueState.FAILED, problem="No.", hint="Try again.")
    keep_queue(desk, 1, (BOOK, other))
    assert load_queue(desk) == (BOOK, other)


@pytest.mark.parametrize("state", [QueueState.RENDERING, QueueState.PAUSED])
def test_a_book_that_was_being_rendered_waits(desk: Desk, state: QueueState) -> None:
    """VOX-1 may have been closed, or have crashed; it goes on where it stopped."""
    keep_queue(desk, 1, (replace(BOOK, state=state),))
    (book,) = load_queue(desk)
    assert (book.state, book.was_interrupted) == (QueueState.WAITING, True)


def test_an_older_state_does_not_take_the_place_of_a_newer_one(desk: Desk) -> None:
    """Two errands may overtake each other."""
    keep_queue(desk, 2, (BOOK, replace(BOOK, id=2)))
    keep_queue(desk, 1, (BOOK,))
    assert len(load_queue(desk)) == 2


@pytest.mark.parametrize("written", ["{", "[]", '{"schema": 9, "books": []}', '{"schema": 1, "books": [{}]}'])
def test_a_file_that_cannot_be_used_is_put_aside(desk: Desk, written: str) -> None:
    """And not written over: somebody may still read it."""
    folder = desk.backend.folders.work
    folder.mkdir(parents=True)
    (folder / "queue.json").write_text(written, "utf-8")
    assert load_queue(desk) == ()
    assert (folder / "queue.json.damaged").read_text("utf-8") == written


def test_settings_of_another_version_do_not_lose_the_book(desk: Desk) -> None:
    """What is unknown is passed over, as in the settings' own file."""
    keep_queue(desk, 1, (BOOK,))
    path = desk.backend.folders.work / "queue.json"
    written = json.loads(path.read_text("utf-8"))
    written["books"][0]["settings"]["from_the_future"] = 1
    path.write_text(json.dumps(written), "utf-8")
    assert load_queue(desk) == (BOOK,)
