"""Faults of what is stored: takes, records and other JSON, power cuts, clocks, two programs at once."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile

from tests.faults.campaign import samples_sha256
from tests.faults.stage import CHUNKS, Ending, Stage, end_hard, wait_until, write_book
from tests.faults.variants import Disturb, Variant, once

_RATE_HZ = 24_000
_YEAR_SECONDS = 365 * 86_400.0
Damage = Callable[[Path], object]


def variants() -> Iterator[Variant]:
    """Return them all."""
    yield from _takes()
    yield from _power_cuts()
    yield from _json()
    yield from _clocks()
    yield from _two_at_once()


# Damaged takes ------------------------------------------------------------------------------------


def _takes() -> Iterator[Variant]:
    damages: dict[str, Callable[[Stage], object]] = {
        "bit flip": lambda s: _edit(s.takes()[1], _flipped),
        "0 bytes": lambda s: s.takes()[1].write_bytes(b""),
        "44 bytes": lambda s: _edit(s.takes()[1], lambda content: content[:44]),
        "half": lambda s: _edit(s.takes()[1], lambda content: content[: len(content) // 2]),
        "wrong rate": lambda s: _rewrite(s.takes()[1], rate_hz=48_000),
        "NaN": lambda s: _rewrite(s.takes()[1], is_nan=True),
        "audio of another chunk": lambda s: shutil.copy(s.takes()[0], s.takes()[1]),
        "take and record of another key": _take_of_another_key,
    }
    for name, damage in damages.items():
        yield Variant(
            "7 take damaged",
            name,
            _damaged(damage),
            begins_finished=True,
            is_quick=name == "bit flip",
        )


def _damaged(damage: Callable[[Stage], object]) -> Disturb:
    """Damage what is stored, lose the audiobook, and have it made again."""

    def disturb(stage: Stage) -> list[Ending]:
        damage(stage)
        shutil.rmtree(stage.out)
        return [stage.render()]

    return disturb


def _edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _rewrite(path: Path, *, rate_hz: int = _RATE_HZ, is_nan: bool = False) -> None:
    """Put other audio in a take's place, as a program might that knows FLAC but not VOX-1."""
    samples, _ = soundfile.read(path, dtype="float32")
    content = io.BytesIO()
    if is_nan:
        samples[::7] = np.nan
        soundfile.write(content, samples, rate_hz, format="WAV", subtype="FLOAT")
    else:
        soundfile.write(content, samples, rate_hz, format="FLAC", subtype="PCM_16")
    path.write_bytes(content.getvalue())


def _take_of_another_key(stage: Stage) -> None:
    source, target = stage.takes()[:2]
    shutil.copy(source, target)
    shutil.copy(source.with_suffix(".json"), target.with_suffix(".json"))


# Power cuts: what a disk may hold that had not been told to keep it ------------------------------------


