"""Tests of vox1_cli.choosing: what a command changes of the settings for one book."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from vox1.errors import InputError
from vox1.render.job import RenderOptions
from vox1.settings import Settings, save
from vox1_cli.choosing import chosen_options, chosen_settings
from vox1_cli.commands import render
from vox1_cli.console import Console


@pytest.mark.parametrize(
    ("written", "chosen", "expected"),
    [
        ([], False, False),
        ([], True, True),
        (["--read-along"], False, True),
        (["--no-read-along"], True, False),
    ],
)
def test_a_read_along_book_is_made_when_asked_for(
    written: list[str],
    chosen: bool,  # noqa: FBT001  # a column of the table
    expected: bool,  # noqa: FBT001  # the same
) -> None:
    """By the settings, unless the command says otherwise."""
    parser = argparse.ArgumentParser()
    render.add_to(parser.add_subparsers())
    arguments = parser.parse_args(["render", "book.epub", *written])

    assert chosen_settings(arguments, Settings(read_along=chosen)).read_along is expected


def _chosen(*written: str) -> Settings:
    parser = argparse.ArgumentParser()
    render.add_to(parser.add_subparsers())
    return chosen_settings(parser.parse_args(["render", "book.epub", *written]), Settings())


def test_pauses_are_chosen_by_what_ends() -> None:
    """Each as often as it is named; the last counts."""
    chosen = _chosen("--pause", "paragraph=700", "--pause", "scene=0", "--pause", "paragraph=800")
    assert (chosen.paragraph_pause_ms, chosen.scene_pause_ms) == (800, 0)
    assert chosen.chapter_pause_ms == Settings().chapter_pause_ms


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (("--pause", "comma=3"), "The pause 'comma=3' is not understood"),
        (("--pause", "scene=long"), "The pause 'scene=long' is not understood"),
        (("--pause", "scene=99999"), "--pause scene 99999 is not usable"),
        (("--bitrate", "5"), "--bitrate 5 is not usable"),
        (("--format", "aiff"), "--format 'aiff' is not usable"),
        (("--loudness", "loud"), "--loudness 'loud' is not usable"),
        (("--seed", "-1"), "--seed -1 is not usable"),
        (("--chunk-characters", "50"), "--chunk-characters 50 is not usable"),
    ],
)
def test_a_bad_value_is_named_by_its_option(written: tuple[str, str], message: str) -> None:
    """Whoever typed it knows no other name."""
    with pytest.raises(InputError, match=re.escape(message)):
        _chosen(*written)


def _options(path: Path, *written: str) -> RenderOptions:
    parser = argparse.ArgumentParser()
    render.add_to(parser.add_subparsers())
    arguments = parser.parse_args(["render", "book.epub", *written])
    return chosen_options(arguments, path, Console(as_json=False))


def test_batch_size_seed_and_device_are_those_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the command, or for the device the environment, says otherwise."""
    monkeypatch.delenv("DEVICE", raising=False)
    path = tmp_path / "user_settings.json"
    save(Settings(batch_size=2, seed=7, device="cpu", chunk_characters=250), path)

    kept = _options(path)
    assert (kept.slots, kept.seed, kept.device) == (2, 7, "cpu")
    assert kept.settings.chunk_characters == 250

    other = _options(path, "--batch-size", "3", "--seed", "8", "--device", "cuda", "--chunk-characters", "0")
    assert (other.slots, other.seed, other.device) == (3, 8, "cuda")
    assert other.settings.chunk_characters == 0
    assert _options(path, "--batch-size", "0").slots is None

    monkeypatch.setenv("DEVICE", "mps")
    assert _options(path).device == "mps"
    assert _options(path, "--device", "auto").device == "auto"
