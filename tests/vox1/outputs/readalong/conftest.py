"""What the tests of read-along books share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vox1.outputs.readalong.heard import silence


@pytest.fixture(scope="session")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a silent .m4a of five minutes: long enough for every chapter of the samples and the tests."""
    return silence(tmp_path_factory.mktemp("audio") / "silence.m4a", 300)
