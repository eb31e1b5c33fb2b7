"""Tests of `sample` and of `render --telemetry` as a user types them, each in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import soundfile

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = next((ROOT / "samples").glob("*.epub"))

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def command(name: str, book: Path, folder: Path, *more: str) -> list[str]:
    """Return a command line whose folders are below one."""
    places = [f"--{kind}-dir={folder / kind}" for kind in ("output", "work", "user")]
    return [sys.executable, "-m", "vox1_cli", name, str(book), *places, *more]


@pytest.fixture
def vox1(tmp_path: Path) -> Run:
    """Run a command on a book."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))

    def run(name: str, book: Path, *more: str, check: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command(name, book, tmp_path, *more),
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "100"},
            check=False,
        )
        assert done.returncode == check, done.stderr
        return done

    return run


@pytest.mark.slow
def test_a_sample_is_spoken_and_a_forecast_made(vox1: Run, tmp_path: Path) -> None:
    """In words, each line with what it is about; then the render reuses what was spoken."""
    said = vox1("sample", SAMPLE).stdout
    path = next((tmp_path / "output").glob("* (sample).flac"))

    assert [line.split()[0] for line in said.splitlines() if not line.startswith(" ")] == [
        *("sample", "audio", "render", "disk", "measured"),
    ]
    assert str(path) in said
    assert 20 < soundfile.info(path).duration < 120
    finished = json.loads(vox1("render", SAMPLE, "--json").stdout.splitlines()[-1])
    assert finished["reused"] > 0
    again = vox1("sample", SAMPLE)
    assert "spoken already" in again.stdout
    assert list((tmp_path / "output").glob("* (sample*).flac")) == [path]


def test_a_sample_as_json_is_one_object(vox1: Run, tmp_path: Path) -> None:
    """Nothing else is printed."""
    (line,) = vox1("sample", SAMPLE, "--json", "--chapters", "2").stdout.splitlines()
    written = json.loads(line)

    assert written["event"] == "sampled"
    assert {place.partition(".")[0] for place in written["places"]} == {"2"}
    assert Path(written["path"]).parent == tmp_path / "output"
    assert written["forecast"]["audio_seconds"] > 0


def test_a_voice_that_there_is_not_ends_a_sample(vox1: Run) -> None:
    """As it does a render."""
    done = vox1("sample", SAMPLE, "--voice", "nobody", "--json", check=2)

    assert json.loads(done.stdout.splitlines()[-1])["code"] == "unknown-voice"
    assert done.stderr.splitlines()[-2].startswith("error: ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_a_sample_and_says_that_nothing_is_lost(tmp_path: Path, vox1: Run) -> None:
    """With the status of a shell."""
    del vox1
    words = command("sample", SAMPLE, tmp_path)
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while not list(tmp_path.rglob("takes/*/*/1.flac")):
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"it ended with {process.wait(0.05)}")
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()

    assert process.returncode == 130
    assert "Nothing spoken is lost" in said
    assert "Traceback" not in said


def test_a_render_writes_telemetry_where_it_is_told(vox1: Run, tmp_path: Path) -> None:
    """Three files with rows, in a folder that it makes."""
    vox1("render", SAMPLE, "--chapters", "1", "--telemetry", str(tmp_path / "a" / "b"))
    files = {path.name: path.read_text("utf-8").splitlines() for path in (tmp_path / "a" / "b").iterdir()}

    assert files.keys() == {"machine.csv", "chunks.csv", "seconds.csv"}
    assert all(len(lines) > 1 for lines in files.values())
