"""Tests of the store of takes: crash-safe, and never wrong in silence."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vox1.errors import DiskError, TakeDamaged
from vox1.render import takes as takes_module
from vox1.render.takes import StoredTake, TakeStore, best_take
from vox1.render.verdict import Check, Finding, Standing, Verdict
from vox1.render.work import Wanted
from vox1_worker import take_file
from vox1_worker.engine import Samples
from vox1_worker.engines import tone
from vox1_worker.protocol import Ended, Take

KEY = "ab" + "0" * 62
OTHER_KEY = "ab" + "1" * 62
OLD_TAKES = Path(__file__).resolve().parents[2] / "data" / "takes"
OLD_KEY = "2892e0e9e3df519199890c545bdd085fc8f38414c14c631925d07b64b7e7b09c"
FailingDisk = Any  # of conftest.py, which cannot be imported


@dataclass(frozen=True)
class Shelf:
    """A store with a way to fill it.

    Attributes:
        store: Under test.
        folder: Its place.
    """

    store: TakeStore
    folder: Path

    def write(self, key: str, attempt: int, text: str = "one two") -> Take:
        """Do what the worker does: put a take's audio in place."""
        return _spoken(self.store.path_of(key, attempt), tone.render(text, "tone")[0])

    def add(
        self, key: str = KEY, attempt: int = 1, reasons: tuple[str, ...] = (), **spoken: str
    ) -> StoredTake:
        """Store a take."""
        verdict = Verdict(tuple(Finding(Check.SILENT, reason) for reason in reasons))
        stored = self.store.add(key, attempt, self.write(key, attempt, **spoken), {"device": "cpu"})
        return self.store.judged(stored, verdict)

    def file(self, suffix: str, attempt: int = 1) -> Path:
        """Return a file of the first key."""
        return self.folder / KEY[:2] / KEY / f"{attempt}{suffix}"

    @property
    def names(self) -> list[str]:
        """What lies beside the first key's takes."""
        return sorted(path.name for path in self.file("").parent.iterdir())


