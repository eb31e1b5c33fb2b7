"""Tests of vox1.render.telemetry: what it writes of real renders in tones, and what it does to them."""

from __future__ import annotations

import csv
import errno
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.vox1.render.conftest import Studio
from vox1 import events
from vox1.engines.host import Activity, Reading
from vox1.events import ChunkSpoken, Event, Status, Warned
from vox1.hardware.monitor import CardMeter, CardState, Sample
from vox1.render import telemetry, telemetry_rows
from vox1.render.tables import Table
from vox1.render.telemetry import Telemetry
from vox1.settings import Settings
from vox1_worker.protocol import Heartbeat, Loaded

_SENTENCE = "The number {} tram was late again, and nobody in the queue said a word about it at all today."
TEXTS = [" ".join(_SENTENCE.format(f"{c}{n}") for n in range(12)) for c in "xyz"]
CARD = CardState("NVIDIA Test Card", 8 * 2**30, 2**30, 7 * 2**30, 40, 61, "580.65")


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file by their columns."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def machine(folder: Path) -> dict[str, str]:
    """Return what is said of the machine."""
    return {row["name"]: row["value"] for row in rows(folder / "machine.csv")}


def warnings(studio: Studio) -> list[str]:
    """Return what was said of the telemetry in the last render."""
    said = (event.message for event in studio.events if isinstance(event, Warned))
    return [message for message in said if "telemetry" in message]


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a card into the machine."""
    monkeypatch.setattr(CardMeter, "read", lambda _: CARD)


@pytest.mark.usefixtures("card")
def test_every_take_of_a_run_has_a_row_with_its_true_length(studio: Studio, tmp_path: Path) -> None:
    """The factor is reckoned from samples, not from what an engine says of seconds."""
    finished = studio.render(studio.book(TEXTS), telemetry=tmp_path / "telemetry")
    chunks = rows(tmp_path / "telemetry" / "chunks.csv")
    spoken = {e.place: e for e in studio.events if isinstance(e, ChunkSpoken)}

    assert finished.status is Status.COMPLETE
    assert tuple(chunks[0]) == telemetry_rows.CHUNK_COLUMNS
    assert {row["place"] for row in chunks} == spoken.keys()
    for row in chunks:
        event = spoken[row["place"]]
        assert (row["chapter"], row["verdict"], row["attempt"]) == (event.chapter, "good", "1")
        assert float(row["heard_seconds"]) == pytest.approx(event.seconds, abs=0.001)
        assert float(row["audio_seconds"]) >= float(row["heard_seconds"])
        ratio = float(row["spoken_seconds"]) / float(row["audio_seconds"])
        assert float(row["real_time_factor"]) == pytest.approx(ratio, rel=0.1, abs=1e-4)
        assert (row["slots"], row["frames"], row["voice"], row["language"]) == ("3", "", "tone", "en")
        assert int(row["characters"]) > 0
    assert warnings(studio) == []


@pytest.mark.usefixtures("card")
def test_a_take_that_is_no_good_has_a_row_too(studio: Studio, tmp_path: Path) -> None:
    """With the reason; the next attempt has its own."""
    book = studio.book([f"[tone:silent 1] {TEXTS[0][:80]}."])
    studio.render(book, telemetry=tmp_path / "telemetry")
    first, second = rows(tmp_path / "telemetry" / "chunks.csv")

    assert (first["place"], first["attempt"], second["attempt"]) == ("1.1", "1", "2")
    assert first["verdict"] != "good"
    assert first["reasons"]
    assert second["verdict"] == "good"


@pytest.mark.usefixtures("card")
def test_reused_takes_have_no_rows_and_an_earlier_run_keeps_its_files(studio: Studio, tmp_path: Path) -> None:
    """What was measured is of the run that measured it."""
    book, folder = studio.book(TEXTS), tmp_path / "telemetry"
    studio.render(book, telemetry=folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    studio.render(book, telemetry=folder, redo=("2.1",))

    assert [row["place"] for row in rows(folder / "chunks (2).csv")] == ["2.1"]
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert len(list(folder.iterdir())) == 6


@pytest.mark.usefixtures("card")
def test_the_machine_the_engine_and_the_settings_are_told_once(studio: Studio, tmp_path: Path) -> None:
    """A table of figures is worth nothing without what they were measured on."""
    studio.render(studio.book(TEXTS), telemetry=tmp_path, seed=5)
    told = machine(tmp_path)

    assert len(told) == len(rows(tmp_path / "machine.csv"))
    assert told["engine"] == "tone"
    assert (told["device"], told["version.tone"], told["slots"]) == ("cpu", "1", "3")
    assert (told["card"], told["driver"], told["vram_mib"]) == ("NVIDIA Test Card", "580.65", "8192")
    assert (told["seed"], told["setting.engine"], told["book"]) == ("5", "tone", "book.json")
    assert int(told["cores"]) >= 1


def test_without_a_card_that_is_said_once(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not in every row, nor in every second."""
    monkeypatch.setattr(CardMeter, "read", lambda _: None)
    studio.render(studio.book(TEXTS), telemetry=tmp_path)

    assert warnings(studio) == [
        "No NVIDIA card can be watched here: its columns of the telemetry stay empty."
    ]
    assert {row["vram_used_mib_peak"] for row in rows(tmp_path / "seconds.csv")} == {""}


