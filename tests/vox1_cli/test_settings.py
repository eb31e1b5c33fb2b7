"""Tests of ``settings``: what holds for all books, shown and changed."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest

from backend import Backend
from vox1.errors import InputError
from vox1.paths import Folders
from vox1.settings import Settings, load
from vox1_cli.commands import settings
from vox1_cli.console import Console


def _run(folder: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    settings.add_to(parser.add_subparsers())
    arguments = parser.parse_args(["settings", *words])
    backend = Backend(Folders(user=folder))
    return settings.run(arguments, backend, Console(as_json=getattr(arguments, "json", False)))


def test_settings_are_changed_shown_and_reset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers, words and switches, each as it is typed."""
    path = tmp_path / "user_settings.json"
    assert _run(tmp_path, "set", "speed=1.25", "loudness=-20", "read_along=true", "split=parts") == 0
    assert load(path) == (Settings(speed=1.25, loudness="-20", read_along=True, split="parts"), [])
    assert "* speed                    1.25" in capsys.readouterr().out

    assert _run(tmp_path, "reset", "speed", "split") == 0
    assert load(path) == (Settings(loudness="-20", read_along=True), [])
    assert _run(tmp_path, "reset") == 0
    assert load(path) == (Settings(), [])

    capsys.readouterr()
    assert _run(tmp_path, "list", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["path"]) == (1, str(path))
    assert told["settings"] == told["usual"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("speed=9", "speed"),
        ("speed=fast", "speed"),
        ("speed", "speed is not understood"),
        ("sped=1", "There is no setting sped"),
        ("read_along=1", "read_along"),
        ("device=gpu", "device"),
    ],
)
def test_a_bad_value_changes_nothing(tmp_path: Path, written: str, message: str) -> None:
    """Not even the good ones beside it."""
    with pytest.raises(InputError, match=re.escape(message)):
        _run(tmp_path, "set", "seed=5", written)
    assert load(tmp_path / "user_settings.json") == (Settings(), [])


def test_another_engine_starts_without_the_voice_of_the_old_one(tmp_path: Path) -> None:
    """As everywhere."""
    _run(tmp_path, "set", "voice=gmw/en-US")
    _run(tmp_path, "set", "engine=tone")
    assert load(tmp_path / "user_settings.json")[0] == Settings(engine="tone")
