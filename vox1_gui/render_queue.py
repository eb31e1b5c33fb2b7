"""The queue: books that are to be rendered, one after another."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vox1.events import Error, Finished, Status
from vox1.settings import Settings
from vox1_gui.bridge import Bridge, Job
from vox1_gui.errands.queue_file import keep_queue, load_queue
from vox1_gui.errands.renders import MachineNews, RenderNews, render
from vox1_gui.messages import Trouble
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.render_progress import RenderProgress
from vox1_gui.texts import hint_for
from vox1_gui.watched import Watched
from vox1_gui.workspace import OpenBook

_STATES = {
    Status.COMPLETE: QueueState.COMPLETE,
    Status.INCOMPLETE: QueueState.INCOMPLETE,
    Status.CANCELLED: QueueState.CANCELLED,
    Status.FAILED: QueueState.FAILED,
}
_MOST_LOST = 2
"""Times that a book is begun again by itself, after the backroom ended under it."""


@dataclass(slots=True)
class Rendering:
    """The render that is under way.

    Attributes:
        book: Number of the book.
        job: The errand.
        progress: How far it is.
        is_given_up: Whether the listener cancelled it.
    """

    book: int
    job: Job[Finished]
    progress: RenderProgress
    is_given_up: bool = False


class RenderQueue:
    """The books that are to be rendered; all of it in Tk's thread.

    It is kept in a file at every change. What nobody cancelled goes on where it stopped, whatever ended it.

    Args:
        bridge: Has them rendered.
        tell_trouble: Told where the queue cannot be kept.

    Attributes:
        books: In order.
        beat: Counts the news of the render under way: whoever shows its progress looks when this changes.
        interrupted: The book that was being rendered when VOX-1 was last closed; None for none.
        is_open: Whether the books that were kept are among them.
        on_added: Given the number of an open book that is to be rendered, in the list already or not.
        on_news: Given the book and its news, for whoever keeps a record of them.
        on_book: Given a book whose render has ended, however it did.
        on_over: Given the books that were rendered, when there is nothing more to do.
    """

    def __init__(self, bridge: Bridge, tell_trouble: Callable[[Trouble], None]) -> None:
        self.books: Watched[tuple[QueuedBook, ...]] = Watched(())
        self.beat: Watched[int] = Watched(0)
        self.interrupted: Watched[QueuedBook | None] = Watched[QueuedBook | None](None)
        self.is_open = False
        self.on_added: Callable[[int], object] = lambda _: None
        self.on_news: Callable[[QueuedBook, RenderNews], object] = lambda *_: None
        self.on_book: Callable[[QueuedBook], object] = lambda _: None
        self.on_over: Callable[[Sequence[QueuedBook]], object] = lambda _: None
        self._bridge, self._tell_trouble = bridge, tell_trouble
        self._ids = itertools.count(1)
        self._states = itertools.count(1)
        self._progress: dict[int, RenderProgress] = {}
        self._rendering: Rendering | None = None
        self._is_closing = False
        self._ended: list[int] = []
        self._lost: dict[int, int] = {}
        self._times_not_loaded = 0

    # What it holds.

    def open(self) -> None:
        """Take in what was kept when VOX-1 was last closed."""
        job = self._bridge.start(load_queue)
        job.on_done, job.on_trouble = self._take_in, self._not_loaded

    def close(self) -> None:
        """VOX-1 closes: what is being rendered is to go on another day."""
        self._is_closing = True

    def forget_all(self) -> None:
        """Tell nobody any more: all pages are made anew."""
        for watched in (self.books, self.beat, self.interrupted):
            watched.forget_all()

    def book(self, number: int) -> QueuedBook | None:
        """Return the book of a number; None where it is not there any more."""
        return next((book for book in self.books.value if book.id == number), None)

    @property
    def current(self) -> QueuedBook | None:
        """The book that is being rendered, at work or at rest; None for none."""
        return self.book(self._rendering.book) if self._rendering else None

    def progress(self, number: int) -> RenderProgress | None:
        """Return how far a book is, or how far it came in this start of the window; None for not begun."""
        return self._progress.get(number)

    @property
    def has_waiting(self) -> bool:
        """Whether there is a book to begin."""
        return self._first_waiting() is not None

    # What it is told to do.

    def add(self, book: OpenBook, settings: Settings) -> QueuedBook:
        """Have an open book rendered; see `_added`."""
        added = self._added(book, settings)
        self.on_added(added.id)
        return added

    def _added(self, book: OpenBook, settings: Settings) -> QueuedBook:
        """Put a book at the end, with what is chosen for it now; one that is there already is rendered anew.

        Another render of the same book writes the same files. While it is being rendered, it waits for its
        turn; without an edit, and with the same choices, there is nothing more to do.
        """
        ours = [one for one in self.books.value if one.path == book.path]
        for one in ours:
            wanted = replace(one, render_path=book.render_path, chapters=book.ticked, settings=settings)
            if one.state.is_under_way and one == wanted and book.render_path == book.path:
                return one
        at_rest = next((one for one in ours if not one.state.is_under_way), None)
        if at_rest is None:
            return self.add_file(book.path, book.render_path, book.title, book.ticked, settings)
        self._replace(replace(at_rest, state=QueueState.WAITING, settings=settings, problem="", hint=""))
        return self.renew(at_rest.id, book)

    def renew(self, number: int, book: OpenBook) -> QueuedBook:
        """Have a book rendered as it is open now: as it is edited, and with its ticks.

        Raises:
            KeyError: It is not there any more.
        """
        queued = self.book(number)
        if queued is None:
            raise KeyError(number)
        now = replace(queued, render_path=book.render_path, chapters=book.ticked, title=book.title)
        self._replace(now)
        return now

    def ticks_of(self, path: Path) -> tuple[frozenset[int], ...]:
        """Return the chapters of all renders of a file that wait."""
        return tuple({one.chapters for one in self._waiting_of(path) if one.chapters is not None})

    def follow(self, book: OpenBook, ticks: Mapping[frozenset[int], frozenset[int]]) -> None:
        """An open book was edited: what waits of it is rendered so.

        What is made is heard and mended as it was made, until it is rendered again.

        Args:
            book: As it is now.
            ticks: What numbers chapters have now that had others, for each set of them; see `ticks_of`.
        """
        for one in self._waiting_of(book.path):
            chapters = one.chapters if one.chapters is None else ticks.get(one.chapters, one.chapters)
            self._replace(replace(one, render_path=book.render_path, chapters=chapters))

    def _waiting_of(self, path: Path) -> list[QueuedBook]:
        books = (one for one in self.books.value if one.path == path)
        return [one for one in books if not one.state.is_made and not one.state.is_under_way]

    def add_file(
        self,
        path: Path,
        render_path: Path,
        title: str,
        chapters: frozenset[int] | None,
        settings: Settings,
    ) -> QueuedBook:
        """Put a book at the end that need not be open; see `QueuedBook`."""
        queued = QueuedBook(next(self._ids), path, render_path, title, chapters, settings)
        self._set((*self.books.value, queued))
        return queued

    def change(self, number: int, settings: Settings) -> None:
        """Render a book with other settings; not the one that is being rendered."""
        book = self.book(number)
        if book and not book.state.is_under_way:
            state = book.state if book.settings == settings else QueueState.WAITING
            self._replace(replace(book, settings=settings, state=state))

    def remove(self, number: int) -> None:
        """Take a book out; not the one that is being rendered. What was made of it stays on the disk."""
        book = self.book(number)
        if book and not book.state.is_under_way:
            self._progress.pop(number, None)
            self._set(tuple(one for one in self.books.value if one.id != number))

    def move(self, number: int, by: int) -> None:
        """Put a book so many places later, or earlier."""
        books = list(self.books.value)
        if book := self.book(number):
            place = books.index(book)
            books.remove(book)
            books.insert(min(max(place + by, 0), len(books)), book)
            self._set(tuple(books))

    def start(self, number: int | None = None) -> None:
        """Render what waits, one book after another.

        Args:
            number: A book to begin with, whether it waits or was rendered before; None for the first.
        """
        if number is not None and (book := self.book(number)) and not book.state.is_under_way:
            waiting = replace(book, state=QueueState.WAITING, problem="", hint="")
            self._replace(waiting)
        self.interrupted.set(None)
        if self._rendering is None:
            self._begin(number)
        else:
            self.resume()

    def pause(self) -> None:
        """Let the render rest: what is being spoken ends, and nothing new begins."""
        self._rest(is_paused=True)

    def resume(self) -> None:
        """Let it go on."""
        self._rest(is_paused=False)

    def cancel(self) -> None:
        """Give the render up, and begin no other. What was spoken stays."""
        if self._rendering:
            self._rendering.is_given_up = True
            self._rendering.job.cancel()

    def dismiss_interrupted(self) -> None:
        """The listener has seen that a render was interrupted."""
        self.interrupted.set(None)

    # How it does it.

    def _rest(self, *, is_paused: bool) -> None:
        rendering, book = self._rendering, self.current
        if rendering and book and rendering.job.is_paused != is_paused:
            (rendering.job.pause if is_paused else rendering.job.resume)()
            self._replace(replace(book, state=QueueState.PAUSED if is_paused else QueueState.RENDERING))

    def _first_waiting(self) -> QueuedBook | None:
        return next((book for book in self.books.value if book.state is QueueState.WAITING), None)

    def _begin(self, number: int | None = None) -> None:
        """Begin the next book; without one, tell that all is over."""
        book = self.book(number) if number is not None else self._first_waiting()
        if book is None:
            self._tell_over()
            return
        book = replace(book, state=QueueState.RENDERING, was_interrupted=False, problem="", hint="")
        job = self._bridge.start(render, book)
        rendering = Rendering(book.id, job, RenderProgress())
        self._rendering = rendering
        self._progress[book.id] = rendering.progress
        job.on_news = lambda news: self._heed(rendering, news)
        job.on_done = lambda finished: self._finish(rendering, finished)
        job.on_trouble = lambda trouble: self._fail(rendering, trouble)
        job.on_cancelled = lambda: self._give_up(rendering)
        self._replace(book)
        self._beat()

    def _heed(self, rendering: Rendering, news: RenderNews | MachineNews) -> None:
        if isinstance(news, MachineNews):
            rendering.progress.heed_machine(news)
        else:
            rendering.progress.heed(news)
            if book := self.book(rendering.book):
                self.on_news(book, news)
        self._beat()

    def _finish(self, rendering: Rendering, finished: Finished) -> None:
        if book := self.book(rendering.book):
            self._end(rendering, _rendered(book, finished, rendering.progress.problem))

    def _fail(self, rendering: Rendering, trouble: Trouble) -> None:
        """The render could not be begun, or the backroom ended under it, which is tried again."""
        lost = self._lost.get(rendering.book, 0)
        if trouble.code == "backroom" and lost < _MOST_LOST:
            self._lost[rendering.book] = lost + 1
            self._rendering = None
            self._begin(rendering.book)
        elif book := self.book(rendering.book):
            failed = replace(book, state=QueueState.FAILED, problem=trouble.message, hint=trouble.hint)
            self._end(rendering, failed)

    def _give_up(self, rendering: Rendering) -> None:
        if book := self.book(rendering.book):
            self._end(rendering, replace(book, state=QueueState.CANCELLED))

    def _end(self, rendering: Rendering, ended: QueuedBook) -> None:
        """A render has ended: keep what came of it, and begin the next."""
        self._rendering = None
        if self._is_closing:  # the file says that it is being rendered, and it will go on
            return
        self._replace(ended)
        self.on_book(ended)
        self._beat()
        if rendering.is_given_up:
            self._ended.clear()
            return
        self._ended.append(ended.id)
        self._begin()

    def _tell_over(self) -> None:
        ended = [book for number in self._ended if (book := self.book(number))]
        self._ended.clear()
        if ended:
            self.on_over(ended)

    def _take_in(self, kept: tuple[QueuedBook, ...]) -> None:
        """Put the books that were kept before those that were added meanwhile."""
        self.is_open = True
        books = tuple(replace(book, id=next(self._ids)) for book in kept)
        added = self.books.value
        if books:
            self._set((*books, *added))
        elif added:
            self._keep()
        waiting = (b for b in books if b.was_interrupted and b.state is QueueState.WAITING)
        self.interrupted.set(next(waiting, None))

    def _not_loaded(self, trouble: Trouble) -> None:
        """The backroom ended before it came to it, which is tried again, or the disk refuses."""
        self._times_not_loaded += 1
        if trouble.code == "backroom" and self._times_not_loaded <= _MOST_LOST:
            self.open()
            return
        self._tell_trouble(trouble)
        self._take_in(())

    def _replace(self, book: QueuedBook) -> None:
        self._set(tuple(book if one.id == book.id else one for one in self.books.value))

    def _set(self, books: tuple[QueuedBook, ...]) -> None:
        if books != self.books.value:
            self.books.set(books)
            self._keep()

    def _keep(self) -> None:
        if not self.is_open:  # what was kept the last time would be written over
            return
        number = next(self._states)
        job = self._bridge.start(keep_queue, number, self.books.value)
        job.on_trouble = self._not_kept

    def _not_kept(self, trouble: Trouble) -> None:
        if trouble.code != "backroom":
            self._tell_trouble(trouble)
        elif not self._is_closing:
            self._keep()

    def _beat(self) -> None:
        self.beat.set(self.beat.value + 1)


def _rendered(book: QueuedBook, finished: Finished, problem: Error | None) -> QueuedBook:
    """A book as its render has left it; what was made of it before stays where nothing new was made."""
    ended = replace(
        book,
        state=_STATES[finished.status],
        wall_seconds=finished.wall_seconds,
        problem=problem.message if problem else "",
        hint=hint_for(problem.code, problem.hint) if problem else "",
    )
    if not ended.state.is_made:
        return ended
    return replace(
        ended,
        outputs=finished.outputs,
        receipt=finished.receipt,
        flagged=finished.failed + finished.doubtful,
        audio_seconds=finished.audio_seconds,
    )
