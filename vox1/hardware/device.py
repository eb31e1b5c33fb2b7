"""The device: what an engine runs on, as the user says, and how its worker is kept to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from vox1.errors import InputError
from vox1.hardware.processor import physical_cores

DEVICES = ("auto", "cpu", "cuda", "mps")
_VARIABLE = "DEVICE"
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What OpenMP (torch, CTranslate2) and MKL take their number of threads from, before they are loaded."""


def chosen_device(option: str | None = None, setting: str = DEVICES[0]) -> str:
    """Return the device that an option names, else the environment, else the user's settings.

    Args:
        option: From the command line; None where it names none.
        setting: The one in the settings.

    Raises:
        InputError: There is no such device.
    """
    named = option or named_device(os.environ) or setting
    if named not in DEVICES:
        raise InputError(
            f"{_VARIABLE}={os.environ.get(_VARIABLE)} is not understood",
            f"Set it to one of: {', '.join(DEVICES)}.",
            "bad-option",
        )
    return named


def named_device(environment: Mapping[str, str]) -> str:
    """Return the device that an environment names, known or not; empty where it names none."""
    return environment.get(_VARIABLE, "").strip().lower()


def worker_environment(device: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return a worker's environment, in which libraries find the device before they are imported.

    One core is left to the program and the rest of the machine; numbers of threads that the user has set
    stay.

    Args:
        device: One of `DEVICES`.
        environment: Ours.
    """
    threads = str(max(1, physical_cores() - 1))
    made = {**dict.fromkeys(_THREADS, threads), **environment}
    if device == "cpu":
        # Windows may take an empty variable for one that is not set; -1 is no card's number.
        made["CUDA_VISIBLE_DEVICES"] = "-1" if sys.platform == "win32" else ""
    if device in {"auto", "mps"}:
        # What the chip of a Mac cannot do, the processor does. Read when torch is imported (its MPS docs).
        made.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
    return made
