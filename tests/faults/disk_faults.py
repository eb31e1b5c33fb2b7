"""Faults of the disk: calls that fail, no room, no permission, folders that vanish, odd paths."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.stage import Ending, Stage, wait_until
from tests.faults.variants import ANY, Disturb, Reference, Variant, broken, once

_CANNOT = "could not be|cannot be|disk is full|temporary file"
_FULL = "disk is full|disk filled up|free"
_KINDS = ("open", "write", "fsync", "replace", "unlink", "mkdir")
QUICK_CALLS = {
    ("host", "write", 2, 1),
    ("host", "fsync", 5, 1),
    ("host", "replace", 4, 1),
    ("host", "unlink", 1, ANY),
    ("host", "open", 2, ANY),
    ("host", "mkdir", 3, 1),
    ("worker", "write", 3, ANY),
}
_MANY_BYTES = 10**12
_TMPFS_BYTES = 64 * 2**20
_PLACES_OF_A_FULL_DISK = 12


def variants(calls: Counter[str]) -> Iterator[Variant]:
    """Return them all.

    Args:
        calls: How often an undisturbed render makes each call, by ``role:call``.
    """
    yield from _failing_calls(calls)
    yield from _full_places()
    yield from _windows_holds()
    yield from _read_only()
    yield from _vanishing()
    yield from _low_room()
    yield from _paths()


def _failing_calls(calls: Counter[str]) -> Iterator[Variant]:
    """Fail the n-th call, for every n; once and for ever. The short form takes one n of each."""
    for passed, count in sorted(calls.items()):
        role, call = passed.split(":")
        if call not in _KINDS:
            continue
        for n in range(1, count + 1):
            for times in (1, ANY):
                yield Variant(
                    f"4 {call} fails",
                    f"{role}, call {n}, " + ("once" if times else "for ever"),
                    once(lambda _, r=role, c=call, n=n, t=times: broken(r, c, n, t)),  # type: ignore[misc]
                    _CANNOT,
                    is_quick=(role, call, n, times) in QUICK_CALLS,
                )


def _full_places() -> Iterator[Variant]:
    places = {
        "chunk": ("worker", "write", r"\.part$"),
        "record": ("host", "write", r"takes.*\.json\.part$"),
        "manifest": ("host", "write", r"project\.json\.part$"),
        "list of chapters": ("host", "write", r"\.chapters$"),
        "m4b": ("host", "fsync", ""),
        "cover and tags": ("host", "write", r"\.m4b$"),
        "receipt": ("host", "write", r"receipt\.json\.part$"),
    }
    for name, (role, call, files) in places.items():
        environment = broken(role, call, 1, ANY, error=errno.ENOSPC, files=files)
        yield Variant(
            "5 disk full",
            name,
            once(_same(environment)),
            "disk is full",
            is_quick=name == "chunk",
        )
    for n in range(_PLACES_OF_A_FULL_DISK):
        share = n / _PLACES_OF_A_FULL_DISK
        yield Variant(
            "5 disk full", f"real, {share:.0%} fits", _filled_tmpfs(share), _FULL, lacks=_lacks_mounts
        )


def _same(environment: dict[str, str]) -> Callable[[Stage], dict[str, str]]:
    return lambda _: environment


def _lacks_mounts() -> str:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "only root on Linux can mount a small disk"
    return ""


def _filled_tmpfs(share: float) -> Disturb:
    """Render on a disk with room for a share of what the render writes; then make room.

    The forecast is told of endless room, or it would not begin.
    """

    def disturb(stage: Stage) -> list[Ending]:
        needed = _measured_bytes(stage)
        disk = stage.folder / "disk"
        disk.mkdir()
        subprocess.run(
            ("mount", "-t", "tmpfs", "-o", f"size={_TMPFS_BYTES}", "tmpfs", str(disk)),  # noqa: S607
            check=True,
        )
        try:
            small = Stage(stage.folder, work=disk / "work", out=disk / "out")
            filler = disk / "filler"
            with filler.open("wb") as stream:
                stream.truncate(0)
                os.posix_fallocate(stream.fileno(), 0, _TMPFS_BYTES - int(needed * share))
            ending = small.render(_free(stage, _MANY_BYTES))
            filler.unlink()
            again = small.render()
            shutil.rmtree(stage.work, ignore_errors=True)
            shutil.rmtree(stage.out, ignore_errors=True)
            shutil.copytree(disk / "work", stage.work)
            shutil.copytree(disk / "out", stage.out)
        finally:
            subprocess.run(("umount", str(disk)), check=True)  # noqa: S607
        return [ending, again]

    return disturb


def _measured_bytes(stage: Stage) -> int:
    """What a render of the book writes, by rendering it; all of it is gone afterwards."""
    assert stage.render().is_complete
    written = sum(path.stat().st_size for path in stage.folder.rglob("*") if path.is_file())
    shutil.rmtree(stage.work)
    shutil.rmtree(stage.out)
    return written


def _free(stage: Stage, count_bytes: int) -> dict[str, str]:
    told = stage.folder / "free"
    told.write_text(str(count_bytes))
    return {"VOX1_FREE": str(told)}


def _windows_holds() -> Iterator[Variant]:
    for role in ("host", "worker"):
        for number in (5, 32, 33):
            held = broken(role, "replace", 2, 3, error=errno.EACCES, winerror=number)
            yield Variant(
                "16 file held",
                f"{role}, WinError {number}, 3 times",
                once(_same(held)),
            )
        held = broken(role, "replace", 2, ANY, error=errno.EACCES, winerror=5)
        name = f"{role}, WinError 5, for ever"
        yield Variant("16 file held", name, once(_same(held)), _CANNOT, is_quick=role == "worker")


def _read_only() -> Iterator[Variant]:
    for name, files in (("output", r"/out(/|$)"), ("temp_work", r"/work(/|$)"), ("source", r"\.html$")):
        refused = broken("host", "any", 1, ANY, error=errno.EROFS, files=files)
        is_quick = name == "output"
        yield Variant("17 read-only", name, once(_same(refused)), "Read-only", is_quick=is_quick)
    refused = broken("worker", "any", 1, ANY, error=errno.EACCES, files="takes")
    yield Variant("17 read-only", "takes", once(_same(refused)), "Permission denied", is_quick=True)
    yield Variant("17 read-only", "work, real", _mounted_read_only("work"), "Read-only", lacks=_lacks_mounts)
    yield Variant("17 read-only", "out, real", _mounted_read_only("out"), "Read-only", lacks=_lacks_mounts)


def _mounted_read_only(name: str) -> Disturb:
    def disturb(stage: Stage) -> list[Ending]:
        folder = stage.folder / name
        folder.mkdir()
        subprocess.run(("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)), check=True)  # noqa: S607
        try:
            return [stage.render()]
        finally:
            subprocess.run(("umount", str(folder)), check=True)  # noqa: S607

    return disturb


def _vanishing() -> Iterator[Variant]:
    for name in ("work", "out"):
        yield Variant(
            "23 folder deleted",
            f"{name}, mid-run",
            _deleted(name),
            "No such file|not there|gone",
            is_quick=True,
        )


def _deleted(name: str) -> Disturb:
    def disturb(stage: Stage) -> list[Ending]:
        return [stage.render_at_gate(lambda: shutil.rmtree(stage.folder / name, ignore_errors=True), at=4)]

    return disturb


def _low_room() -> Iterator[Variant]:
    yield Variant("5 disk low", "until there is room", _low_for_a_while, is_quick=True)
    yield Variant("5 disk low", "before the start", once(lambda s: _free(s, 2**20)), _FULL)


def _low_for_a_while(stage: Stage) -> list[Ending]:
    """While the worker is at its gate the disk runs low; when the render has said so, there is room."""
    running = stage.start({**_free(stage, _MANY_BYTES), "VOX1_WORKER_FAULT": "speak:gate:3:1"})
    wait_until(lambda: stage.is_at_gate, running.process, "the gate")
    _free(stage, 2**20)
    stage.go.touch()
    running.await_event("disk_low")
    _free(stage, _MANY_BYTES)
    ending = running.end()
    assert ending.all_of("disk_freed")
    return [ending]


def _paths() -> Iterator[Variant]:
    names = {
        "emoji": "📚 books 🎧",
        "right to left": "ספרים \u202eكتب",
        "trailing dot": "books.",
        "NFD beside its NFC twin": unicodedata.normalize("NFD", "Bücher é"),
        "255 bytes": "b" * 255,
        "not UTF-8": os.fsdecode(b"b\xff\xfeb") if sys.platform.startswith("linux") else "b",
    }
    for name, folder in names.items():
        yield Variant("18 path", name, _in_folder(folder), _CANNOT, is_quick=False)
    for length in (259, 260, 300, 1000):
        yield Variant("18 path", f"{length} characters", _at_length(length), _CANNOT)


def _in_folder(name: str) -> Disturb:
    """Render with book, work and output in a folder of this name, beside one that looks the same."""

    def disturb(stage: Stage) -> list[Ending]:
        twin = unicodedata.normalize("NFC", name)
        if twin != name:
            (stage.folder / twin / "out").mkdir(parents=True)
        return _elsewhere(stage, stage.folder / name)

    return disturb


def _at_length(length: int) -> Disturb:
    def disturb(stage: Stage) -> list[Ending]:
        folder = stage.folder
        while len(str(folder)) < length:
            folder /= "d" * max(1, min(200, length - len(str(folder)) - 1))
        return _elsewhere(stage, folder)

    return disturb


def _elsewhere(stage: Stage, folder: Path) -> list[Ending]:
    folder.mkdir(parents=True, exist_ok=True)
    other = Stage(folder)
    ending = other.render()
    assert not ending.faults(_CANNOT)
    for made in (other.work, other.out):
        shutil.move(made, stage.folder / made.name)
    return [ending]


def calls_of(folder: Path) -> Counter[str]:
    """Return how often an undisturbed render makes each call, by ``role:call``."""
    log = folder / "calls"
    stage = Stage(folder / "counted")
    assert stage.render({"VOX1_CALLS_LOG": str(log)}).is_complete
    return Counter(log.read_text().split())


__all__ = ["Reference", "calls_of", "variants"]
