"""Tests of what is said of other programs, with ones that fail, hang and are not there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vox1.doctor import programs
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Level

Make = Callable[..., Circumstances]
Program = Callable[[str, str], Path]
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


def test_the_ffmpeg_that_came_along_encodes(circumstances: Make) -> None:
    """Really started."""
    (found,) = programs.look_at_ffmpeg(circumstances())

    assert found.level is Level.GOOD


@posix
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo no encoder called aac; exit 1", "status 1 and said: no encoder called aac"),
        ("exit 127", "status 127"),
        ("sleep 3600", "no answer"),
    ],
)
def test_an_ffmpeg_that_fails_is_a_problem(
    script: str, said: str, circumstances: Make, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what it said, and the repair."""
    monkeypatch.setattr(programs, "_SECONDS", 0.3)
    monkeypatch.setattr("vox1.doctor.programs.ffmpeg.executable", lambda: str(program("ffmpeg", script)))
    (found,) = programs.look_at_ffmpeg(circumstances())

    assert found.level is Level.PROBLEM
    assert said in found.message
    assert found.fix == "python3 run.py setup"


def test_an_ffmpeg_that_is_gone_is_a_problem(
    circumstances: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot even be started."""
    monkeypatch.setattr("vox1.doctor.programs.ffmpeg.executable", lambda: str(tmp_path / "nowhere"))
    (found,) = programs.look_at_ffmpeg(circumstances())

    assert "cannot be started" in found.message


def test_covers_are_really_drawn(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a book gets none where that fails, which is no disaster."""
    (found,) = programs.look_at_covers(circumstances())
    assert found.level is Level.GOOD

    monkeypatch.setattr(programs, "drawn_cover", lambda *_: b"")
    (found,) = programs.look_at_covers(circumstances())
    assert (found.level, found.fix) == (Level.WARNING, "python3 run.py setup")


def test_what_is_not_installed_is_no_fault(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it would bring is said, and where it is."""
    monkeypatch.setattr(programs, "find_calibre", lambda: None)
    monkeypatch.setenv("PATH", "")
    (calibre,) = programs.look_at_calibre(circumstances())
    (tesseract,) = programs.look_at_tesseract(circumstances())

    assert (calibre.level, tesseract.level) == (Level.GOOD, Level.GOOD)
    assert "Kindle" in calibre.message
    assert "calibre-ebook.com" in calibre.fix
    assert "scanned" in tesseract.message
    assert "tesseract-ocr" in tesseract.fix


@posix
@pytest.mark.parametrize(
    ("script", "level", "said"),
    [
        ("echo version 7.1; echo more", Level.GOOD, "version 7.1."),
        ("true", Level.GOOD, "starts"),
        ("echo libGL is missing; exit 1", Level.WARNING, "libGL is missing"),
        ("kill -9 $$", Level.WARNING, "status -9"),
    ],
)
def test_what_is_installed_is_started(
    script: str,
    level: Level,
    said: str,
    circumstances: Make,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that does not start is worth knowing."""
    path = program("tesseract", script)
    monkeypatch.setattr(programs, "find_calibre", lambda: path)
    monkeypatch.setenv("PATH", str(path.parent))
    for look in (programs.look_at_calibre, programs.look_at_tesseract):
        (found,) = look(circumstances())
        assert found.level is level
        assert said in found.message
