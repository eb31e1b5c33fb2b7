"""What tests of voices share: folders, and readings, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vox1.voices.speech_material import Audio, reading
from vox1.paths import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of a new user."""
    return Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")


@pytest.fixture(scope="session")
def clean_reading() -> Audio:
    """Return about 46 s of one voice in a quiet room, at 24 kHz."""
    return reading(12)


@pytest.fixture(scope="session")
def dialogue() -> Audio:
    """Return a man and a woman in turn."""
    return reading(4, ("gmw/en", "gmw/en+f2"))