def _spoken(path: Path, audio: Samples) -> Take:
    measured = take_file.measure(audio)
    sha256, size = take_file.write(path, audio, tone.SAMPLE_RATE_HZ)
    return Take(
        id="1.1/1",
        samples=len(audio),
        sample_rate_hz=tone.SAMPLE_RATE_HZ,
        peak=measured.peak,
        rms=measured.rms,
        nonfinite=measured.nonfinite,
        ended=Ended.NATURAL,
        marks=[[0, 480]],
        sha256=sha256,
        file_bytes=size,
        spoken_seconds=0.5,
        waited_seconds=0.0,
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty store."""
    return Shelf(TakeStore(tmp_path / "takes"), tmp_path / "takes")


def test_a_stored_take_is_found_and_read_sample_for_sample(shelf: Shelf) -> None:
    """By any store over the same folder: nothing is kept in memory."""
    stored = shelf.add()

    again = TakeStore(shelf.folder)
    found = again.find(KEY)

    assert found == stored
    assert found is not None
    assert np.array_equal(again.read(found), take_file.to_pcm16(tone.render("one two", "tone")[0]))
    assert found.seconds == pytest.approx(found.samples / 24_000)
    assert shelf.names == ["1.flac", "1.json"]


def test_what_is_not_stored_is_not_found(shelf: Shelf) -> None:
    """Neither in an empty store nor beside other takes."""
    assert shelf.store.find(KEY) is None
    shelf.add(OTHER_KEY)
    assert shelf.store.find(KEY) is None
    assert shelf.store.attempts(KEY) == []


def test_the_first_good_attempt_is_found(shelf: Shelf) -> None:
    """Or the first from the one that the user chose; attempts count as numbers."""
    for attempt in (1, 2, 3, 10):
        shelf.add(attempt=attempt, reasons=("it is silent",) if attempt == 1 else ())

    found = {first: shelf.store.find(KEY, first) for first in (None, 1, 2, 3, 4, 11)}

    assert {first: take and take.attempt for first, take in found.items()} == {
        **dict.fromkeys((None, 1, 2), 2),
        3: 3,
        4: 10,
        11: None,
    }
    assert [take.attempt for take in shelf.store.attempts(KEY)] == [1, 2, 3, 10]


def test_an_attempt_that_broke_the_engine_down_counts_as_tried(shelf: Shelf) -> None:
    """There is nothing to hear of it; the next attempt has the next number."""
    assert shelf.store.last_attempt(KEY) == 0
    shelf.store.add_crash(KEY, 1, "the engine broke down on it every time", {"device": "cpu"})
    assert (shelf.store.find(KEY), shelf.store.attempts(KEY)) == (None, [])
    assert shelf.store.last_attempt(KEY) == 1
    assert json.loads(shelf.file(".crash").read_text())["verdict"] == [
        "the engine broke down on it every time"
    ]
    shelf.add(attempt=2)
    assert shelf.store.last_attempt(KEY) == 2
    shelf.file("x.crash").write_text("")
    assert shelf.store.last_attempt(KEY) == 2
    shelf.store.remove(KEY)
    assert shelf.store.last_attempt(KEY) == 0


def test_a_bad_take_is_kept_with_its_reasons(shelf: Shelf) -> None:
    """A better check may think otherwise of it, without speaking it again."""
    shelf.add(reasons=("it is silent",))

    assert shelf.store.find(KEY) is None
    assert json.loads(shelf.file(".json").read_text("utf-8"))["verdict"] == ["it is silent"]


def test_a_take_that_nobody_has_judged_is_not_used(shelf: Shelf) -> None:
    """It is there for whoever judges it, with all that is needed for that."""
    stored = shelf.store.add(KEY, 1, shelf.write(KEY, 1), {})

    assert shelf.store.find(KEY) is None
    assert shelf.store.attempts(KEY) == [stored]
    assert stored.standing is Standing.UNJUDGED
    assert shelf.store.find(KEY) is None
    assert shelf.store.judged(stored, Verdict()) == shelf.store.find(KEY)


@pytest.mark.parametrize("damage", [None, "{", "[]"])
def test_a_verdict_on_a_take_without_its_record_is_refused(shelf: Shelf, damage: str | None) -> None:
    """The take is spoken again: what was known of it is lost."""
    stored = shelf.store.add(KEY, 1, shelf.write(KEY, 1), {})
    if damage is None:
        shelf.file(".json").unlink()
    else:
        shelf.file(".json").write_text(damage, encoding="utf-8")

    with pytest.raises(TakeDamaged, match="record"):
        shelf.store.judged(stored, Verdict())


def test_a_record_says_what_is_known_of_a_take(shelf: Shelf) -> None:
    """Everything measured, what made it, and the revision of the checks that judged it."""
    take = shelf.write(KEY, 1)

    stored = shelf.store.add(KEY, 1, take, {"device": "cpu", "versions": {"tone": "1"}})
    shelf.store.judged(stored, Verdict())

    written = json.loads(shelf.file(".json").read_text("utf-8"))
    assert written["schema"] == takes_module.SCHEMA
    assert (written["key"], written["attempt"]) == (KEY, 1)
    for name in ("sha256", "file_bytes", "samples", "sample_rate_hz", "peak", "rms", "nonfinite", "marks"):
        assert written[name] == getattr(take, name)
    assert written["ended"] == "natural"
    assert written["provenance"] == {"device": "cpu", "versions": {"tone": "1"}}
    assert written["verdict_revision"] >= 1


def test_audio_without_a_record_is_not_used(shelf: Shelf) -> None:
    """It was on its way when the program was killed; it is spoken again, over it."""
    shelf.write(KEY, 1)

    assert shelf.store.find(KEY) is None
    assert shelf.store.attempts(KEY) == []
    assert shelf.add() == shelf.store.find(KEY)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "head only": lambda path: path.write_bytes(path.read_bytes()[:44]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "zero-filled": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "bit-flipped": _flip,
    "a folder": _to_folder,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_audio_is_never_heard(damage: str, shelf: Shelf) -> None:
    """Found out by its size, or when it is read: then it is moved aside and room is made for a new one."""
    stored = shelf.add()
    DAMAGE[damage](shelf.file(".flac"))

    if shelf.store.find(KEY):
        with pytest.raises(TakeDamaged) as caught:
            shelf.store.read(stored)
        assert caught.value.key == KEY
        assert "damaged" in caught.value.message
        assert caught.value.hint
        assert shelf.store.attempts(KEY) == []

    assert shelf.store.find(KEY) is None
    if damage != "a folder":
        shelf.add()
        assert np.array_equal(shelf.store.read(stored), take_file.to_pcm16(tone.render("one two", "tone")[0]))


@pytest.mark.parametrize("damage", ["gone", "empty", "half", "longer", "zero-filled"])
def test_a_take_damaged_after_it_was_found_is_moved_aside(damage: str, shelf: Shelf) -> None:
    """A book is planned long before its last chapter is put together."""
    stored = shelf.add()
    found = shelf.store.find(KEY)
    assert found == stored
    DAMAGE[damage](shelf.file(".flac"))

    with pytest.raises(TakeDamaged):
        shelf.store.read(stored)

    assert "1.json.damaged" in shelf.names
    assert "1.json" not in shelf.names
    assert "1.flac" not in shelf.names
    assert shelf.store.attempts(KEY) == []


def _change(**values: object) -> Callable[[Path], object]:
    def change(path: Path) -> None:
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")

    return change


BAD_RECORDS: dict[str, Callable[[Path], object]] = {
    **{name: damage for name, damage in DAMAGE.items() if name not in {"bit-flipped", "longer"}},
    "no JSON": lambda path: path.write_text("take one", "utf-8"),
    "a list": lambda path: path.write_text("[]", "utf-8"),
    "null": lambda path: path.write_text("null", "utf-8"),
    "other bytes": lambda path: path.write_bytes(b"\xff\xfe\x00"),
    "newer schema": _change(schema=takes_module.SCHEMA + 1),
    "older schema": _change(schema=0),
    "no schema": lambda path: path.write_text('{"key": "x"}', "utf-8"),
    "other key": _change(key=OTHER_KEY),
    "other attempt": _change(attempt=2),
    "wrong size": _change(file_bytes=1),
    "text for a number": _change(samples="many"),
    "nothing for a number": _change(attempt=None),
    "too large a number": _change(samples=float("inf")),
    "not a number": _change(file_bytes=float("nan")),
}


@pytest.mark.parametrize("damage", BAD_RECORDS)
def test_a_record_that_is_not_whole_is_not_used(damage: str, shelf: Shelf) -> None:
    """Nor is it an error: the take is spoken again, and its good neighbours are used."""
    shelf.add()
    BAD_RECORDS[damage](shelf.file(".json"))
    assert shelf.store.find(KEY) is None
    assert shelf.store.attempts(KEY) == []

    good = shelf.add(attempt=2)

    assert shelf.store.find(KEY) == good


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=100)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    )
)
def test_no_record_whatever_it_holds_is_an_error(content: Any, shelf: Shelf) -> None:
    """Neither other bytes, nor other JSON, nor a record with another value in any place."""
    shelf.add()
    record = shelf.file(".json")
    whole = json.loads(record.read_text("utf-8"))
    for bad in (content, *({**whole, name: content} for name in ("key", "attempt", "file_bytes", "schema"))):
        try:
            record.write_bytes(bad if isinstance(bad, bytes) else json.dumps(bad).encode())
        except TypeError:  # bytes are no value in JSON
            continue
        found = shelf.store.find(KEY)
        assert found is None or found.attempt == 1


@pytest.mark.parametrize(
    "values", [{"samples": 1}, {"samples": 10**9}, {"sample_rate_hz": 22_050}, {"sample_rate_hz": 0}]
)
def test_a_record_that_does_not_fit_its_audio_is_found_out(values: dict[str, int], shelf: Shelf) -> None:
    """Else every chapter mark after it would be wrong."""
    shelf.add()
    _change(**values)(shelf.file(".json"))

    found = shelf.store.find(KEY)
    if found:
        with pytest.raises(TakeDamaged):
            shelf.store.read(found)

    assert shelf.store.find(KEY) is None


def test_audio_that_was_never_audio_is_found_out(shelf: Shelf) -> None:
    """Its hash is right: it was stored so."""
    take = shelf.write(KEY, 1)
    shelf.file(".flac").write_bytes(b"RIFF")
    lying = replace(take, sha256=hashlib.sha256(b"RIFF").hexdigest(), file_bytes=4)
    stored = shelf.store.add(KEY, 1, lying, {})

    with pytest.raises(TakeDamaged, match="not audio"):
        shelf.store.read(stored)

    assert shelf.store.find(KEY) is None


def test_other_files_beside_the_takes_do_no_harm(shelf: Shelf) -> None:
    """Parts of takes, damaged ones, and what a file manager leaves."""
    stored = shelf.add()
    for name in (
        "2.part",
        "3.json.part",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "x.json",
        "1.json.damaged",
    ):
        shelf.file("").with_name(name).write_bytes(b"?")
    shelf.file("").with_name("9.json").mkdir()

    assert shelf.store.attempts(KEY) == [stored]


def test_a_file_in_the_place_of_a_folder_is_not_used_and_told_when_written(shelf: Shelf) -> None:
    """As after a repair of the disk."""
    shelf.file("").parent.parent.mkdir(parents=True)
    shelf.file("").parent.write_bytes(b"")

    assert shelf.store.find(KEY) is None
    with pytest.raises(DiskError) as caught:
        shelf.store.path_of(KEY, 1)
    assert caught.value.hint


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "from-then-on"])
def test_a_disk_that_fails_while_a_take_is_recorded_leaves_it_whole_or_unused(
    lasts: bool,  # noqa: FBT001
    tmp_path: Path,
    failing_disk: FailingDisk,
) -> None:
    """At any call; the take of before is as it was, and the same work succeeds when there is room."""
    refused: DiskError | None = None
    for call in range(1, 50):
        shelf = Shelf(TakeStore(tmp_path / str(call)), tmp_path / str(call))
        before = shelf.add()
        take = shelf.write(KEY, 2)
        try:
            with failing_disk.failing(call, lasts=lasts):
                shelf.store.judged(shelf.store.add(KEY, 2, take, {}), Verdict())
        except DiskError as err:
            refused = err
        assert not [name for name in shelf.names if name.endswith(".part")]
        after = shelf.store.attempts(KEY)
        assert after[0] == before
        for found in after:
            shelf.store.read(found)
        if not failing_disk.failed:
            break
        assert shelf.store.judged(shelf.store.add(KEY, 2, take, {}), Verdict()).is_settled

    assert call > 5
    assert refused is not None
    assert refused.code == "disk-full"
    assert refused.hint


def test_what_was_heard_in_a_take_stays_with_it(shelf: Shelf) -> None:
    """A later run need not listen again; what its sound is worth, and all else of the record, stays."""
    take = shelf.add()
    before = json.loads(shelf.file(".json").read_text("utf-8"))

    heard = shelf.store.add_words(take, "one two", 0.0, Verdict(), "tiny")

    assert (take.word_error_rate, take.is_verified) == (None, False)
    assert (heard.word_error_rate, heard.is_verified, heard.is_settled) == (0.0, True, True)
    assert (take.heard, heard.heard) == ("", "one two")
    assert shelf.store.find(KEY) == heard
    record = json.loads(shelf.file(".json").read_text("utf-8"))
    assert {name: record[name] for name in before} == before
    assert (record["heard"], record["heard_by"], record["words_revision"]) == ("one two", "tiny", 1)


def test_a_take_that_does_not_say_its_text_is_not_found_any_more(shelf: Shelf) -> None:
    """Though its sound is good, and though it was kept: its chunk is spoken again."""
    odd = Finding(Check.PITCH, "its pitch is odd")
    kept = shelf.store.keep(shelf.store.judged(shelf.add(), Verdict((odd,))))
    assert shelf.store.find(KEY) == kept
    lost = Finding(Check.UNHEARD, "this was not heard: two", 0.5)

    heard = shelf.store.add_words(kept, "one", 0.5, Verdict((lost,)), "tiny")

    assert shelf.store.find(KEY) is None
    assert shelf.store.attempts(KEY) == [heard]
    assert (heard.standing, heard.is_kept, heard.is_verified) == (Standing.PARTIAL, False, False)
    assert heard.reasons == ("its pitch is odd", "this was not heard: two")
    assert heard.score == pytest.approx(-1.0 - 7.5)


def test_what_is_wanted_may_be_one_attempt_or_all_from_one_on(shelf: Shelf) -> None:
    """A useless take is found only where it was picked."""
    useless, good = shelf.add(reasons=("silent",)), shelf.add(attempt=2)

    get = shelf.store.get
    assert (get(Wanted(KEY)), get(Wanted(KEY, 1)), get(Wanted(KEY, 3))) == (good, good, None)
    assert [get(Wanted(KEY, n, is_picked=True)) for n in (1, 2, 3)] == [useless, good, None]
    assert not useless.is_whole
    assert good.is_whole


def test_the_best_take_is_good_then_whole_then_of_the_highest_score(shelf: Shelf) -> None:
    """Of equals it is the first; what nobody can hear, or nobody judged, is none."""
    good = shelf.add()
    poor = replace(good, attempt=2, standing=Standing.DOUBTFUL, score=-2.0)
    better, same = replace(poor, attempt=3, score=-1.0), replace(poor, attempt=4, score=-1.0)
    partial = replace(poor, attempt=5, standing=Standing.PARTIAL, score=0.0)
    useless = replace(poor, standing=Standing.USELESS)
    unjudged = replace(poor, standing=Standing.UNJUDGED)

    assert best_take([partial, same, better, poor, useless]) == better
    assert best_take([better, good]) == good
    assert best_take([useless, partial]) == partial
    assert best_take([useless, unjudged]) is None


def test_a_take_whose_record_is_damaged_meanwhile_is_no_take(shelf: Shelf) -> None:
    """Nothing is added to what is not whole."""
    take = shelf.add()
    shelf.file(".json").write_text("{", "utf-8")

    with pytest.raises(TakeDamaged):
        shelf.store.add_words(take, "one two", 0.0, Verdict(), "tiny")

    assert shelf.store.attempts(KEY) == []


def test_a_take_of_the_first_version_is_still_read() -> None:
    """Stored takes are hours of somebody's machine: every later version must take them."""
    stored = TakeStore(OLD_TAKES).find(OLD_KEY)

    assert stored is not None
    assert (stored.attempt, stored.samples, stored.sample_rate_hz) == (1, 8_640, 24_000)
    assert (stored.word_error_rate, stored.is_verified) == (None, False)
    samples = TakeStore(OLD_TAKES).read(stored)
    assert (
        hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest()
        == "549550205abf8dcaa514bf3ab0ed91563284821643f9984df9b96f2eee1ad849"
    )


def test_the_store_may_be_named_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker, which has another one, is given whole paths."""
    monkeypatch.chdir(tmp_path)

    path = TakeStore(Path("takes")).path_of(KEY, 1)

    assert path.is_absolute()
    assert path.parent.is_dir()


def test_keys_are_listed_and_removed(shelf: Shelf) -> None:
    """With all their files, and as many bytes as they took."""
    shelf.add()
    shelf.add(attempt=2)
    shelf.add(OTHER_KEY)
    shelf.file("").with_name("3.part").write_bytes(b"?")
    before = shelf.store.size_bytes()

    freed = shelf.store.remove(KEY)

    assert list(shelf.store.all_keys()) == [OTHER_KEY]
    assert freed == before - shelf.store.size_bytes() > 0
    assert shelf.store.find(KEY) is None
    assert shelf.store.find(OTHER_KEY) is not None


def test_an_empty_store_takes_no_room(shelf: Shelf) -> None:
    """Also where its folder was never made."""
    assert shelf.store.size_bytes() == 0
    assert list(shelf.store.all_keys()) == []


def test_removing_what_is_not_there_is_an_error(shelf: Shelf) -> None:
    """Somebody else is at work in the store."""
    with pytest.raises(DiskError):
        shelf.store.remove(KEY)


def test_a_book_with_thousands_of_takes_is_looked_up_by_its_keys(shelf: Shelf) -> None:
    """A key's folder holds its own attempts only: no listing grows with the book."""
    stored = shelf.add()

    assert stored.path == shelf.folder / KEY[:2] / KEY / "1.flac"
    assert os.fspath(stored.path).endswith(".flac")
    shutil.rmtree(shelf.folder)
    assert shelf.store.find(KEY) is None


def test_marks_come_back_in_the_order_of_their_samples(shelf: Shelf) -> None:
    """As the engine told them, before the take was trimmed."""
    take = shelf.add()
    record = json.loads(shelf.file(".json").read_text("utf-8"))
    shelf.file(".json").write_text(json.dumps({**record, "marks": [[4, 900], [0, 480]]}), "utf-8")

    assert shelf.store.marks(take) == [(0, 480), (4, 900)]


@pytest.mark.parametrize("marks", ["none", [[1]], [["a", 2]], None, 3])
def test_a_record_whose_marks_make_no_sense_is_damaged(marks: object, shelf: Shelf) -> None:
    """Times made of them would be wrong in silence."""
    take = shelf.add()
    record = json.loads(shelf.file(".json").read_text("utf-8"))
    shelf.file(".json").write_text(json.dumps({**record, "marks": marks}), "utf-8")

    with pytest.raises(TakeDamaged, match="damaged"):
        shelf.store.marks(take)
