"""The record of a render: what of it goes into the activity log, and the line at the foot of the window."""

from __future__ import annotations

from vox1 import events
from vox1_gui.activity import Activity, Level
from vox1_gui.errands.renders import RenderNews, Spoken
from vox1_gui.pages.studio import words
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.render_progress import RenderProgress
from vox1_gui.telling import Teller
from vox1_gui.texts import say
from vox1_gui.words import figure


class Record:
    """Notes what happens on renders.

    Args:
        activity: The log.
    """

    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self._tellers: dict[int, Teller] = {}
        self._ended: set[int] = set()
        """Books whose end was told by the render itself."""

    def note_news(self, book: QueuedBook, news: RenderNews) -> None:
        """Note the news of a render."""
        planned = [event for event in news.events if isinstance(event, events.Planned)]
        if planned or book.id not in self._tellers:
            self._tellers[book.id] = Teller(words.title(book.title))
            self._ended.discard(book.id)
        teller = self._tellers[book.id]
        # What is planned names the chapters that the rest is about; the end comes last.
        for plan in planned:
            teller.tell(plan, self._activity.add)
        for spoken in news.spoken:
            if spoken.new:
                self._activity.add(teller.detail_of(spoken.chapter, _spoken(spoken)))
        for event in news.events:
            if not isinstance(event, events.Planned):
                teller.tell(event, self._activity.add)
            if isinstance(event, events.Finished):
                self._ended.add(book.id)

    def note_book(self, book: QueuedBook) -> None:
        """Note how the render of a book has ended, where it had no time to say so itself."""
        if book.id in self._ended:
            return
        level = {QueueState.COMPLETE: Level.INFO, QueueState.CANCELLED: Level.INFO}.get(
            book.state, Level.WARNING if book.state is QueueState.INCOMPLETE else Level.ERROR
        )
        topic = words.title(book.title)
        text = book.problem or say(f"studio.notice.{book.state.value}", title=topic)
        self._activity.note(level, text, book.hint, topic)


def status(book: QueuedBook | None, progress: RenderProgress | None, now: float) -> str:
    """Return what is said at the foot of the window; empty where nothing is rendered."""
    if book is None:
        return ""
    return say("studio.status", title=words.title(book.title), line=words.summary(book, progress, now))


def _spoken(spoken: Spoken) -> str:
    count = spoken.new
    if count == 1:
        return say("studio.log.spoken_one", place=spoken.last, seconds=figure(spoken.new_seconds, 1))
    ends = {"first": spoken.first, "last": spoken.last}
    return say("studio.log.spoken", count, **ends, seconds=figure(spoken.new_seconds, 1))
