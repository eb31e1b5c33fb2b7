"""Tests of the bench, where takes are judged beside the work."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from vox1.control import Cancelled, Control
from vox1.engines.registry import engine_row
from vox1.errors import DiskError, TakeDamaged
from vox1.paths import Folders
from vox1.render.bench import Bench, Case
from vox1.render.judge import Judge
from vox1.render.keys import VoiceChoice
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.told import Mark
from vox1.render.verdict import Standing, Verdict
from vox1.render.work import Wanted
from vox1_worker.engines import tone
from vox1_worker.take_file import to_pcm16

TEXT = "one two three"


class _Late(Judge):
    """A judge who does not begin before the court opens."""

    def __init__(self, voice: VoiceChoice, language: str, folders: Folders, opens: threading.Event) -> None:
        super().__init__(voice, language, folders)
        self._opens = opens

    def judge(
        self, text: str, samples: npt.NDArray[np.int16], take: StoredTake, marks: Sequence[Mark] = ()
    ) -> Verdict:
        self._opens.wait()
        return super().judge(text, samples, take, marks)


class Court:
    """A bench with a store of its own."""

    def __init__(self, folder: Path) -> None:
        folders = Folders(folder / "out", folder / "work", folder / "user")
        voice = VoiceChoice(engine_row("tone"), "", "tone", {}, 0)
        self.control = Control()
        self.store = TakeStore(folders.takes)
        self.opens = threading.Event()
        self.opens.set()
        self.judge = _Late(voice, "en", folders, self.opens)
        self.bench = Bench(self.store, self.control)

    def case(self, key: str, text: str = TEXT) -> Case:
        """Store the tones of a text, and return what is to be judged."""
        samples = to_pcm16(tone.render(text, "tone")[0])
        take = self.store.write(key * 64, 1, samples, tone.SAMPLE_RATE_HZ)
        return Case(Wanted(key * 64), text, self.judge, self.store.add(key * 64, 1, take, {}))


@pytest.fixture
def court(tmp_path: Path) -> Court:
    """An empty bench."""
    return Court(tmp_path)


def test_verdicts_come_in_the_order_of_the_cases_and_are_stored(court: Court) -> None:
    """And when the last has come, there is nothing to wait for."""
    cases = [court.case(key) for key in "abc"]
    for case in cases:
        court.bench.submit(case)

    found = [court.bench.verdict(wait=True) for _ in cases]

    assert [one[0] for one in found if one] == cases
    assert {one[1].standing for one in found if one and isinstance(one[1], StoredTake)} == {Standing.GOOD}
    assert [court.store.find(key * 64) for key in "abc"] == [one[1] for one in found if one]
    assert not court.bench.is_busy
    assert court.bench.verdict(wait=True) is None
    court.bench.close()


def test_a_take_whose_file_is_damaged_has_no_verdict(court: Court) -> None:
    """What the disk made of it is found before anybody hears it."""
    case = court.case("a")
    case.take.path.write_bytes(case.take.path.read_bytes()[:-1] + b"!")
    court.bench.submit(case)

    found = court.bench.verdict(wait=True)

    assert found
    assert isinstance(found[1], TakeDamaged)
    court.bench.close()


def test_what_stops_the_bench_reaches_whoever_waits(court: Court, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk must not look like a verdict that never comes."""

    def refuse(*_: object) -> None:
        raise DiskError("The disk is full", "Free some space.", "disk-full")

    monkeypatch.setattr(court.store, "judged", refuse)
    court.bench.submit(court.case("a"))

    with pytest.raises(DiskError, match="full"):
        court.bench.verdict(wait=True)
    court.bench.close()


def test_a_closed_bench_leaves_what_waits_to_the_next_render(court: Court) -> None:
    """Nobody waits for a hundred verdicts that nobody wants."""
    court.opens.clear()
    cases = [court.case(key) for key in "abc"]
    for case in cases:
        court.bench.submit(case)
    closing = threading.Thread(target=court.bench.close)
    closing.start()
    court.bench._closed.wait()
    court.opens.set()
    closing.join()

    last = court.store.attempts("c" * 64)[0]
    assert last.standing is Standing.UNJUDGED


def test_waiting_for_a_verdict_ends_when_the_render_is_cancelled(court: Court) -> None:
    """Within a moment, from another thread."""
    court.opens.clear()
    court.bench.submit(court.case("a"))
    threading.Thread(target=court.control.cancel).start()

    with pytest.raises(Cancelled):
        court.bench.verdict(wait=True)
    court.opens.set()
    court.bench.close()
