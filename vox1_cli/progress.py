"""Progress of a render: JSON events one to a line, or bars on a terminal."""

from __future__ import annotations

from rich.console import Console as RichConsole
from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from vox1 import events
from vox1_cli.bars import EventBars
from vox1_cli.console import Console, clock, size

_TITLE_CHARACTERS = 34
_SENTENCES = {events.Paused: "paused", events.Resumed: "goes on"}


class _Speed(ProgressColumn):
    """Seconds of audio made in a second."""

    def render(self, task: Task) -> Text:
        """Return the cell."""
        took = task.finished_time or task.elapsed
        if not took or not task.fields["seconds"]:
            return Text("")
        return Text(f"{task.fields['seconds'] / took:.0f}x real time", style="cyan")


class Progress(EventBars):
    """Shows the events of one render.

    Args:
        console: Where results and notes go.
        terminal: Where the bars are drawn; standard error if not given.
    """

    def __init__(self, console: Console, terminal: RichConsole | None = None) -> None:
        self._chapters_encoded: set[int] = set()
        super().__init__(
            console,
            TextColumn("{task.description:<8}"),
            BarColumn(bar_width=28),
            TextColumn("{task.percentage:>3.0f}%"),
            _Speed(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[chapter]}", style="dim"),
            terminal=terminal,
        )
        self._speaking, self._encoding = (
            self._bars.add_task(name, start=False, total=None, seconds=0.0, chapter="")
            for name in ("speaking", "encoding")
        )

    def show(self, event: events.Event) -> None:
        """Show one event."""
        if self._console.as_json:
            self._console.result_json(event.to_json())
            if isinstance(event, events.Error):
                self._console.words_of_error(event.message, event.hint)
        elif isinstance(event, events.Planned):
            self._planned(event)
        elif isinstance(event, events.ChunkSpoken):
            self._spoken(event)
        elif isinstance(event, events.ChapterEncoded):
            self._encoded(event)
        else:
            self._say(event)

    def _planned(self, event: events.Planned) -> None:
        chapters = f"{event.chapters} chapter" + "s" * (event.chapters != 1)
        self._note(
            f"{event.title}: {chapters}, {event.chunks:,} chunks, {event.reused:,} of them spoken already"
        )
        for task, total in ((self._speaking, event.chunks), (self._encoding, event.chapters)):
            self._bars.update(task, total=total)
            self._bars.start_task(task)

    def _spoken(self, event: events.ChunkSpoken) -> None:
        task = self._bars.tasks[self._speaking]
        seconds = task.fields["seconds"] + (0.0 if event.reused else event.seconds)
        title = " ".join(event.chapter.split())
        if len(title) > _TITLE_CHARACTERS:
            title = title[: _TITLE_CHARACTERS - 1] + "…"
        self._bars.update(self._speaking, advance=1, seconds=seconds, chapter=title)

    def _encoded(self, event: events.ChapterEncoded) -> None:
        if event.number in self._chapters_encoded:  # the encoder was started again
            return
        self._chapters_encoded.add(event.number)
        seconds = self._bars.tasks[self._encoding].fields["seconds"] + event.seconds
        self._bars.update(self._encoding, advance=1, seconds=seconds, chapter=f"{clock(seconds)} of audio")

    def _say(self, event: events.Event) -> None:
        if isinstance(event, events.Error):
            self._console.error(event.code, event.message, event.hint)
        elif sentence := sentence_of(event):
            self._note(sentence)


class Sentences(EventBars):
    """Shows single sentences being spoken. As JSON there is nothing but the result, which is not this.

    Args:
        console: Where notes go.
        count: How many are to be spoken; 0 for none.
        terminal: Where the bar is drawn; standard error if not given.
    """

    def __init__(self, console: Console, count: int, terminal: RichConsole | None = None) -> None:
        columns = (TextColumn("{task.description:<8}"), BarColumn(bar_width=28))
        super().__init__(console, *columns, terminal=terminal)
        self._speaking = self._bars.add_task("speaking", total=count, visible=count > 0)

    def show(self, event: events.Event) -> None:
        """Show one event."""
        if isinstance(event, events.ChunkSpoken):
            self._bars.update(self._speaking, advance=1)
        elif not self._console.as_json and (sentence := _of_a_try(event) or _of_the_render(event)):
            self._note(sentence)


def sentence_of(event: events.Event) -> str:
    """Return what is said of an event that is no mere progress; empty for others."""
    return _of_a_chunk(event) or _of_the_render(event)


def _of_a_try(event: events.Event) -> str:
    """What is said of a sentence that is spoken again, or cannot be."""
    match event:
        case events.ChunkRetried(place, attempt, reason):
            return f"sentence {place}, take {attempt} is no good: {reason}"
        case events.ChunkSetAside(place, _, reason):
            return f"warning: sentence {place} could not be spoken: {reason}"
        case _:
            return ""


def _of_a_chunk(event: events.Event) -> str:
    """What is said of a chunk that is not simply spoken; empty for other events."""
    match event:
        case events.ChunkRetried(place, attempt, reason):
            return f"chunk {place}, take {attempt} is no good: {reason}"
        case events.ChunkSetAside(place, text, reason):
            return f"warning: chunk {place} could not be spoken ({reason}): {text[:60]}"
        case events.ChunkDoubtful(place, text, reason):
            return f"warning: chunk {place} may not sound right ({reason}): {text[:60]}"
        case _:
            return ""


def _of_the_render(event: events.Event) -> str:
    """What is said of the engine, the disk and the listener's hand; empty for other events."""
    match event:
        case events.Warned(message):
            return f"warning: {message}"
        case events.EngineRestarted(engine, reason, slots):
            return f"warning: the {engine} engine was started again ({reason}), {slots} at a time"
        case events.DiskLow(folder, free_bytes, needed_bytes):
            return (
                f"warning: only {size(free_bytes)} are free in {folder}: the render waits until there are"
                f" {size(needed_bytes)}, then it goes on by itself"
            )
        case events.ModelProgress(name=name, done_bytes=0, total_bytes=total_bytes):
            return f"the files of {name} are looked at, this once ({size(total_bytes)})"
        case events.DiskFreed(folder, _):
            return f"there is room in {folder} again: the render goes on"
        case _:
            return _SENTENCES.get(type(event), "")
