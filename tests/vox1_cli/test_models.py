"""Tests of ``models`` as a user types it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console as RichConsole

from backend import Backend
from tests.vox1.models import fake_hub, tiny
from tests.vox1.models.fake_hub import FakeHub, running
from vox1 import events
from vox1.control import Control
from vox1.models.catalogue import CATALOGUE, known_model
from vox1.paths import Folders
from vox1_cli.commands import models as models_command
from vox1_cli.console import Console
from vox1_cli.fetching import Fetching
from vox1_cli.main import _parser

ROOT = Path(__file__).resolve().parents[2]
NAME = tiny.NARRATOR
FILES = tiny.narrator_files()
WEIGHTS = "model.safetensors"
MOMENT_SECONDS = 30.0


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A hub with a narrator, which the environment names."""
    with running(FakeHub(repos={known_model(NAME).repo: dict(FILES)})) as hub:
        for name in ("HF_HUB_OFFLINE", "HF_TOKEN", "HTTP_PROXY", "http_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield hub


class Typed:
    """Runs ``models`` with words, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}

    def __call__(self, *words: str, status: int = 0) -> tuple[str, str]:
        """Return what was printed, and what was printed as an error."""
        with self.started(*words) as process:
            out, err = process.communicate(timeout=MOMENT_SECONDS)
        assert process.returncode == status, err
        assert "Traceback" not in err
        return out, err

    def started(self, *words: str) -> subprocess.Popen[str]:
        """Return the process."""
        folders = [f"--{kind}-dir={self.folder / kind}" for kind in ("output", "work", "user")]
        return subprocess.Popen(
            [sys.executable, "-m", "vox1_cli", "models", *words, *folders],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment,
        )

    @property
    def part(self) -> Path:
        """The weights as far as they have come."""
        return self.folder / "user" / "models" / f".{NAME}.part" / f"{WEIGHTS}.part"


@pytest.fixture
def models(tmp_path: Path, hub: FakeHub) -> Typed:
    """Return what runs the command; its folders are below the test's own."""
    assert hub.address
    return Typed(tmp_path)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOMENT_SECONDS
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline
        pause.wait(0.02)


def test_a_model_is_listed_fetched_verified_and_removed(models: Typed) -> None:
    """As a user meets it; no library prints a word of its own."""
    out, err = models("list")
    assert [line.split()[0] for line in out.splitlines()[::2]] == list(CATALOGUE)
    assert out.count("to be fetched") == len(CATALOGUE)
    assert err == ""
    out, err = models("get", NAME)
    assert out.splitlines() == [f"{NAME} is in {models.folder / 'user/models' / NAME}, 0.4 MB, whole."]
    assert err == ""
    out, err = models("verify")
    assert out.startswith(f"{NAME}: all {len(FILES)} files are as the hub says. Its hash is ")
    assert err == ""
    assert "here, 0.4 MB, verified, hash" in models("list")[0]
    assert models("remove", NAME, status=2)[1].startswith(f"error: {NAME} is deleted only when")
    assert models("remove", NAME, "--yes")[0] == f"{NAME} is deleted, 0.4 MB freed.\n"
    assert models("list")[0].count("to be fetched") == len(CATALOGUE)


def test_json_is_one_event_a_line_and_nothing_else(models: Typed) -> None:
    """Other programs read it."""
    out, err = models("get", NAME, "--json")
    assert err == ""
    *told, ready = [json.loads(line) for line in out.splitlines()]
    assert {event["event"] for event in told} == {"model_progress"}
    assert (ready["event"], ready["name"]) == ("model_ready", NAME)
    listed = json.loads(models("list", "--json")[0])
    row = listed["models"][0]
    assert row["begun_bytes"] == 0
    assert (listed["schema"], row["name"], row["kind"], row["size"]) == (1, NAME, "base", "0.6B")
    assert row["installed"]["weights_hash"] == ready["weights_hash"]
    assert listed["models"][1]["installed"] is None
    *_, verified = [json.loads(line) for line in models("verify", NAME, "--json")[0].splitlines()]
    assert (verified["event"], verified["whole"], verified["damaged"]) == ("model_verified", True, [])
    removed = json.loads(models("remove", NAME, "--yes", "--json")[0])
    assert (removed["name"], removed["freed_bytes"]) == (NAME, row["installed"]["size_bytes"])


def test_a_failure_is_two_lines(models: Typed, hub: FakeHub) -> None:
    """What went wrong, and what to do."""
    hub.play("", fake_hub.status(403))
    out, err = models("get", NAME, status=1)
    assert out == ""
    assert [line.split(":")[0] for line in err.splitlines()] == ["error", "hint"]


def test_a_name_that_is_unknown_is_bad_input(models: Typed) -> None:
    """And the names that are known are listed."""
    _, err = models("get", "Qwen4", status=2)
    assert NAME in err


def test_the_mirror_of_the_command_line_comes_first(
    models: Typed, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the environment, then the settings."""
    monkeypatch.delenv("HF_ENDPOINT")
    user = models.folder / "user"
    user.mkdir()
    (user / "user_settings.json").write_text(json.dumps({"model_mirror": hub.address}))
    backend = Backend(Folders(models.folder, models.folder, user))
    assert backend.get_model(NAME, "", lambda _: None, Control()).is_whole
    assert models("get", tiny.LISTENER, "--mirror", "nowhere", status=2)[1].startswith("error: nowhere is no")


def test_a_download_that_was_killed_goes_on_where_it_was(models: Typed, hub: FakeHub) -> None:
    """A real process, and no chance to tidy up."""
    hub.play(WEIGHTS, fake_hub.stall(hub, 200_000))
    with models.started("get", NAME) as process:
        _until(lambda: models.part.is_file() and models.part.stat().st_size > 100_000)
        process.kill()
    assert not (models.folder / "user" / "models" / NAME).exists()
    models("get", NAME)
    first, second = hub.asked(WEIGHTS)
    assert first is None
    assert second is not None
    assert second > 100_000
    assert hub.asked("vocab.json") == [None]


@pytest.mark.skipif(os.name == "nt", reason="a test cannot send Ctrl-C to one process there")
@pytest.mark.parametrize("path", ["", WEIGHTS], ids=["listing", "file"])
def test_ctrl_c_ends_a_download_within_a_second(models: Typed, hub: FakeHub, path: str) -> None:
    """However silent the line is; what came is kept."""
    hub.play(path, fake_hub.stall(hub, 200_000))
    with models.started("get", NAME) as process:
        _until(lambda: bool(hub.asked(path)))
        if path:
            _until(lambda: models.part.is_file() and models.part.stat().st_size > 100_000)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=MOMENT_SECONDS)
    assert time.monotonic() - sent < 2.0  # the process's own end included
    assert process.returncode == 130
    assert err.splitlines()[-2:] == ["error: Cancelled", "hint: Run the same command again to go on."]
    models("get", NAME)


def test_a_damaged_model_is_named_with_the_command_that_mends_it(models: Typed) -> None:
    """Exit status 1."""
    models("get", NAME)
    path = models.folder / "user" / "models" / NAME / WEIGHTS
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    _, err = models("verify", NAME, status=1)
    assert err.splitlines() == [
        f"error: {NAME} is not whole: {WEIGHTS} damaged",
        f"hint: `python3 run.py models get {NAME}` fetches again what is not right.",
    ]
    models("get", NAME)
    models("verify", NAME)


def test_a_folder_of_ones_own_is_verified_as_far_as_that_goes(models: Typed) -> None:
    """And it is said how far."""
    folder = tiny.lay_out(models.folder / "mine", FILES)
    out, _ = models("verify", str(folder))
    assert "no hashes are known for this folder, so only sizes and headers could be checked" in out


@pytest.mark.parametrize(("answer", "is_gone"), [("y\n", True), ("n\n", False), ("\n", False), ("", False)])
def test_removing_asks_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, *, is_gone: bool
) -> None:
    """Gigabytes are not fetched again in a minute."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    folder = tiny.lay_out(tmp_path / "models" / NAME, FILES)
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    words = ["models", "remove", NAME]
    backend = Backend(Folders(tmp_path, tmp_path, tmp_path))
    assert models_command.run(_parser(words).parse_args(words), backend, Console(as_json=False)) == 0
    assert folder.exists() is not is_gone


def test_the_bar_shows_amount_speed_and_time_left() -> None:
    """And what is waited for is said above it."""
    screen = io.StringIO()
    terminal = RichConsole(file=screen, force_terminal=True, width=120, color_system=None)
    with Fetching(Console(as_json=False), "fetching", terminal) as fetching:
        fetching.show(events.ModelProgress("m", WEIGHTS, 500_000_000, 2_000_000_000, 10_000_000.0))
        fetching.show(events.ModelWaiting("m", "the line broke", 5.0))
        fetching.show(events.DiskLow(Path("d"), 1, 2_000_000))
        fetching.show(events.DiskFreed(Path("d"), 2_000_000))
    shown = screen.getvalue()
    assert "500.0 MB of 2.00 GB 10.0 MB/s, 2:30 left" in shown
    assert "the line broke; trying again in 0:05" in shown
    assert "the download waits until there are 2.0 MB" in shown
    assert "the download goes on" in shown