def _power_cuts() -> Iterator[Variant]:
    images: dict[str, Damage] = {
        "empty": lambda path: path.write_bytes(b""),
        "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
        "half": lambda path: _edit(path, lambda content: content[: len(content) // 2]),
    }
    for name, image in images.items():
        yield Variant("6 power cut", f"takes: {name}", _cut(image, "takes"), is_quick=name == "zeros")
        yield Variant(
            "6 power cut", f"audiobook and receipt: {name}", _cut(image, "out"), begins_finished=True
        )
    yield Variant("6 power cut", "old audiobook, new receipt", _old_audiobook)
    yield Variant("6 power cut", "temporary files left", _temporary_left)


def _cut(image: Damage, what: str) -> Disturb:
    def disturb(stage: Stage) -> list[Ending]:
        if what == "takes":
            running = stage.start({"VOX1_WORKER_FAULT": "speak:gate:5:1"})
            wait_until(lambda: stage.is_at_gate, running.process, "the gate")
            end_hard(running)
            stage.orphans()
            newest = max(stage.takes(), key=lambda path: path.stat().st_mtime)
            damaged = [newest, newest.with_suffix(".json"), stage.project() / "project.json"]
        else:
            damaged = [path for path in stage.out.iterdir() if path.is_file()]
        for path in damaged:
            if path.exists():
                image(path)
        return [stage.render()]

    return disturb


def _old_audiobook(stage: Stage) -> list[Ending]:
    before = stage.render(arguments=("--seed", "7"))
    old = stage.audiobooks()[0].read_bytes()
    ending = stage.render()
    stage.audiobooks()[0].write_bytes(old + b"old")
    return [before, ending, stage.render()]


def _temporary_left(stage: Stage) -> list[Ending]:
    running = stage.start({"VOX1_WORKER_FAULT": "speak:gate:5:1"})
    wait_until(lambda: stage.is_at_gate, running.process, "the gate")
    end_hard(running)
    stage.orphans()
    take = stage.takes()[0]
    take.with_suffix(".part").write_bytes(b"half")
    take.with_name("1.json.part").write_bytes(b"{")
    (stage.project() / "project.json.part").write_bytes(b"{")
    return [stage.render()]


# Damaged JSON -----------------------------------------------------------------------------------------


def _json() -> Iterator[Variant]:
    damages: dict[str, Damage] = {
        "invalid": lambda path: path.write_text("{nothing"),
        "cut": lambda path: _edit(path, lambda content: content[: len(content) // 2]),
        "older": lambda path: _change(path, schema=0),
        "newer": lambda path: _change(path, schema=99),
        "unknown keys": lambda path: _change(path, colour="blue"),
        "BOM": lambda path: _edit(path, lambda content: b"\xef\xbb\xbf" + content),
    }
    quick = {("choices", "cut"), ("record", "newer"), ("settings", "BOM"), ("lexicon", "invalid")}
    for name, (place, make) in _FILES.items():
        for kind, damage in damages.items():
            yield Variant(
                "8 JSON damaged",
                f"{name}: {kind}",
                _damaged_json(place, make, damage),
                rf"{name}.*(cannot be read|newer)",
                begins_finished=True,
                mend=lambda stage, place=place: place(stage).unlink(),  # type: ignore[misc]
                is_quick=(name, kind) in quick,
            )


def _change(path: Path, **changes: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _render(stage: Stage) -> None:
    assert stage.render().is_complete


def _nothing_more(stage: Stage) -> None:
    """The book was rendered before: it is all there."""


def _render_with_choice(stage: Stage) -> None:
    assert stage.render(arguments=("--redo", "2.2")).is_complete


def _render_with_settings(stage: Stage) -> None:
    (stage.user / "user_settings.json").write_text('{"schema": 1, "sentence_pause_ms": 250}')


def _render_with_lexicon(stage: Stage) -> None:
    (stage.user / "lexicon.json").write_text('{"schema": 1, "entries": []}')


_FILES: dict[str, tuple[Callable[[Stage], Path], Callable[[Stage], None]]] = {
    "choices": (lambda stage: stage.project() / "choices.json", _render_with_choice),
    "project": (lambda stage: stage.project() / "project.json", _nothing_more),
    "record": (lambda stage: stage.takes()[1].with_suffix(".json"), _nothing_more),
    "receipt": (lambda stage: next(stage.out.glob("*.receipt.json")), _nothing_more),
    "settings": (lambda stage: stage.user / "user_settings.json", _render_with_settings),
    "lexicon": (lambda stage: stage.user / "lexicon.json", _render_with_lexicon),
}


def _damaged_json(place: Callable[[Stage], Path], make: Callable[[Stage], None], damage: Damage) -> Disturb:
    def disturb(stage: Stage) -> list[Ending]:
        make(stage)
        damage(place(stage))
        return [stage.render()]

    return disturb


# Clocks -----------------------------------------------------------------------------------------------


def _clocks() -> Iterator[Variant]:
    for name, seconds in (("a day back", -86_400.0), ("a year on", _YEAR_SECONDS)):
        yield Variant(
            "14 clock",
            f"{name}, mid-run",
            once(lambda _, s=seconds: {"VOX1_CLOCK": str(s)}),  # type: ignore[misc]
            is_quick=seconds < 0,
        )
    for name, moment in (("in the future", time.time() + _YEAR_SECONDS), ("in 1980", 315_600_000.0)):
        yield Variant("14 clock", f"all files made {name}", _dated(moment))


def _dated(moment: float) -> Disturb:
    def disturb(stage: Stage) -> list[Ending]:
        running = stage.start({"VOX1_WORKER_FAULT": "speak:gate:5:1"})
        wait_until(lambda: stage.is_at_gate, running.process, "the gate")
        end_hard(running)
        stage.orphans()
        for path in stage.folder.rglob("*"):
            os.utime(path, (moment, moment))
        return [stage.render()]

    return disturb


# Two programs at once ---------------------------------------------------------------------------------


def _two_at_once() -> Iterator[Variant]:
    yield Variant("15 two at once", "same book", _same_book, r"process \d+", is_quick=True)
    yield Variant("15 two at once", "same output, other book", _same_output_other_book)
    yield Variant("15 two at once", "same output, same book", _same_output_same_book, is_quick=True)
    yield Variant("15 two at once", "lock of a dead one", _lock_of_a_dead_one)
    yield Variant("15 two at once", "its number reused", _number_reused)


def _same_book(stage: Stage) -> list[Ending]:
    endings: list[Ending] = []
    first = stage.render_at_gate(lambda: endings.append(stage.render()))
    assert first.is_complete, first.said
    assert not endings[0].is_complete
    return [*endings, first]


def _same_output_other_book(stage: Stage) -> list[Ending]:
    """Two books of one title end in two files; the other one's is looked at here and taken away."""
    other = Stage(stage.folder / "other", out=stage.out)
    write_book(other.book, "One tram more.")
    endings = _finish_together(stage, other)
    strangers = [path for path in stage.audiobooks() if _project_of(path) == _id_of(other)]
    assert len(strangers) == 1, "the other book's audiobook is lost"
    alone = Stage(stage.folder / "alone")
    write_book(alone.book, "One tram more.")
    _render(alone)
    assert samples_sha256(strangers[0]) == samples_sha256(alone.audiobooks()[0])
    strangers[0].unlink()
    return endings


def _project_of(audiobook: Path) -> str:
    written = json.loads(audiobook.with_name(f"{audiobook.name}.receipt.json").read_text())
    return str(written["project"])


def _id_of(stage: Stage) -> str:
    return stage.project().name.partition("-")[0]


def _same_output_same_book(stage: Stage) -> list[Ending]:
    """Two work folders, one output folder: one audiobook, whole, with the receipt that describes it."""
    return _finish_together(stage, Stage(stage.folder / "other", out=stage.out))


def _finish_together(stage: Stage, other: Stage) -> list[Ending]:
    """Both wait at the last chunk, then go on at once."""
    gate = {"VOX1_WORKER_FAULT": f"speak:gate:{CHUNKS}:1"}
    both = [stage.start(gate), other.start(gate)]
    for one, running in zip((stage, other), both, strict=True):
        wait_until(lambda one=one: one.is_at_gate, running.process, "the gate")  # type: ignore[misc]
    stage.go.touch()
    other.go.touch()
    endings = [running.end() for running in both]
    assert all(ending.is_complete for ending in endings), [ending.said for ending in endings]
    assert other.orphans() == []
    return endings


def _lock_of_a_dead_one(stage: Stage) -> list[Ending]:
    running = stage.start({"VOX1_WORKER_FAULT": "speak:gate:3:1"})
    wait_until(lambda: stage.is_at_gate, running.process, "the gate")
    end_hard(running)
    stage.orphans()
    assert (stage.project() / "lock").exists()
    return [stage.render()]


def _number_reused(stage: Stage) -> list[Ending]:
    """The lock names a process that is there, but is another program: this one."""
    _render(stage)
    shutil.rmtree(stage.out)
    holder = {"schema": 1, "process": os.getpid(), "computer": "", "since": "10:00"}
    (stage.project() / "lock.holder").write_text(json.dumps(holder))
    return [stage.render()]
