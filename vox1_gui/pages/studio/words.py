"""Words: lengths, times and speeds of a render, as people read them."""

from __future__ import annotations

from datetime import datetime, timedelta

from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.render_progress import RenderProgress
from vox1_gui.texts import say
from vox1_gui.words import figure

_TITLE_CHARACTERS = 120
_FAST = 10.0


def percent(part: float) -> str:
    """Return a part of a whole, never 100 % before it is whole."""
    return say("studio.percent", value=int(part * 100))


def length(seconds: float) -> str:
    """Return a length of time: ``3 h 12 min``, ``4 min``, ``40 s``."""
    whole = round(seconds)
    hours, minutes = divmod(round(seconds / 60), 60)
    if whole < 60:  # seconds in a minute
        return say("studio.seconds", value=whole)
    if not hours:
        return say("studio.minutes", value=max(minutes, 1))
    return say("studio.hours", hours=hours, minutes=minutes)


def speed(times_real_time: float) -> str:
    """Return a speed, with a digit after the point where it is low."""
    return say("studio.speed", value=_digits(times_real_time))


def _digits(times_real_time: float) -> str:
    return figure(times_real_time, 0 if times_real_time >= _FAST else 1)


def due(at: float, now: float) -> str:
    """Return when something will be done, to the minute.

    Args:
        at: When, on the wall's clock, in seconds since 1970.
        now: The same clock now.
    """
    if at - now < 60:  # seconds in a minute
        return say("studio.due_at_once")
    then = datetime.fromtimestamp(at).astimezone() + timedelta(seconds=30)
    days = (then.date() - datetime.fromtimestamp(now).astimezone().date()).days
    key = ("studio.due_today", "studio.due_tomorrow")[days] if days in {0, 1} else "studio.due_later"
    return say(key, time=f"{then:%H:%M}", days=days)


def title(text: str) -> str:
    """Return a title on one line, short enough for a heading."""
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_CHARACTERS else f"{line[: _TITLE_CHARACTERS - 1].rstrip()}…"


def state(book: QueuedBook) -> str:
    """Return how a book stands, in a word."""
    if book.state is QueueState.WAITING and book.was_interrupted:
        return say("studio.state.interrupted")
    return say(f"studio.state.{book.state.value}")


def summary(book: QueuedBook, progress: RenderProgress | None, now: float) -> str:
    """Return how a book stands, in a line.

    Args:
        book: Of the queue.
        progress: How far it is; None for one that was not begun in this start of the window.
        now: On the wall's clock.
    """
    if progress and book.state.is_under_way:
        return " · ".join(_under_way(book, progress, now))
    if book.state.is_made and book.audio_seconds:
        made = length(book.audio_seconds)
        if book.wall_seconds > 0:
            return say("studio.made_in", audio=made, wall=length(max(book.wall_seconds, 1)))
        return say("studio.made", audio=made)
    if book.state in {QueueState.COMPLETE, QueueState.INCOMPLETE, QueueState.FAILED}:
        return book.hint
    return say(f"studio.about.{'interrupted' if book.was_interrupted else book.state.value}")


def _under_way(book: QueuedBook, progress: RenderProgress, now: float) -> list[str]:
    if not progress.is_planned:
        return [say("studio.planning")]
    parts = [percent(progress.part)]
    if progress.disk_low:
        free, needed = (
            size / 2**30 for size in (progress.disk_low.free_bytes, progress.disk_low.needed_bytes)
        )
        return [*parts, say("studio.disk_low", free=figure(free, 1), needed=figure(needed, 1))]
    if book.state is QueueState.PAUSED:
        return [*parts, say("studio.paused_line")]
    if progress.is_spoken:
        return [*parts, say("studio.putting_together")]
    if progress.engine is None and progress.spoken == progress.stored:
        return [*parts, say("studio.loading_voice")]
    if (now_speed := progress.times_real_time) is not None:
        parts.append(say("studio.speed_long", value=_digits(now_speed)))
    if progress.due is not None:
        parts.append(due(progress.due, now))
    return parts


def counts(progress: RenderProgress) -> str:
    """Return what has happened in a render so far, in a line."""
    parts = [say("studio.chunks", done=figure(progress.spoken), all=figure(progress.chunks))]
    if progress.stored:
        parts.append(say("studio.stored", progress.stored))
    if progress.retried:
        parts.append(say("studio.retried", progress.retried))
    if progress.flagged:
        parts.append(say("studio.flagged", progress.flagged))
    if progress.restarts:
        parts.append(say("studio.restarted", progress.restarts))
    return " · ".join(parts)
