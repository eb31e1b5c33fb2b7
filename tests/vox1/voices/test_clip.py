"""Tests of the reference clip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.vox1.voices.made import WORDS, speech
from vox1.errors import InputError
from vox1.voices.clip import checked_clip, flac_of, keep_prepared, prepare_clip


def test_a_voice_has_the_hash_that_its_stored_takes_were_named_by() -> None:
    """As the first version computed it: another would have every book in a cloned voice spoken anew."""
    words = checked_clip(speech(), "These are  the words.\n", "a.flac")
    timbre = checked_clip(speech(), "", "a.flac")

    assert words.voice_hash == "ddeb9a971fd89b49bb833caa1c1d8bbaaebb1a5880d280f3f69d42bf22fdbe36"
    assert timbre.voice_hash == "2e60f186e86b0a462e130e3a99d450f00a8f131d4ff0d33ae53b73ed555dc05f"


def test_a_recording_and_its_samples_are_the_same_voice(tmp_path: Path) -> None:
    """Whether ffmpeg has read it or the library has."""
    (tmp_path / "a.flac").write_bytes(flac_of(speech()))
    (tmp_path / "a.txt").write_text(WORDS, "utf-8")

    prepared = prepare_clip(tmp_path / "a.flac", tmp_path / "kept")

    assert prepared.voice_hash == checked_clip(speech(), WORDS, "").voice_hash
    assert prepared.path.parent == (tmp_path / "kept").absolute()


def test_what_changes_the_clone_changes_the_hash() -> None:
    """One sample, one letter; how the words are laid out is none of it."""
    clip = checked_clip(speech(), WORDS, "")
    louder = speech()
    louder[5] += 1
    others = [checked_clip(louder, WORDS, ""), checked_clip(speech(), WORDS + "!", "")]

    assert len({clip.voice_hash, *(other.voice_hash for other in others)}) == 3
    assert len({clip.checksum, *(other.checksum for other in others)}) == 3
    assert checked_clip(speech(), f" {WORDS}\n", "").voice_hash == clip.voice_hash
    assert checked_clip(speech(), "e\u0301", "").voice_hash == checked_clip(speech(), "é", "").voice_hash


def test_what_is_prepared_already_is_not_written_again(tmp_path: Path) -> None:
    """Another program may be reading it; a damaged one is put right."""
    clip = checked_clip(speech(), WORDS, "")
    path = keep_prepared(clip, tmp_path).path
    before = path.stat().st_mtime_ns, path.stat().st_ino
    keep_prepared(clip, tmp_path)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before

    path.write_bytes(b"damaged")
    keep_prepared(clip, tmp_path)

    samples, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == 24_000
    assert np.array_equal(samples, np.concatenate((speech(), np.zeros(12_000, np.int16))))


def test_the_lowest_sample_there_is_can_be_heard() -> None:
    """-32768 has no positive twin among 16 bits."""
    samples = np.zeros(5 * 24_000, np.int16)
    samples[::2] = -32_768

    assert checked_clip(samples, "", "").seconds == 5.0


@pytest.mark.parametrize("words", ["a\0b", "a\x1b[2Jb", "\x08", "\x9bA"])
def test_words_with_control_characters_are_an_error(words: str) -> None:
    """They are nobody's words, and what shows them may obey them."""
    with pytest.raises(InputError, match="control characters"):
        checked_clip(speech(), words, "a.flac")
