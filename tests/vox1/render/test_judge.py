"""Tests of the judge: what is learned, and where it is kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.vox1.render.booth import SENTENCES, Booth
from vox1.engines.registry import engine_row
from vox1.paths import Folders
from vox1.render.judge import Judge
from vox1.render.keys import VoiceChoice
from vox1.render.takes import StoredTake
from vox1.render.verdict import DELIVERY_CHECKS, Check, Standing
from vox1_worker.engines import tone
from vox1_worker.protocol import Ended

VOICE = VoiceChoice(engine_row("espeak"), "", "gmw/en-US", {"rate_wpm": 175}, 0)
TONES = VoiceChoice(engine_row("tone"), "", "tone", {}, 0)


@pytest.fixture(name="booth", scope="module")
def _booth() -> Iterator[Booth]:
    booth = Booth()
    yield booth
    booth.close()


def pcm(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.int16]:
    """Return samples as they are stored."""
    return (samples * 32767).astype(np.int16)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Empty ones."""
    return Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")


def reported(samples: int, rate_hz: int, ended: Ended = Ended.NATURAL) -> StoredTake:
    """Return a take as it is stored before it is judged."""
    whole = (0, samples)
    return StoredTake(
        "k", 1, Path(), samples, rate_hz, "", 1, ended, 0, Standing.UNJUDGED, (), 0.0, whole, is_kept=False
    )


def test_what_was_learned_is_there_for_the_next_book(booth: Booth, folders: Folders) -> None:
    """Of this voice, at this speed, in this language; not of another."""
    judge = Judge(VOICE, "en", folders)
    for text in SENTENCES:
        samples = pcm(booth.say(text))
        assert judge.judge(text, samples, reported(len(samples), booth.rate_hz)).is_good
    judge.save()

    assert Judge(VOICE, "en", folders).takes == len(SENTENCES)
    assert Judge(replace(VOICE, seed=7), "en", folders).takes == len(SENTENCES)
    assert Judge(VOICE, "de", folders).takes == 0
    assert Judge(replace(VOICE, settings={"rate_wpm": 200}), "en", folders).takes == 0


def test_nothing_is_learned_from_a_bad_take(booth: Booth, folders: Folders) -> None:
    """Else the next one like it would be normal."""
    judge = Judge(VOICE, "en", folders)
    samples = np.zeros(48_000, np.int16)

    verdict = judge.judge(SENTENCES[0], samples, reported(len(samples), booth.rate_hz))
    judge.save()

    assert {finding.check for finding in verdict.findings} == {Check.SILENT}
    assert judge.takes == 0
    assert not folders.norms.exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"schema": 0}', "null"])
def test_a_damaged_file_of_norms_is_learned_anew(
    booth: Booth, folders: Folders, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It only sharpens the checks, so nothing stops for it; the log says so."""
    caplog.set_level(logging.WARNING)
    path = folders.norms / f"{VOICE.norm_key('en')}.json"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    judge = Judge(VOICE, "en", folders)
    samples = pcm(booth.say(SENTENCES[0]))

    judge.judge(SENTENCES[0], samples, reported(len(samples), booth.rate_hz))
    judge.save()

    assert path.name in caplog.text
    assert Judge(VOICE, "en", folders).takes == 1


def test_sounds_that_are_no_speech_are_judged_by_plain_checks(folders: Folders) -> None:
    """The test engine's tones have no syllables and no timbre, and teach nothing."""
    judge = Judge(TONES, "en", folders)
    audio = pcm(tone.render("one two three", "tone")[0])

    assert judge.judge("one two three", audio, reported(len(audio), tone.SAMPLE_RATE_HZ)).is_good
    assert not judge.judge("one", audio, reported(len(audio), tone.SAMPLE_RATE_HZ, Ended.BUDGET)).is_good
    assert judge.takes == 0


def _experienced(booth: Booth, folders: Folders, voice: VoiceChoice) -> Judge:
    judge = Judge(voice, "en", folders)
    for first, second in [*product(SENTENCES, repeat=2)] * 2:
        text = f"{first} {second}"
        samples = pcm(booth.say(text))
        judge.judge(text, samples, reported(len(samples), booth.rate_hz))
    return judge


def test_an_engine_that_never_varies_is_not_judged_by_its_delivery(booth: Booth, folders: Folders) -> None:
    """Its pitch is the text's. A voice model may slip; and lost text is lost with either."""
    text, (first, second) = SENTENCES[2], (SENTENCES[0], SENTENCES[3])
    high, lost = pcm(booth.say(text, voice="gmw/en+f4")), pcm(booth.say(first))

    fixed = _experienced(booth, folders, VOICE)
    model = _experienced(
        booth, folders, replace(VOICE, engine=replace(VOICE.engine, varies=True, id="model"))
    )

    take = reported(len(high), booth.rate_hz)
    found = {finding.check for finding in fixed.judge(text, high, take).findings}
    assert not found & DELIVERY_CHECKS
    assert {finding.check for finding in model.judge(text, high, take).findings} & DELIVERY_CHECKS
    assert fixed.judge(f"{first} {second}", lost, reported(len(lost), booth.rate_hz)).standing is (
        Standing.PARTIAL
    )


def test_text_that_an_engine_tells_it_has_said_is_not_called_missing(booth: Booth, folders: Folders) -> None:
    """Another text is partial by its sound alone, and doubtful where each word is marked."""
    judge = _experienced(booth, folders, VOICE)
    text, other = (f"{SENTENCES[a]} {SENTENCES[b]}" for a, b in ((0, 1), (3, 5)))
    samples = pcm(np.resize(booth.say(other), len(booth.say(text))))
    words = list(re.finditer(r"[\w’']+", text))
    marks = [(word.start(), 1_000 * place) for place, word in enumerate(words)]
    take = reported(len(samples), booth.rate_hz)

    by_sound, by_marks = judge.judge(text, samples, take), judge.judge(text, samples, take, marks)

    assert Check.OTHER in {finding.check for finding in by_sound.findings}
    assert Check.OTHERWISE in {finding.check for finding in by_marks.findings}
    assert Check.OTHER not in {finding.check for finding in by_marks.findings}
