"""Hearing: a sentence of the open book in the voice that will read it, and a sample that measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from vox1 import events
from vox1.settings import Settings
from vox1_gui.errands.books import book_on
from vox1_gui.errands.desk import Desk
from vox1_gui.errands.paces import keep_pace

"""How fast the last render of each engine and model was measured to be."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that is to be heard.

    Attributes:
        text: As written.
        language: A BCP 47 tag.
        voice: Who reads its chapter; empty for the book's narrator.
        style: How its chapter is read; empty for the narrator's style.
    """

    text: str
    language: str
    voice: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as it sounds.

    Attributes:
        path: A FLAC file.
        reasons: What may be wrong with it, one sentence each;
    """

    path: Path
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What a sample has shown.

    Attributes:
        path: The sample, a FLAC file.
        audio_seconds: Length of the audiobook.
        render_seconds: How long its render will take on this computer.
        output_bytes: Size of the audiobook.
        voice: Who speaks, for people.
    """

    path: Path
    audio_seconds: float
    render_seconds: float
    output_bytes: int
    voice: str


@dataclass(frozen=True, slots=True)
class Measuring:
    """How far a measurement is.

    Attributes:
        done: Chunks spoken.
        total: Chunks to be spoken, as far as is known.
    """

    done: int
    total: int


def hear(desk: Desk, path: Path, passage: Passage, settings: Settings) -> Heard:
    """Have a sentence spoken as the book's render would; what was heard before is not spoken again.

    Args:
        desk: Of this errand.
        path: The book's file, whose lexicon holds.
        passage: What is to be heard.
        settings: With the book's voice.

    Raises:
        Cancelled: It was given up.
        Vox1Error: The voice cannot speak it; see `Backend.audition`.
    """
    from vox1.voices.audition import Wish  # noqa: PLC0415  # the window does not load it

    settings = replace(
        settings, voice=passage.voice or settings.voice, style=passage.style or settings.style, check_words=""
    )
    wish = Wish(settings, passage.language, passage.text, book=path)
    said = desk.backend.hear(wish, lambda _: None, desk.control, desk.backend.device())
    return Heard(said.path, said.reasons)


def measure(desk: Desk, path: Path, chapters: frozenset[int], settings: Settings) -> Measured:
    """Speak about a minute of the book, and forecast its render; tells how far it is.

    Args:
        desk: Of this errand.
        path: The book's file.
        chapters: Numbers of those that are to be narrated.
        settings: To render with.

    Raises:
        Cancelled: It was given up; what was spoken is stored.
        Vox1Error: See `Backend.sample`.
    """
    from vox1.render.job import RenderOptions  # noqa: PLC0415  # the window does not load it

    done = total = 0

    def tell(event: events.Event) -> None:
        nonlocal done, total
        if isinstance(event, events.Planned):
            total += event.chunks
        elif isinstance(event, events.ChunkSpoken):
            done += 1
        else:
            return
        desk.tell(Measuring(done, total))

    options = replace(RenderOptions.chosen(book_on(desk, path).render_path, settings), chapters=chapters)
    sampled = desk.backend.sample(options, tell, desk.control)
    expected = sampled.forecast
    if not sampled.is_mostly_rendered and expected.audio_seconds > 0:
        keep_pace(desk, settings, expected.render_seconds / expected.audio_seconds)
    return Measured(
        path=sampled.path,
        audio_seconds=expected.audio_seconds,
        render_seconds=expected.render_seconds,
        output_bytes=expected.output_bytes,
        voice=sampled.voice,
    )