class _Host:
    """As much of a host as is watched."""

    audio_seconds = 0.0
    activity = Activity.WORKING

    def reading(self) -> Reading:
        loaded = Loaded("cuda", 24_000, 2, [], {"torch": "2"})
        return Reading(self.activity, 2, loaded, Heartbeat(1, 3 * 2**20, 5 * 2**20))


class _Clockwork:
    """A telemetry whose samples come when a test says so, at the times that it says."""

    def __init__(self, folder: Path) -> None:
        self.told: list[Event] = []
        self.telemetry = Telemetry(folder, self.told.append)
        self.folder = folder
        # The monitor's own thread would take samples of its own.
        self.telemetry._monitor = SimpleNamespace(start=lambda: None, close=lambda: None)  # type: ignore[assignment]
        self.telemetry.start({})

    def sample(self, at_seconds: float, busy_percent: float | None = None, card: CardState = CARD) -> None:
        """Have a sample taken."""
        at = self.telemetry._began + at_seconds
        self.telemetry._note(Sample(at, card, busy_percent, None))

    @property
    def seconds(self) -> list[dict[str, str]]:
        """The rows so far."""
        return rows(self.folder / "seconds.csv")


@pytest.fixture
def clockwork(tmp_path: Path) -> Iterator[_Clockwork]:
    """A telemetry that a test winds, and that ends with it."""
    clockwork = _Clockwork(tmp_path)
    yield clockwork
    clockwork.telemetry.close()


def test_a_row_holds_the_mean_and_the_peak_of_its_second(clockwork: _Clockwork) -> None:
    """What is looked at once a second, after the work, misses what the work took."""
    for tenth, percent in enumerate((0, 0, 0, 100, 0, 20, 0, 0, 0, 0)):
        used = CardState("", used_bytes=percent * 2**20, busy_percent=percent)
        clockwork.sample(tenth / 10, float(percent), used)
    clockwork.sample(1.0)
    (row,) = clockwork.seconds

    assert (row["cpu_percent_mean"], row["cpu_percent_peak"]) == ("12.0", "100.0")
    assert (row["vram_used_mib_mean"], row["vram_used_mib_peak"]) == ("12.0", "100.0")
    assert (row["samples"], row["at_seconds"]) == ("10", "0")


def test_the_speed_is_that_of_the_last_ten_seconds(clockwork: _Clockwork) -> None:
    """A take may be longer than a second in the making, and would else be a peak among zeros."""
    host = _Host()
    clockwork.telemetry.watch(host)  # type: ignore[arg-type]  # as much of one as is used
    for second in range(14):
        clockwork.sample(float(second))
        host.audio_seconds += 5.0 if second < 3 else 0.0
    speeds = [float(row["times_real_time"]) for row in clockwork.seconds]

    assert speeds == [5.0, 5.0, 5.0, 3.75, 3.0, 2.5, 2.143, 1.875, 1.667, 1.5, 1.0, 0.5, 0.0]


def test_another_engine_goes_on_where_the_one_before_ended(clockwork: _Clockwork) -> None:
    """It counts from nothing again; the render does not."""
    first, second = _Host(), _Host()
    clockwork.telemetry.watch(first)  # type: ignore[arg-type]  # as much of one as is used
    first.audio_seconds = 5.0
    clockwork.sample(0.0)
    clockwork.telemetry.watch(second)  # type: ignore[arg-type]  # as above
    second.audio_seconds = 2.0
    clockwork.sample(1.0)
    second.audio_seconds = 6.0
    clockwork.sample(2.0)

    assert [row["audio_seconds"] for row in clockwork.seconds] == ["7.0", "4.0"]


def test_the_worker_tells_what_it_holds_of_the_card(clockwork: _Clockwork) -> None:
    """Beside what all programs together have taken of it."""
    clockwork.telemetry.watch(_Host())  # type: ignore[arg-type]  # as much of one as is used
    clockwork.sample(0.0)
    clockwork.sample(1.0)
    (row,) = clockwork.seconds

    assert (row["vram_allocated_mib_peak"], row["vram_reserved_mib_peak"]) == ("3.0", "5.0")
    assert (row["vram_used_mib_peak"], row["gpu_percent_peak"]) == ("1024.0", "40")
    assert (row["gpu_celsius_peak"], row["slots"], row["speaking_peak"]) == ("61", "2", "2")


