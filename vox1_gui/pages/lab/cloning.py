"""Cloning: a recording is opened, a stretch of it chosen, and a voice made of that; without a widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from vox1_gui.bridge import Job
from vox1_gui.errands import recordings
from vox1_gui.errands.recordings import CloneWish, Made, Offered, Opened, Picture, Search, Segment
from vox1_gui.errands.voices import VoiceKind
from vox1_gui.messages import Trouble
from vox1_gui.pages.lab.shelf import Shelf
from vox1_gui.services import Services
from vox1_gui.watched import Watched
from vox1_gui.widgets.player_bar import clock

CHOSEN_SECONDS = 10.0
"""Of a stretch that is begun by hand."""
_SHORTEST, _LONGEST = 3.0, 30.0
"""Until the core has said it."""
_AROUND_SECONDS = 5.0
"""What is shown on both sides of the stretch that is trimmed."""
_CLOSE_COLUMNS = 1_200


@dataclass(frozen=True, slots=True)
class Form:
    """What the listener says of the voice.

    Attributes:
        name: Of it.
        language: Code of the language that is spoken.
        transcript: What is said in the stretch.
        timbre_only: Whether its words shall be of no account.
        denoise: Whether steady noise is taken away.
        note: Whose voice it is, and by whose leave.
    """

    name: str = ""
    language: str = "en"
    transcript: str = ""
    timbre_only: bool = False
    denoise: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CloneState:
    """How far it is.

    Attributes:
        path: The recording; None for none.
        picture: What it looks like, as far as it was heard; None before.
        is_opening: Whether it is still being heard.
        seconds: Its length; 0 until that is known.
        damaged_after: Second up to which it could be read; None where it could to its end.
        is_searching: Whether good segments are being looked for.
        search: How far that is; None before it has said so.
        segments: Those that were found, the best first.
        refused: Why none of them is good; empty where one is.
        chosen: Which of them is chosen, from 0; None where the stretch is the listener's own.
        start: Second where the stretch begins.
        end: Second where it ends.
        close: What the stretch looks like, with what is around it.
        shortest: Seconds that it has at least.
        longest: Seconds that it has at most.
        is_cutting: Whether it is being cut, to be heard.
        cut: The file that it was cut into, where it is heard.
        cut_start: Second of the recording where that begins.
        is_hearing_words: Whether its words are being written down.
        heard_words: What was written down last.
        is_cloning: Whether the voice is being made.
        made: The voice that was made last.
    """

    path: Path | None = None
    picture: Picture | None = None
    is_opening: bool = False
    seconds: float = 0.0
    damaged_after: float | None = None
    is_searching: bool = False
    search: Search | None = None
    segments: tuple[Segment, ...] = ()
    refused: str = ""
    chosen: int | None = None
    start: float = 0.0
    end: float = 0.0
    close: Picture | None = None
    shortest: float = _SHORTEST
    longest: float = _LONGEST
    is_cutting: bool = False
    cut: Path | None = None
    cut_start: float = 0.0
    is_hearing_words: bool = False
    heard_words: str = ""
    is_cloning: bool = False
    made: Made | None = None

    @property
    def has_stretch(self) -> bool:
        """Whether there is something to be cloned."""
        return self.end > self.start

    @property
    def share_searched(self) -> float | None:
        """How much of the search is done, from 0 to 1; None where nobody knows."""
        if not self.search or not self.seconds:
            return None
        share = min(self.search.seconds / self.seconds, 1.0)
        return 0.7 + 0.3 * share if self.search.is_second else 0.7 * share


def trimmed(state: CloneState, start: float, end: float) -> tuple[float, float]:
    """Return a stretch as near to what is wanted as can be cloned.

    The edge that was moved gives way where the stretch would be too short or too long.
    """
    start, end = max(start, 0.0), min(end, state.seconds)
    if start != state.start:
        start = min(max(start, end - state.longest), end - state.shortest)
    else:
        end = max(min(end, start + state.longest), start + state.shortest)
    start, end = max(start, 0.0), min(end, state.seconds)
    return round(start, 3), round(end, 3)


class Cloning:
    """Opens recordings, and makes voices of them.

    Args:
        services: What it works with.
        shelf: Where new voices are put.

    Attributes:
        state: How far it is.
        form: What the listener has written so far; kept here for a page that is made anew.
    """

    def __init__(self, services: Services, shelf: Shelf) -> None:
        self._services, self._shelf = services, shelf
        self.state: Watched[CloneState] = Watched(CloneState())
        self.form = Form()
        self._jobs: dict[str, Job] = {}

    def _change(self, **changes: object) -> None:
        self.state.set(replace(self.state.value, **changes))  # type: ignore[arg-type]  # checked by the tests

    def _keep(self, name: str, job: Job) -> None:
        """Have one errand of a kind at a time."""
        if before := self._jobs.get(name):
            before.on_done = before.on_news = lambda _: None
            before.on_trouble = lambda _: None
            before.on_end = lambda: None
            before.cancel()
        self._jobs[name] = job

    def open(self, path: Path) -> None:
        """Open a recording, and look for good segments in it."""
        self.cancel()
        self._services.player.stop()
        self.form = replace(self.form, name=path.stem[:80], transcript="")
        self.state.set(CloneState(path=path, is_opening=True, is_searching=True))
        opening = self._services.bridge.start(recordings.open_recording, path)
        self._keep("open", opening)
        opening.on_news = lambda picture: self._change(picture=picture)
        opening.on_done = self._opened
        opening.on_trouble = self._not_opened
        opening.on_end = lambda: self._change(is_opening=False)
        search = self._services.bridge.start(recordings.find_segments, path)
        self._keep("search", search)
        search.on_news = lambda step: self._change(search=step)
        search.on_done = self._found
        search.on_trouble = self._not_found
        search.on_end = lambda: self._change(is_searching=False)

    def _opened(self, opened: Opened) -> None:
        self._change(
            picture=opened.picture,
            seconds=opened.picture.end,
            damaged_after=opened.damaged_after,
            shortest=opened.shortest,
            longest=opened.longest,
        )
        state = self.state.value
        if opened.words and state.chosen is None:  # short, and its words stand beside it
            self.form = replace(self.form, transcript=opened.words)
            self._set_stretch(0.0, state.seconds)
        elif state.segments and not state.has_stretch:
            self.choose(0)
        elif state.has_stretch:
            self._look()

    def _not_opened(self, trouble: Trouble) -> None:
        self.cancel()
        self.state.set(CloneState())
        self._services.tell_trouble(trouble)

    def _found(self, offered: Offered) -> None:
        self._change(segments=offered.segments, refused=offered.refused)
        state = self.state.value
        if offered.segments and not state.has_stretch and not state.is_opening:
            self.choose(0)

    def _not_found(self, trouble: Trouble) -> None:
        """Smart Import found nothing: the listener can still choose by hand."""
        self._change(refused=f"{trouble.message}. {trouble.hint}")

    def cancel(self) -> None:
        """Give up what is going on; what was found stays."""
        for name in ("open", "search", "cut", "look", "words"):
            if job := self._jobs.pop(name, None):
                job.cancel()

    def put_away(self) -> None:
        """Close the recording."""
        self.cancel()
        self._services.player.stop()
        self.state.set(CloneState())
        self._services.bridge.start(recordings.close_recording)

    # The stretch.

    def choose(self, number: int) -> None:
        """Choose one of the segments, from 0."""
        segments = self.state.value.segments
        if 0 <= number < len(segments):
            self._change(chosen=number)
            self._set_stretch(segments[number].start, segments[number].end)

    def pick(self, seconds: float) -> None:
        """Choose the segment that is there; where there is none, begin a stretch there by hand."""
        state = self.state.value
        reach = state.seconds / 100  # what a finger, or a narrow mark, covers
        near = [
            number
            for number, one in enumerate(state.segments)
            if one.start - reach <= seconds <= one.end + reach
        ]
        if near:
            self.choose(min(near, key=lambda number: abs(state.segments[number].start - seconds)))
            return
        if state.seconds < state.shortest:
            return
        length = min(CHOSEN_SECONDS, state.seconds)
        start = min(max(seconds - length / 2, 0.0), state.seconds - length)
        self._change(chosen=None)
        self._set_stretch(start, start + length)

    def trim(self, start: float, end: float, is_over: bool = True) -> None:  # noqa: FBT001, FBT002  # a widget's news
        """Move the edges of the stretch.

        Args:
            start: Second where it shall begin.
            end: Second where it shall end.
            is_over: Whether the edge was let go.
        """
        state = self.state.value
        if not state.has_stretch or not state.seconds:
            return
        start, end = trimmed(state, start, end)
        self._change(start=start, end=end)
        if is_over:
            self._settled()

    def move(self, by_seconds: float) -> None:
        """Move the whole stretch, which keeps its length."""
        state = self.state.value
        length = state.end - state.start
        start = min(max(state.start + by_seconds, 0.0), state.seconds - length)
        if state.has_stretch:
            self._change(start=round(start, 3), end=round(start + length, 3))
            self._settled()

    def _set_stretch(self, start: float, end: float) -> None:
        self._change(start=round(start, 3), end=round(end, 3))
        self._look()
        self._settled()

    def _settled(self) -> None:
        """The stretch is another now: its words are too, and what is around it may be."""
        state = self.state.value
        close = state.close
        if close and (state.start < close.start + 1 or state.end > close.end - 1):
            self._look()
        if self.form.transcript == state.heard_words and self._shelf.means.value.hears_words:
            self.hear_words()

    def _look(self) -> None:
        """Have the stretch drawn closely."""
        state = self.state.value
        if state.path is None or not state.seconds or not state.has_stretch:
            return
        start = max(state.start - _AROUND_SECONDS, 0.0)
        end = min(state.end + _AROUND_SECONDS, state.seconds)
        job = self._services.bridge.start(recordings.look_at, state.path, start, end, _CLOSE_COLUMNS)
        self._keep("look", job)
        job.on_done = lambda picture: self._change(close=picture)

    def play(self) -> None:
        """Hear the stretch as it would be cloned; if it is being heard, rest."""
        state, player = self.state.value, self._services.player
        if state.path is None or not state.has_stretch:
            return
        stretch = (state.start, state.end)
        job = self._services.bridge.start(recordings.cut, state.path, stretch, denoise=self.form.denoise)
        self._keep("cut", job)
        self._change(is_cutting=True)
        title = f"{state.path.name}, {clock(state.start)}–{clock(state.end)}"

        def heard(cut: Path) -> None:
            playing = player.now.value
            self._change(cut=cut, cut_start=stretch[0])
            if playing and playing.path == cut:
                player.toggle()
            else:
                player.play(cut, title)

        job.on_done = heard
        job.on_end = lambda: self._change(is_cutting=False)

    def hear_words(self) -> None:
        """Have the words of the stretch written down by a recogniser."""
        state = self.state.value
        if state.path is None or not state.has_stretch or not state.seconds:
            return
        stretch = (state.start, state.end)
        job = self._services.bridge.start(recordings.hear_words, state.path, stretch, self.form.language)
        self._keep("words", job)
        self._change(is_hearing_words=True)
        job.on_done = self._heard_words
        job.on_end = lambda: self._change(is_hearing_words=False)

    def _heard_words(self, words: str) -> None:
        self.form = replace(self.form, transcript=words)
        self._change(heard_words=words)

    def clone(self) -> None:
        """Make a voice of the stretch, by what is in the form."""
        state, form = self.state.value, self.form
        if state.path is None or not state.has_stretch or state.is_cloning:
            return
        wish = CloneWish(
            recording=state.path,
            start=state.start,
            end=state.end,
            name=form.name,
            language=form.language,
            transcript=form.transcript,
            with_words=not form.timbre_only,
            denoise=form.denoise,
            note=form.note,
        )
        job = self._services.bridge.start(recordings.clone, wish)
        self._keep("clone", job)
        self._change(is_cloning=True, made=None)
        job.on_done = self._made
        job.on_end = partial(self._change, is_cloning=False)

    def _made(self, made: Made) -> None:
        self._shelf.chosen.set(f"{VoiceKind.MASTER.value}:{made.name}")
        self._shelf.refresh()
        self._change(made=made)
