"""Tests of vox1.render.room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1 import events
from vox1.control import Cancelled, Control
from vox1.errors import DiskError
from vox1.render import room
from vox1.render.room import Need, Room, forecast


class _Usage(NamedTuple):
    free: int


@pytest.fixture
def set_free(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that says what is free at each coming look; the last holds on."""

    def set_to(*free_bytes: int) -> None:
        looks = list(free_bytes)
        monkeypatch.setattr(
            "shutil.disk_usage", lambda _: _Usage(looks.pop(0) if len(looks) > 1 else looks[0])
        )

    return set_to


class _Stop(Control):
    """Counts how often it is waited for instead of waiting."""

    waits = 0

    def wait(self, seconds: float) -> None:
        assert seconds
        self.waits += 1
        self.check()


def _room(tmp_path: Path, told: list[events.Event], stop: Control | None = None) -> Room:
    return Room(tmp_path / "work", tmp_path / "out", told.append, stop or _Stop())


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.sampled_from([4_000, 8_000, 96_000]))
def test_the_forecast_is_at_least_twice_the_wav_and_the_audiobook(
    spoken: int, book: int, bytes_per_second: int
) -> None:
    """At fourteen characters a second, 24 kHz and 16 bits."""
    need = forecast(spoken, book, bytes_per_second)
    assert need.work_bytes >= 2 * (spoken / 14 * 48_000)
    assert need.output_bytes >= book / 14 * bytes_per_second


def test_one_disk_must_hold_both_and_the_spare(tmp_path: Path, set_free: Callable[..., None]) -> None:
    """Room for the takes alone, or for the audiobook alone, is not enough when both are on one disk."""
    need = Need(300 * 2**20, 200 * 2**20)
    set_free(1000 * 2**20)
    _room(tmp_path, []).require(need)
    set_free(1000 * 2**20 - 1)
    with pytest.raises(DiskError, match="1,000 MB") as caught:
        _room(tmp_path, []).require(need)
    assert caught.value.code == "disk-full"
    assert "--work-dir" in caught.value.hint


def test_a_disk_with_room_is_looked_at_seldom(
    tmp_path: Path, set_free: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked after every take, of which there may be a hundred in a second."""
    told: list[events.Event] = []
    disks = _room(tmp_path, told)
    set_free(0)
    disks.keep()
    assert told == []
    monkeypatch.setattr(room, "LOOK_SECONDS", 0.0)
    set_free(room.SPARE_BYTES)
    disks.keep()
    assert told == []


def test_a_low_disk_holds_the_render_until_there_is_room(
    tmp_path: Path, set_free: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, waits, and goes on by itself."""
    monkeypatch.setattr(room, "LOOK_SECONDS", 1e-9)
    told: list[events.Event] = []
    stop = _Stop()
    set_free(2**20, 2**20, 2**20, 300 * 2**20, room.SPARE_BYTES)
    _room(tmp_path, told, stop).keep()
    assert told == [
        events.DiskLow(tmp_path / "work", 2**20, room.SPARE_BYTES),
        events.DiskFreed(tmp_path / "work", room.SPARE_BYTES),
    ]
    assert stop.waits == 2


def test_cancelling_ends_the_wait_for_room(tmp_path: Path, set_free: Callable[..., None]) -> None:
    """Nothing more is said: it is over."""
    told: list[events.Event] = []
    stop = Control()
    stop.cancel()
    set_free(0)
    with pytest.raises(Cancelled):
        _room(tmp_path, told, stop).wait_for(tmp_path, 1)
    assert told == [events.DiskLow(tmp_path, 0, 1)]


def test_a_deleted_folder_is_looked_for_on_the_disk_it_was_on(
    tmp_path: Path, set_free: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever needs the folder says that it is gone; the room on the disk is another matter."""
    monkeypatch.setattr(room, "LOOK_SECONDS", 0.0)
    set_free(10**12)
    _room(tmp_path / "gone", []).keep()


def test_a_disk_that_does_not_say_what_is_free_stops_no_render(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network folder may not know; that it cannot be written is said when it is written."""

    def refuse(_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(room, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr("shutil.disk_usage", refuse)
    _room(tmp_path, []).keep()
