"""What the news of a render add up to."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox1 import events
from vox1.events import Event
from vox1_gui.errands.renders import Gathering, MachineNews, RenderNews, Spoken
from vox1_gui.render_progress import RenderProgress

_PARTS = (events.PlannedPart(2, "Two", 10), events.PlannedPart(5, "Five", 30))
_PLAN = events.Planned("T", Path("T.m4b"), 2, 40, 0, _PARTS)


def _progress() -> RenderProgress:
    progress = RenderProgress(lambda: 1_000_000.0, lambda: 0.0)
    progress.heed(RenderNews(0.0, (), (_PLAN, events.EngineReady("tone", "cpu", 1))))
    return progress


def _spoken(progress: RenderProgress, at: float, chapter: int, new: int, stored: int = 0) -> None:
    spoken = Spoken(chapter, f"{chapter}.1", f"{chapter}.2", stored, new, 3.0 * new)
    progress.heed(RenderNews(at, (spoken,), ()))


def test_chapters_and_the_whole_go_on_with_their_chunks() -> None:
    """Those of an earlier render too."""
    progress = _progress()
    _spoken(progress, 1.0, 2, new=5, stored=5)
    _spoken(progress, 2.0, 5, new=15)
    assert [chapter.spoken for chapter in progress.chapters.values()] == [10, 15]
    assert progress.changed == {2, 5}
    assert progress.part == pytest.approx(25 / 40 * 0.95)
    assert (progress.stored, progress.audio_seconds) == (5, 60.0)


def test_it_is_whole_when_every_chapter_is_encoded_once() -> None:
    """An encoder that was started again tells the same chapter twice."""
    progress = _progress()
    _spoken(progress, 1.0, 2, new=10)
    _spoken(progress, 2.0, 5, new=30)
    encoded = [events.ChapterEncoded(n, "", 60.0, -20.0, 2.0) for n in (2, 2)]
    progress.heed(RenderNews(3.0, (), tuple(encoded)))
    assert progress.part < 1.0
    assert progress.is_spoken
    assert progress.chapters[2].part == 1.0
    assert progress.chapters[2].lufs == -18.0
    progress.heed(RenderNews(4.0, (), (events.ChapterEncoded(5, "", 60.0, None, 0.0),)))
    assert progress.part == pytest.approx(1.0)


def test_the_time_is_told_on_the_walls_clock_and_forgotten_after_a_rest() -> None:
    """After an hour's pause it will be done an hour later."""
    now = 0.0
    progress = RenderProgress(lambda: 1_000_000.0 + now, lambda: now)
    progress.heed(RenderNews(0.0, (), (_PLAN, events.EngineReady("tone", "cpu", 1))))
    for second in range(1, 11):
        now = float(second)
        _spoken(progress, now, 5, new=2)
    assert progress.due == pytest.approx(1_000_020.0)
    progress.heed(RenderNews(now, (), (events.Paused(),)))
    now = 3610.0
    progress.heed(RenderNews(now, (), (events.Resumed(),)))
    assert progress.due == pytest.approx(1_003_620.0)


def test_what_went_wrong_is_counted() -> None:
    """And a restart of the engine is one number, not an alarm."""
    progress = _progress()
    happened: tuple[Event, ...] = (
        events.ChunkRetried("2.1", 1, "it is silent"),
        events.ChunkSetAside("2.1", "Yes.", "it is silent"),
        events.ChunkDoubtful("5.3", "No.", "its pitch is odd"),
        events.EngineRestarted("tone", "it ended", 1),
        events.Error("disk", "The disk is gone", "Bring it back."),
    )
    progress.heed(RenderNews(1.0, (), happened))
    assert (progress.retried, progress.flagged, progress.restarts) == (1, 2, 1)
    assert progress.chapters[5].flagged == 1
    assert progress.problem
    assert progress.problem.hint == "Bring it back."


def test_a_full_disk_is_shown_until_there_is_room() -> None:
    """The render waits by itself."""
    progress = _progress()
    progress.heed(RenderNews(1.0, (), (events.DiskLow(Path("/"), 1, 2),)))
    assert progress.disk_low
    progress.heed(RenderNews(2.0, (), (events.DiskFreed(Path("/"), 5),)))
    assert progress.disk_low is None


def test_moments_keep_the_speed_beside_the_machine() -> None:
    """For the picture."""
    progress = _progress()
    for at in range(1, 11):
        _spoken(progress, at, 5, new=2)
    progress.heed_machine(MachineNews(10.0, 50.0))
    (moment,) = progress.moments
    assert moment.times_real_time == pytest.approx(6.0)
    assert moment.machine.cpu_percent == 50.0


def test_events_come_in_handfuls() -> None:
    """A thousand chunks in a tenth of a second are one message, with nothing lost."""
    now = 0.0
    told: list[RenderNews] = []
    gathering = Gathering(told.append, lambda: now)
    for number in range(1, 1001):
        gathering.add(events.ChunkSpoken(f"3.{number}", "Three", 2.0, number % 2 == 0, 1))
    assert told == []
    now = 0.2
    gathering.add(events.Warned("Something is odd."))
    gathering.add(events.ChunkSpoken("4.1", "Four", 1.0, reused=False, attempt=1))
    gathering.flush()
    gathering.flush()
    assert told == [
        RenderNews(
            0.2, (Spoken(3, "3.1", "3.1000", 500, 500, 1000.0),), (events.Warned("Something is odd."),)
        ),
        RenderNews(0.2, (Spoken(4, "4.1", "4.1", 0, 1, 1.0),), ()),
    ]
