"""Listening: sentences are heard, the render is measured, and what follows from it is forecast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vox1.settings import Settings
from vox1_gui.activity import Level
from vox1_gui.bridge import Job
from vox1_gui.errands.hearing import Heard, Measured, Measuring, Passage, hear, measure
from vox1_gui.errands.paces import known_pace
from vox1_gui.errands.passages import ChapterText
from vox1_gui.pages.book.phrases import duration
from vox1_gui.pages.book.text_view import Place
from vox1_gui.player import Playing
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.workspace import OpenBook

_SHOWN_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Found:
    """What was measured, and of what.

    Attributes:
        measured: The result.
        book: The book's file.
        ticked: Numbers of the chapters that were to be narrated.
        seconds: What their length was reckoned to be before.
        settings: To render with.
    """

    measured: Measured
    book: Path
    ticked: frozenset[int]
    seconds: float
    settings: Settings


class Listening:
    """Has sentences spoken and played, and the render measured.

    Args:
        services: What it works with.
        changed: Called when there is something new to be shown.

    Attributes:
        on_spoken: Given the sentence that is heard, and None when it is over.
    """

    def __init__(self, services: Services, changed: Callable[[], object]) -> None:
        self._services, self._changed = services, changed
        self.on_spoken: Callable[[Place | None], object] = lambda _: None
        self._speaking: Job[Heard] | None = None
        self._measuring: Job[Measured] | None = None
        self._progress = Measuring(0, 0)
        self._heard: Path | None = None
        self._found: _Found | None = None
        self._pace: float | None = None
        self._settings = Settings()

    # Sentences.

    def hear(self, book: Path, chapter: ChapterText, text: str, place: Place | None) -> None:
        """Have a text spoken as its chapter is, and play it.

        Args:
            book: Its file.
            chapter: That the text is in.
            text: To be heard.
            place: Of the sentence, to light up; None for none.
        """
        self.stop()
        services = self._services
        passage = Passage(text, chapter.language, chapter.voice, chapter.style)
        self._speaking = job = services.bridge.start(hear, book, passage, self._settings)
        services.status.set(say("book.speaking"))
        self.on_spoken(place)

        def heard(result: Heard) -> None:
            if job is not self._speaking:
                return
            self._heard = result.path
            services.player.play(result.path, _shortened(text))
            for reason in result.reasons:
                services.activity.note(Level.WARNING, reason, topic=chapter.title)

        def ended() -> None:
            if job is self._speaking:
                self._speaking = None
                services.status.set("")
                if self._heard is None:
                    self.on_spoken(None)

        job.on_done, job.on_end = heard, ended

    def stop(self) -> None:
        """Be silent."""
        if self._speaking:
            self._speaking.cancel()
            self._speaking = None
            self._services.status.set("")
        if self._heard:
            self._heard = None
            self._services.player.stop()
        self.on_spoken(None)

    def heard_on(self, playing: Playing | None) -> None:
        """Let the sentence's light go out when it is over."""
        if self._heard and (playing is None or playing.is_over or playing.path != self._heard):
            self._heard = None
            if self._speaking is None:
                self.on_spoken(None)

    # The measure.

    @property
    def is_measuring(self) -> bool:
        """Whether a sample is being spoken."""
        return self._measuring is not None

    def measure(self, book: OpenBook) -> None:
        """Have a minute of the book spoken, and play it; while that goes on, give it up."""
        if self._measuring:
            self._measuring.cancel()
            return
        settings, services = self._settings, self._services
        self._progress = Measuring(0, 0)
        self._measuring = job = services.bridge.start(measure, book.path, book.ticked, settings)

        def progressed(news: Measuring) -> None:
            if news.done * 20 // max(news.total, 1) != self._progress.done * 20 // max(
                self._progress.total, 1
            ):
                self._progress = news
                self._changed()

        def measured(result: Measured) -> None:
            self._found = _Found(result, book.path, book.ticked, book.seconds, settings)
            services.player.play(result.path, say("book.sample_of", title=book.title))
            services.activity.note(Level.INFO, say("book.measured", path=result.path), topic=book.title)

        def ended() -> None:
            self._measuring = None
            self.ask_pace()
            self._changed()

        job.on_news, job.on_done, job.on_end = progressed, measured, ended
        self._changed()

    def settle(self, settings: Settings) -> None:
        """Speak with other settings from now on."""
        self._settings = settings
        self.ask_pace()

    def forget(self) -> None:
        """Another book is open."""
        self.stop()
        self.ask_pace()  # a render may have told it
        if self._measuring:
            self._measuring.cancel()

    def forecast(self, book: OpenBook) -> tuple[str, str]:
        """Return how long the audiobook will be, and how long its render will take, in words."""
        found = self._found
        if found and (found.book != book.path or found.settings != self._settings or not found.seconds):
            found = None
        audio = book.seconds
        render = audio * self._pace if self._pace else None
        is_guess = True
        if found:
            share = book.seconds / found.seconds
            audio, render = found.measured.audio_seconds * share, found.measured.render_seconds * share
            is_guess = found.ticked != book.ticked
        if self._measuring:
            share_done = round(100 * self._progress.done / max(self._progress.total, 1))
            return _said(audio, is_guess=is_guess), say("book.measuring", percent=share_done)
        if render is None:
            return _said(audio, is_guess=is_guess), say("book.not_measured")
        return _said(audio, is_guess=is_guess), _said(render, is_guess=is_guess)

    def ask_pace(self) -> None:
        """Learn what is known of the speed of these settings on this computer."""

        def told(pace: float | None) -> None:
            if pace != self._pace:
                self._pace = pace
                self._changed()

        self._services.bridge.start(known_pace, self._settings).on_done = told


def _said(seconds: float, *, is_guess: bool) -> str:
    if seconds <= 0:
        return "–"
    return say("book.about", what=duration(seconds)) if is_guess else duration(seconds)


def _shortened(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= _SHOWN_WORDS else f"{' '.join(words[:_SHOWN_WORDS])}…"
