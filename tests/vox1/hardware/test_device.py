"""Tests of the device: what the user names, and what a worker finds in its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.control import Control
from vox1.engines.host import EngineHost
from vox1.errors import InputError
from vox1.hardware.device import DEVICES, chosen_device, worker_environment
from vox1.hardware.processor import physical_cores
from vox1_worker.protocol import Load

HIDDEN = "-1" if sys.platform == "win32" else ""


@pytest.mark.parametrize("device", DEVICES)
def test_the_option_comes_before_the_environment(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the environment before what is chosen by itself."""
    monkeypatch.setenv("DEVICE", device.upper())
    assert chosen_device() == device
    assert chosen_device("mps") == "mps"

    monkeypatch.setenv("DEVICE", " ")
    assert chosen_device() == "auto"
    monkeypatch.delenv("DEVICE")
    assert chosen_device() == "auto"


def test_the_environment_comes_before_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is set for one start; the settings are for all."""
    monkeypatch.setenv("DEVICE", "mps")
    assert chosen_device(setting="cpu") == "mps"
    monkeypatch.delenv("DEVICE")
    assert chosen_device(setting="cpu") == "cpu"
    assert chosen_device("auto", "cpu") == "auto"


def test_a_device_that_is_none_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names what was written and what may be."""
    monkeypatch.setenv("DEVICE", "gpu")

    with pytest.raises(InputError) as raised:
        chosen_device()
    assert raised.value.message == "DEVICE=gpu is not understood"
    assert raised.value.hint == "Set it to one of: auto, cpu, cuda, mps."
    assert chosen_device("cpu") == "cpu"


def test_on_the_processor_no_card_is_visible() -> None:
    """Whatever the user has made visible for other programs."""
    made = worker_environment("cpu", {"CUDA_VISIBLE_DEVICES": "0,1"})

    assert made["CUDA_VISIBLE_DEVICES"] == HIDDEN


@pytest.mark.parametrize("device", ["auto", "cuda", "mps"])
def test_elsewhere_the_users_choice_of_cards_stays(device: str) -> None:
    """Set or not."""
    made = worker_environment(device, {"CUDA_VISIBLE_DEVICES": "GPU-1"})

    assert made["CUDA_VISIBLE_DEVICES"] == "GPU-1"
    assert "CUDA_VISIBLE_DEVICES" not in worker_environment(device, {})


def test_what_a_mac_cannot_do_its_processor_does() -> None:
    """Told before torch is imported; not where it cannot matter, and not against the user."""
    assert worker_environment("mps", {})["PYTORCH_ENABLE_MPS_FALLBACK"] == "1"
    assert worker_environment("auto", {})["PYTORCH_ENABLE_MPS_FALLBACK"] == "1"
    assert "PYTORCH_ENABLE_MPS_FALLBACK" not in worker_environment("cuda", {})
    own = {"PYTORCH_ENABLE_MPS_FALLBACK": "0"}
    assert worker_environment("mps", own)["PYTORCH_ENABLE_MPS_FALLBACK"] == "0"


def test_a_core_is_left_to_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """But one is always used, and a number that the user has set stays."""
    for cores, threads in ((1, "1"), (2, "1"), (8, "7")):
        monkeypatch.setattr("vox1.hardware.device.physical_cores", lambda cores=cores: cores)
        made = worker_environment("auto", {})
        assert (made["OMP_NUM_THREADS"], made["MKL_NUM_THREADS"]) == (threads, threads)
    assert worker_environment("auto", {"OMP_NUM_THREADS": "3"})["OMP_NUM_THREADS"] == "3"


@given(st.sampled_from(DEVICES), st.dictionaries(st.text(), st.text()))
def test_everything_else_in_the_environment_stays(device: str, environment: dict[str, str]) -> None:
    """And ours is not changed."""
    before = dict(environment)
    made = worker_environment(device, environment)

    assert environment == before
    changed = {name for name in environment if made[name] != environment[name]}
    assert changed <= {"CUDA_VISIBLE_DEVICES"}


def test_the_workers_process_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked up in the running process, not in what was passed on."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    host = EngineHost("tone", Load("", "cpu", 1), tmp_path / "tone.log", lambda _: None)
    try:
        host.loaded(Control())
        found = psutil.Process(host.worker_pid).environ()
    finally:
        host.kill()

    assert found["CUDA_VISIBLE_DEVICES"] == HIDDEN
    assert found["OMP_NUM_THREADS"] == found["MKL_NUM_THREADS"] == str(max(1, physical_cores() - 1))


def test_a_library_that_is_imported_by_the_worker_finds_no_card(tmp_path: Path) -> None:
    """Asked in a process started as a worker is, before it has imported anything."""
    environment = worker_environment("cpu", {**os.environ, "CUDA_VISIBLE_DEVICES": "0"})
    code = "import os; print(repr(os.environ.get('CUDA_VISIBLE_DEVICES')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == repr(HIDDEN)
