"""What the tests of models share: a hub that holds two tiny models, and empty folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vox1.models import tiny
from tests.vox1.models.fake_hub import FakeHub, running
from vox1.models.catalogue import known_model
from vox1.paths import Folders


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is set on this computer leads a test elsewhere."""
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE", "HF_TOKEN", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(autouse=True)
def _no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power is cut in a test: waiting for the disk was most of what they took."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of a run, with no models."""
    return Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    """A hub with a narrator and a recogniser."""
    repos = {
        known_model(tiny.NARRATOR).repo: {".gitattributes": b"* lfs\n", **tiny.narrator_files()},
        known_model(tiny.LISTENER).repo: tiny.listener_files(),
    }
    with running(FakeHub(repos=repos)) as hub:
        yield hub
