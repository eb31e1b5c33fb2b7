"""Faults of other programs and of the machine: an ffmpeg that is not as it should be, too little memory."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.stage import Stage, real_ffmpeg
from tests.faults.variants import Disturb, Variant, once

_FFMPEG = "ffmpeg"
_STAGES = {"loudness": "*ebur128*", "encoder": "*alimiter*", "chapters": "*ffmetadata*"}


def variants() -> Iterator[Variant]:
    """Return them all."""
    missing = once(lambda stage: {"IMAGEIO_FFMPEG_EXE": str(stage.folder / "no-ffmpeg")})
    yield Variant("20 ffmpeg", "missing", missing, _FFMPEG, is_quick=True)
    yield Variant("20 ffmpeg", "not a program", _ffmpeg("*", None), _FFMPEG)
    yield Variant("20 ffmpeg", "too old", _ffmpeg("*", "echo Unrecognized option >&2; exit 8"), _FFMPEG)
    for name, pattern in _STAGES.items():
        fails = _ffmpeg(pattern, "echo something is wrong >&2; exit 1")
        yield Variant("20 ffmpeg", f"fails, {name}", fails, _FFMPEG, is_quick=name == "chapters")
        # It is replaced by what never reads its input, so that no process but this one is there.
        stalls = _ffmpeg(pattern, "exec sleep 300")
        yield Variant(
            "20 ffmpeg", f"stalls, {name}", stalls, f"{_FFMPEG}.*stood still", is_quick=name == "loudness"
        )
        killed = _ffmpeg(pattern, "kill -9 $$")
        yield Variant("20 ffmpeg", f"is killed, {name}", killed, _FFMPEG)
        once_only = _ffmpeg(pattern, 'mkdir "$0.once" 2>/dev/null && kill -9 $$')
        yield Variant("20 ffmpeg", f"is killed once, {name}", once_only, is_quick=name == "loudness")
    for role, mebibytes in (("host", 350), ("host", 600), ("host", 900), ("worker", 120), ("worker", 300)):
        limit = once(lambda _, r=role, m=mebibytes: {"VOX1_MEMORY": f"{r}:{m * 2**20}"})  # type: ignore[misc]
        yield Variant("22 memory", f"{role}, {mebibytes} MiB", limit, "memory|cannot be loaded|broke down")


def _ffmpeg(pattern: str, script: str | None) -> Disturb:
    """Render with an ffmpeg that does something else when its arguments match a pattern of the shell."""

    def environment(stage: Stage) -> dict[str, str]:
        path = stage.folder / "ffmpeg"
        body = f'case "$*" in {pattern}) {script} ;; esac\nexec "{real_ffmpeg()}" "$@"\n'
        path.write_text("nothing" if script is None else f"#!/bin/sh\n{body}")
        path.chmod(0o755)
        return {"IMAGEIO_FFMPEG_EXE": str(path)}

    return once(environment)
