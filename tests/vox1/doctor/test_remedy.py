"""Tests of remedies: fixes as the checks word them, and what a button would do."""

from __future__ import annotations

import pytest

from vox1.doctor import cards, programs, torches
from vox1.doctor.finding import Finding, Level, good, problem, warning
from vox1.doctor.remedy import Act, Remedy, remedy_for
from vox1.engines.listener import SETUP
from vox1.engines.registry import engine_row
from vox1.models.store import get_command
from vox1_setup.machine import Machine


@pytest.mark.parametrize(
    ("fix", "remedy"),
    [
        (torches.setup_command(engine_row("qwen3")), Remedy(Act.SET_UP, "qwen3")),
        (f"Run `{SETUP}`, then try again.", Remedy(Act.SET_UP, "asr")),
        (
            f"{get_command('Some-1.7B.v2')} fetches one; `models list` shows all.",
            Remedy(Act.FETCH, "Some-1.7B.v2"),
        ),
        ("Run `python3 run.py models verify tiny` to see what is wrong.", Remedy(Act.VERIFY, "tiny")),
        (
            "Free some space, or name a folder on another disk with --work-dir.",
            Remedy(Act.FOLDER, "--work-dir"),
        ),
        ("--engine espeak", Remedy(Act.ENGINE, "espeak")),
        (programs._CALIBRE, Remedy(Act.PAGE, "https://calibre-ebook.com")),
        ("Restart the computer.", None),
        ("python3 run.py setup", None),
        ("", None),
    ],
)
def test_what_a_fix_names_can_be_done(fix: str, remedy: Remedy | None) -> None:
    """Commands and addresses, wherever in the sentence they stand."""
    assert remedy_for(Finding("topic", Level.GOOD, "Said.", fix)) == remedy


def test_drivers_are_fetched_from_their_page() -> None:
    """It is NVIDIA's, and for a person to install."""
    fix = cards.update_driver(Machine("Windows", "11", "AMD64", "3.11"), "580")
    remedy = remedy_for(warning("card", "Too old.", fix))
    assert remedy == Remedy(Act.PAGE, "https://www.nvidia.com/drivers")


def test_device_and_settings_are_put_right_by_their_topic() -> None:
    """Their fixes name what is to be changed in several places."""
    assert remedy_for(problem("device", "Set to cuda.", "Set it to auto.")) == Remedy(Act.DEVICE)
    assert remedy_for(warning("settings", "Speed is 9.", "Correct it.")) == Remedy(Act.SETTINGS)
    assert remedy_for(good("covers", "All is well.")) is None
