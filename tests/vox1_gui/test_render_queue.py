"""The queue and its file, with a backroom that does what the test says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vox1.settings import Settings
from vox1_gui import messages
from vox1_gui.bridge import Job
from vox1_gui.messages import Trouble
from vox1_gui.queued import QueuedBook
from vox1_gui.render_queue import RenderQueue
from vox1_gui.workspace import OpenBook

GONE = Trouble("backroom", "It ended", "Try again.")


class Backroom:
    """Takes errands, and does none of them."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, Job[Any], tuple[Any, ...]]] = []

    def start(self, errand: Callable[..., Any], *arguments: Any) -> Job[Any]:
        """Note an errand."""
        job: Job[Any] = Job(len(self.jobs) + 1, lambda _: None, lambda _: None)
        self.jobs.append((errand.__name__, job, arguments))
        return job

    @property
    def names(self) -> list[str]:
        """Of the errands, in order."""
        return [name for name, _, _ in self.jobs]

    def fail(self, trouble: Trouble) -> None:
        """Have the latest errand fail."""
        job = self.jobs[-1][1]
        job.receive(messages.Failed(job.number, trouble))


def queue_of(backroom: Backroom, told: list[Trouble]) -> RenderQueue:
    """Open a queue."""
    bridge: Any = backroom
    queue = RenderQueue(bridge, told.append)
    queue.open()
    return queue


def test_nothing_is_written_before_the_books_of_the_last_time_are_there() -> None:
    """They would be written over; then all are kept, the older ones first."""
    backroom = Backroom()
    queue = queue_of(backroom, [])
    queue.add_file(Path("new.epub"), Path("new.epub"), "New", None, Settings())
    assert backroom.names == ["load_queue"]
    old = QueuedBook(1, Path("old.epub"), Path("old.epub"), "Old", None, Settings())
    backroom.jobs[0][1].receive(messages.Done(1, (old,)))
    assert backroom.names == ["load_queue", "keep_queue"]
    assert [book.title for book in backroom.jobs[1][2][1]] == ["Old", "New"]


def test_what_was_added_is_kept_where_nothing_was_there() -> None:
    """The first book of all."""
    backroom = Backroom()
    queue = queue_of(backroom, [])
    queue.add_file(Path("new.epub"), Path("new.epub"), "New", None, Settings())
    backroom.jobs[0][1].receive(messages.Done(1, ()))
    assert backroom.names == ["load_queue", "keep_queue"]


def test_the_books_of_the_last_time_are_asked_for_again_where_the_backroom_ended() -> None:
    """Else the next change would write over them; nothing is asked for ever."""
    backroom, told = Backroom(), list[Trouble]()
    queue = queue_of(backroom, told)
    backroom.fail(GONE)
    assert backroom.names == ["load_queue"] * 2
    assert not queue.is_open
    backroom.fail(GONE)
    backroom.fail(GONE)
    assert backroom.names == ["load_queue"] * 3
    assert told == [GONE]
    assert queue.is_open


def test_what_waits_follows_an_edit_to_the_new_numbers_of_its_chapters() -> None:
    """Whatever is ticked on the Book page; what is of another file stays as it is."""
    backroom = Backroom()
    queue = queue_of(backroom, [])
    backroom.jobs[0][1].receive(messages.Done(1, ()))
    path, edited = Path("a.epub"), Path("edits/a.json")
    ours = queue.add_file(path, path, "A", frozenset({5, 6}), Settings())
    other = queue.add_file(Path("b.epub"), Path("b.epub"), "B", frozenset({5, 6}), Settings())
    whole = queue.add_file(path, path, "A", None, Settings())
    assert queue.ticks_of(path) == (frozenset({5, 6}),)

    book = OpenBook(path, edited, "A", (), "en", None, (), frozenset({1}))
    queue.follow(book, {frozenset({5, 6}): frozenset({4, 5})})
    now = {book.id: (book.render_path, book.chapters) for book in queue.books.value}
    assert now == {
        ours.id: (edited, frozenset({4, 5})),
        other.id: (other.path, frozenset({5, 6})),
        whole.id: (edited, None),
    }
