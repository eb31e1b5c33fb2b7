"""What the tests of voices share."""

from __future__ import annotations

from pathlib import Path

import pytest

from vox1.paths import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of a new user."""
    return Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")