def test_a_row_says_what_the_engine_was_doing(clockwork: _Clockwork) -> None:
    """Nothing yet, at work, or resting with the render."""
    host = _Host()
    emit = clockwork.telemetry.between(clockwork.told.append)
    clockwork.sample(0.0)
    clockwork.telemetry.watch(host)  # type: ignore[arg-type]  # as much of one as is used
    clockwork.sample(1.0)
    emit(events.Paused())
    clockwork.sample(2.0)
    emit(events.Resumed())
    host.activity = Activity.IDLE
    clockwork.sample(3.0)
    clockwork.telemetry.close()

    assert [row["engine"] for row in clockwork.seconds] == ["none", "working", "paused", "idle"]
    assert clockwork.told == [events.Paused(), events.Resumed()]


def test_a_gap_in_the_samples_is_a_gap_in_the_rows(clockwork: _Clockwork) -> None:
    """A computer that slept has no figures for that time; none are made up."""
    for at_seconds in (0.0, 1.0, 61.0, 62.0):
        clockwork.sample(at_seconds)

    assert [row["at_seconds"] for row in clockwork.seconds] == ["0", "1", "61"]


@pytest.mark.usefixtures("card")
def test_the_rows_so_far_survive_a_kill(studio: Studio, tmp_path: Path) -> None:
    """Those that a killed render wrote are whole lines in the file, without any end being said."""
    seen: list[int] = []
    enough = threading.Event()

    def look(event: Event) -> None:
        if isinstance(event, ChunkSpoken) and not enough.is_set():
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline and not rows(tmp_path / "chunks.csv"):
                threading.Event().wait(0.02)
            seen.append(len(rows(tmp_path / "chunks.csv")))
            enough.set()

    studio.render(studio.book(TEXTS), look, telemetry=tmp_path)

    assert seen[0] > 0


@pytest.mark.usefixtures("card")
def test_a_disk_that_refuses_ends_the_telemetry_and_not_the_render(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one warning, however many rows were still to come."""

    def refuse(_: Table) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Table, "flush", refuse)
    finished = studio.render(studio.book(TEXTS), telemetry=tmp_path / "telemetry")

    assert finished.status is Status.COMPLETE
    (warning,) = warnings(studio)
    assert warning.startswith(f"The telemetry cannot be written to {tmp_path / 'telemetry'} (No space left")
    assert warning.endswith("it ends here, and the render goes on.")


def test_a_folder_that_cannot_be_made_is_told_and_the_book_is_rendered(
    studio: Studio, tmp_path: Path
) -> None:
    """A file has its name."""
    (tmp_path / "telemetry").write_text("a file", "utf-8")
    finished = studio.render(studio.book(TEXTS), telemetry=tmp_path / "telemetry")

    assert finished.status is Status.COMPLETE
    assert len(warnings(studio)) == 1


def test_without_a_folder_nothing_is_watched(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No thread, no file, no warning."""

    def refuse(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(telemetry, "Monitor", refuse)
    before = {path.name for path in tmp_path.iterdir()}
    studio.render(studio.book(TEXTS, name="other.json"))

    assert warnings(studio) == []
    assert {path.name for path in tmp_path.iterdir()} - before == {"other.json", "out", "work"}


@pytest.mark.usefixtures("card")
def test_frames_per_second_are_told_where_the_engine_counts_frames(
    tmp_path: Path, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The narrator does; its frames of 80 ms say more of a card than seconds of audio."""
    seen: list[list[object]] = []
    whole: Callable[..., list[object]] = telemetry_rows.chunk_row

    def counted(take: telemetry_rows.JudgedTake, at_seconds: float, slots: int | None) -> list[object]:
        reported = type(take.reported)(**{**vars(take.reported), "frames": 50, "spoken_seconds": 4.0})
        judged = telemetry_rows.JudgedTake(take.chunk, take.chapter, take.voice, take.stored, reported)
        seen.append(whole(judged, at_seconds, slots))
        return seen[-1]

    monkeypatch.setattr(telemetry_rows, "chunk_row", counted)
    studio.render(studio.book(TEXTS[:1]), telemetry=tmp_path, settings=Settings(engine="tone"))
    row = rows(tmp_path / "chunks.csv")[0]

    assert seen
    assert (row["frames"], row["frames_per_second"]) == ("50", "12.5")
