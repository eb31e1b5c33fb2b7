"""Fonts that several windows share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vox1_gui.fonts import FAMILY, put

ROOT = Path(__file__).resolve().parent.parent.parent
_MEASURED = """
import tkinter, tkinter.font
from vox1_gui import fonts
fonts.bring_in()
root = tkinter.Tk()
of = lambda weight: tkinter.font.Font(family=fonts.FAMILY, size=-40, weight=weight)
regular, bold = of("normal"), of("bold")
print(regular.actual("family"), regular.measure("Sphinx" * 9), bold.measure("Sphinx" * 9), sep="\\n")
"""


def test_a_font_that_is_there_stays_and_another_is_replaced_in_one_step(tmp_path: Path) -> None:
    """Whoever has the old file open goes on reading it."""
    source, folder = tmp_path / "a.ttf", tmp_path / "fonts"
    folder.mkdir()
    source.write_bytes(b"old")
    place = Path(put(str(source), str(folder)))
    number = place.stat().st_ino
    put(str(source), str(folder))
    assert place.stat().st_ino == number
    with place.open("rb") as opened:
        source.write_bytes(b"new font")
        put(str(source), str(folder))
        assert opened.read() == b"old"
    assert place.read_bytes() == b"new font"
    assert [path.name for path in folder.iterdir()] == ["a.ttf"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there are fonts copied")
def test_a_second_window_leaves_the_fonts_of_the_first_alone(tmp_path: Path) -> None:
    """It ended the first by a bus error."""
    environment = {**os.environ, "HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from vox1_gui.fonts import bring_in; bring_in()"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / ".fonts").iterdir()}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / ".fonts").iterdir()} == before
    assert len(before) >= 5


@pytest.mark.skipif(sys.platform == "darwin", reason="the system's own typeface is used there")
def test_the_typeface_has_a_regular_and_a_bold_face(display: str) -> None:
    """Tk finds both, and they differ."""
    environment = {**os.environ, "DISPLAY": display} if display else None
    seen = subprocess.run(
        [sys.executable, "-c", _MEASURED],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    family, regular, bold = seen.stdout.splitlines()
    assert family == FAMILY
    assert int(bold) > int(regular)
