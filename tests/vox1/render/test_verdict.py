"""Tests of the verdict."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks.take_checks import sentences
from tests.vox1.render.booth import SENTENCES, Booth
from vox1.audio.analysis import Analysis, analyse
from vox1.render.norms import VoiceNorm
from vox1.render.verdict import ALL_CHECKS, PLAIN_CHECKS, Check, Standing, Verdict, judge_speech
from vox1_worker.engines import tone
from vox1_worker.engines.faults import FAULTS, Material
from vox1_worker.protocol import Ended

TEXT = "The quick brown fox jumps over the lazy dog."
Samples = npt.NDArray[np.float32]
RATE_HZ = 24_000


def plain(text: str, samples: Samples, ended: Ended = Ended.NATURAL, nonfinite: int = 0) -> Verdict:
    """Return the verdict of the checks that hold for any sound."""
    return judge_speech(text, analyse(samples, RATE_HZ, nonfinite), ended, VoiceNorm(), PLAIN_CHECKS)


def hum(seconds: float, level: float = 0.3) -> Samples:
    """Return a sound of a length."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (level * np.sin(2 * np.pi * 220 * times)).astype(np.float32)


def test_plausible_sound_is_good() -> None:
    """Without a reason against it."""
    assert plain(TEXT, hum(3)) == Verdict()
    assert plain(TEXT, hum(3)).standing is Standing.GOOD


@pytest.mark.parametrize(
    ("verdict", "reason", "standing"),
    [
        (plain(TEXT, hum(3), Ended.BUDGET), "did not end by itself within 3 seconds", Standing.PARTIAL),
        (plain(TEXT, hum(3), nonfinite=7), "7 samples that are not numbers", Standing.PARTIAL),
        (plain(TEXT, hum(0)), "it is empty", Standing.USELESS),
        (plain(TEXT, hum(3, level=0.0005)), "it is silent", Standing.USELESS),
        (plain(TEXT, hum(3, level=0.0)), "it is silent", Standing.USELESS),
        (plain(TEXT, hum(0.5)), "0.5 seconds are too short for 44 characters", Standing.PARTIAL),
    ],
)
def test_a_take_that_cannot_be_the_speech_of_its_text_is_told_why(
    verdict: Verdict, reason: str, standing: Standing
) -> None:
    """The listener reads the reason in the receipt."""
    assert any(reason in given for given in verdict.reasons)
    assert verdict.standing is standing


def test_every_reason_is_named() -> None:
    """Not only the first; and what is worst of them is what the take is worth."""
    bad = plain(TEXT, hum(0.004, level=0.0), Ended.BUDGET, nonfinite=1)

    assert len(bad.reasons) == 4
    assert bad.standing is Standing.USELESS


@pytest.mark.parametrize("text", ["", "Yes.", "I. Am. Born."])
def test_a_short_text_may_be_spoken_in_a_moment(text: str) -> None:
    """Speech of few characters varies too much to judge its length."""
    assert plain(text, hum(0.1)).is_good


@pytest.mark.parametrize("text", ["One.", TEXT, TEXT * 8])
def test_the_tones_of_a_text_are_good(text: str) -> None:
    """The test engine passes unless it is ordered to misbehave."""
    assert plain(text, tone.render(text, "tone")[0]).reasons == ()


SPOKEN = f"{SENTENCES[1]} {SENTENCES[4]}"


class Judge:
    """What is normal for the draft voice, learned once."""

    def __init__(self, booth: Booth) -> None:
        self.booth, self.rate_hz, self.norm = booth, booth.rate_hz, VoiceNorm()
        self.say, self.room = booth.say, booth.room
        for first in SENTENCES:
            for second in SENTENCES:
                text = f"{first} {second}"
                self.norm.learn(booth.analysis(text), text)

    def material(self, share: float) -> Material:
        """Return what faults are made of."""
        speech = self.say(SPOKEN)
        return Material(
            speech=speech,
            other=self.say(" ".join(SENTENCES[place] for place in (3, 5, 0, 2))),
            stranger=self.say(SPOKEN, voice="gmw/en+f2"),
            steady=speech,
            room=self.room(60),
            rate_hz=self.rate_hz,
            budget_seconds=30.0,
            share=share,
            random=np.random.default_rng(5),
        )

    def judge(
        self,
        audio: npt.NDArray[np.float32],
        ended: Ended = Ended.NATURAL,
        checks: frozenset[Check] = ALL_CHECKS,
    ) -> Verdict:
        """Judge audio as the speech of `SPOKEN`."""
        return judge_speech(SPOKEN, analyse(audio, self.rate_hz), ended, self.norm, checks)


@pytest.fixture(name="booth", scope="module")
def _booth() -> Iterator[Judge]:
    booth = Booth()
    yield Judge(booth)
    booth.close()


def test_clean_speech_has_no_findings(booth: Judge) -> None:
    """And the best score."""
    verdict = booth.judge(booth.say(SPOKEN))

    assert verdict.reasons == ()
    assert verdict.is_good
    assert verdict.score == 0


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("runaway into babble", Check.BUDGET),
        ("runaway into babble", Check.MORE),
        ("lost end", Check.LOST),
        ("lost end at gap", Check.LOST),
        ("lost start", Check.LOST),
        ("lost middle", Check.LOST),
        ("dead air", Check.DEAD_AIR),
        ("loop", Check.LOOP),
        ("loop instead", Check.LOOP),
        ("hum", Check.HELD),
        ("babble more", Check.MORE),
        ("clipping", Check.CLIPPED),
        ("offset", Check.OFFSET),
        ("not numbers", Check.NONFINITE),
        ("near silence", Check.LEVEL),
        ("level off", Check.LEVEL),
        ("level jump", Check.JUMP),
        ("pitch off", Check.PITCH),
        ("other voice", Check.VOICE),
        ("click", Check.CLICK),
    ],
)
def test_each_fault_is_found_by_its_check(booth: Judge, kind: str, check: Check) -> None:
    """Half of the chunk is hit; the reason is there, and the score is worse than a good take's."""
    faulty = FAULTS[kind](booth.material(0.5))

    verdict = booth.judge(faulty.audio, faulty.ended)

    assert check in {finding.check for finding in verdict.findings}
    assert len(verdict.reasons) == len(verdict.findings)
    assert verdict.score < 0


def test_another_text_as_long_by_the_same_voice_is_told(booth: Judge) -> None:
    """Length, level and voice are right; only the letters are not. Clean speech of new words is good."""
    norm = _learned(booth.booth, "es", "roa/es", 60)
    text, other = (" ".join(sentences("es", "second", random.Random(seed))[:3]) for seed in (5, 6))
    right, babble = booth.say(text, voice="roa/es"), booth.say(other, voice="roa/es")
    half = right.size // 2
    takes = (right, np.resize(babble, right.size), np.concatenate((right[:half], babble[:half])))

    good, *bad = (judge_speech(text, analyse(one, booth.rate_hz), Ended.NATURAL, norm) for one in takes)

    assert good.reasons == ()
    assert all(Check.OTHER in {finding.check for finding in verdict.findings} for verdict in bad)


def test_a_short_take_is_told_by_voice_and_letters_together(booth: Judge) -> None:
    """A third by another voice, which is neither foreign enough nor unlike its text enough alone."""
    text, norm = "¿Quién te ha enviado?", _learned(booth.booth, "es", "roa/es", 60)
    right, stranger = (booth.say(text, voice=voice) for voice in ("roa/es", "roa/es+f2"))
    mixed = np.concatenate((stranger[: stranger.size * 3 // 10], right[right.size * 3 // 10 :]))

    good, bad = (
        judge_speech(text, analyse(take, booth.rate_hz), Ended.NATURAL, norm) for take in (right, mixed)
    )

    assert good.reasons == ()
    assert bad.reasons == ("it sounds too little like the voice and like its text",)


@pytest.mark.parametrize(
    ("language", "voice", "text", "seed"),
    [
        ("de", "gmw/de", "Draußen bellte irgendwo ein Hund.", 0),
        ("fr", "roa/fr", "Cela sentait la pomme et la fumée.", 1),
        ("it", "roa/it", "Domani sarà tutto diverso.", 2),
    ],
)
def test_half_a_second_of_noise_over_speech_is_told(
    booth: Judge, language: str, voice: str, text: str, seed: int
) -> None:
    """The inputs that were missed: a third of two seconds, which drowned in the passages around it."""
    norm = _learned(booth.booth, language, voice, 60)
    speech, chance = booth.say(text, voice=voice), np.random.default_rng(seed)
    made = replace(booth.material(0.35), speech=speech, random=chance)

    good, bad = (
        judge_speech(text, analyse(take, booth.rate_hz), Ended.NATURAL, norm)
        for take in (speech, FAULTS["noise over"](made).audio)
    )

    assert good.reasons == ()
    assert Check.VOICE in {finding.check for finding in bad.findings}


@pytest.mark.parametrize("rate_wpm", [160, 180, 200, 215])
def test_hisses_of_a_short_text_are_no_other_pitch(booth: Judge, rate_wpm: int) -> None:
    """The input that was called bad: half of its voiced frames at most are vowels."""
    text, norm = "Wer hat dich geschickt?", _learned(booth.booth, "de", "gmw/de", 24)

    take = booth.booth.analysis(text, rate_wpm, "gmw/de")

    assert judge_speech(text, take, Ended.NATURAL, norm).reasons == ()


def test_a_short_text_of_quiet_vowels_is_not_too_quiet(booth: Judge) -> None:
    """The input that was called bad: two words, at the 3 dB less that any take of the voice may have."""
    text, norm = "Свет погас.", _learned(booth.booth, "ru", "zle/ru", 24)
    take = booth.say(text, voice="zle/ru") * np.float32(10 ** (-3 / 20))

    assert judge_speech(text, analyse(take, booth.rate_hz), Ended.NATURAL, norm).reasons == ()


@pytest.mark.parametrize(
    "text",
    [
        "Nobody answered but the parrot, which cried “Gkrrtzpf!” through the whole of the long supper.",
        "The letter was signed by B F Ashdown, and by G W Parry, and by H C Merrow the younger.",
        "Let the values be k′, t′, z′, v′, all of them smaller than k, t, z, v, as drawn.",
    ],
)
def test_words_that_are_spelt_are_no_other_text(booth: Judge, text: str) -> None:
    """The shape of the inputs that were called so: initials, symbols, and a word that nobody can say."""
    norm = _learned(booth.booth, "en", "gmw/en", 60)
    take = booth.booth.analysis(text)

    assert {one.check for one in judge_speech(text, take, Ended.NATURAL, norm).findings} <= {Check.MORE}


@lru_cache(maxsize=4)
def _learned(booth: Booth, language: str, voice: str, takes: int) -> VoiceNorm:
    """What is normal in another language; letters need 60 takes to be known."""
    pool, chance, norm = sentences(language, "first", random.Random(3)), random.Random(4), VoiceNorm()
    for _ in range(takes):
        text = " ".join(chance.sample(pool, 2))
        norm.learn(booth.analysis(text, voice=voice), text)
    return norm


def test_a_voice_that_changes_slowly_is_told_by_its_first_takes(booth: Judge) -> None:
    """Pitch and formants rise by a quarter in 80 takes. By the newest takes alone not one was called bad."""
    rising = [(1 + share, _higher(booth.booth, SPOKEN, 1 + share)) for share in np.linspace(0, 0.25, 80)]

    before = _called_bad(rising, _anchored(booth.booth), ALL_CHECKS - {Check.DRIFT})
    now = _called_bad(rising, _anchored(booth.booth), ALL_CHECKS)

    assert before == {}
    assert 1.05 < min(now) < 1.2
    assert now[min(now)] == {Check.DRIFT}
    assert all(factor in now for factor, _ in rising if factor > 1.2)


@pytest.mark.parametrize("text", [SENTENCES[0], SPOKEN, "Who sent you?"])
@pytest.mark.parametrize("rate_wpm", [150, 175, 200])
def test_a_voice_is_its_own_at_another_tempo_and_length(booth: Judge, text: str, rate_wpm: int) -> None:
    """Neither is a drift, nor is a pitch that is a little higher."""
    norm = _anchored(booth.booth)

    for factor in (0.98, 1.0, 1.03):
        analysis = _higher(booth.booth, text, factor, rate_wpm)
        found = judge_speech(text, analysis, Ended.NATURAL, norm).findings
        assert Check.DRIFT not in {finding.check for finding in found}


def test_another_voice_is_named_once(booth: Judge) -> None:
    """It is neither like the newest takes nor like the first; one reason is enough."""
    analysis = booth.booth.analysis(SPOKEN, voice="gmw/en+f2")

    verdict = judge_speech(SPOKEN, analysis, Ended.NATURAL, _anchored(booth.booth))

    assert Check.VOICE in {finding.check for finding in verdict.findings}
    assert Check.DRIFT not in {finding.check for finding in verdict.findings}


def _anchored(booth: Booth) -> VoiceNorm:
    """What is normal for a voice whose first takes are complete; to be changed freely."""
    return VoiceNorm.from_json(_written(booth))


@lru_cache(maxsize=1)
def _written(booth: Booth) -> dict[str, Any]:
    texts, norm = [f"{first} {second}" for first in SENTENCES for second in SENTENCES], VoiceNorm()
    for text, analysis in [(text, booth.analysis(text)) for text in texts] * 3:
        norm.learn(analysis, text)
    assert norm.anchor is not None
    return norm.to_json()


def _higher(booth: Booth, text: str, factor: float, rate_wpm: int = 175) -> Analysis:
    """Return speech whose pitch and formants are higher by a factor, at the same tempo."""
    said = booth.say(text, round(rate_wpm / factor))
    return analyse(np.interp(np.arange(0, said.size - 1, factor), np.arange(said.size), said), booth.rate_hz)


def _called_bad(
    takes: list[tuple[float, Analysis]], norm: VoiceNorm, checks: frozenset[Check]
) -> dict[float, set[Check]]:
    """Judge takes of `SPOKEN` in order, learning from the good ones; return why the others are bad."""
    bad = {}
    for factor, analysis in takes:
        verdict = judge_speech(SPOKEN, analysis, Ended.NATURAL, norm, checks)
        if verdict.is_good:
            norm.learn(analysis, SPOKEN)
        else:
            bad[factor] = {finding.check for finding in verdict.findings}
    return bad


def test_a_hiss_in_the_middle_is_noise(booth: Judge) -> None:
    """White noise has no pitch."""
    speech = booth.say(SPOKEN)
    hiss = np.random.default_rng(3).standard_normal(booth.rate_hz).astype(np.float32)
    speech[booth.rate_hz : 2 * booth.rate_hz] = 0.1 * hiss

    assert Check.NOISE in {finding.check for finding in booth.judge(speech).findings}


@pytest.mark.parametrize(
    ("kind", "checks"), [("too fast", {Check.FAST, Check.LOST}), ("too slow", {Check.SLOW, Check.MORE})]
)
def test_a_take_far_off_its_tempo_is_told(booth: Judge, kind: str, checks: set[Check]) -> None:
    """Twice the tempo blurs what was said, half of it wavers: text seems lost or added."""
    faulty = FAULTS[kind](booth.material(0.5))

    assert {one.check for one in booth.judge(faulty.audio).findings} & checks


def test_speech_that_stops_in_full_voice_is_cut_off(booth: Judge) -> None:
    """The last 20 ms of a take are never a vowel."""
    speech = booth.say(SPOKEN)
    loudest = int(np.argmax(np.abs(speech[speech.size * 9 // 10 :]))) + speech.size * 9 // 10

    verdict = booth.judge(speech[:loudest])

    assert Check.CUT_END in {finding.check for finding in verdict.findings}


@pytest.mark.parametrize("seconds", [1.0, 3.0])
def test_silence_before_and_room_after_are_cut_away(booth: Judge, seconds: float) -> None:
    """Repaired first: the take is good, and nothing of its speech is lost."""
    speech = booth.say(SPOKEN)
    audio = np.concatenate((booth.room(seconds), speech, booth.room(seconds)))

    verdict = booth.judge(audio)

    assert verdict.is_good
    assert verdict.trim
    first, last = (sample / booth.rate_hz for sample in verdict.trim)
    assert seconds - 0.3 < first <= seconds + 0.02
    assert 0.1 < audio.size / booth.rate_hz - last < seconds + 1.0
    assert len(verdict.repairs) == 2


def test_a_runaway_into_room_tone_is_mended(booth: Judge) -> None:
    """Its whole text was said before it fell silent; a norm that knows the voice can tell."""
    faulty = FAULTS["runaway into room"](booth.material(0.5))

    assert booth.judge(faulty.audio, faulty.ended).is_good
    unknown = judge_speech(SPOKEN, analyse(faulty.audio, booth.rate_hz), Ended.BUDGET, VoiceNorm())
    assert [finding.check for finding in unknown.findings] == [Check.BUDGET]


def test_a_runaway_that_lost_text_is_not_mended(booth: Judge) -> None:
    """Cutting its tail would leave half a text."""
    half = np.concatenate((booth.say(SENTENCES[1])[: booth.rate_hz], booth.room(20)))

    verdict = booth.judge(half, Ended.BUDGET)

    assert {Check.BUDGET, Check.LOST} <= {finding.check for finding in verdict.findings}


def test_the_worse_of_two_takes_scores_lower(booth: Judge) -> None:
    """Lost text is worse than a click, more of it worse than less."""
    click = booth.judge(FAULTS["click"](booth.material(0.5)).audio)
    some, most = (booth.judge(FAULTS["lost end at gap"](booth.material(s)).audio) for s in (0.4, 0.7))

    assert click.score > some.score > most.score


def test_a_text_that_repeats_itself_may_be_heard_to(booth: Judge) -> None:
    """A refrain is no loop."""
    refrain = " ".join([SENTENCES[3]] * 3)

    verdict = judge_speech(refrain, analyse(booth.say(refrain), booth.rate_hz), Ended.NATURAL, booth.norm)

    assert Check.LOOP not in {finding.check for finding in verdict.findings}


NUMBERED = (
    "“Twenty.” Four six two. “Not Arthur Sleight?” Four six three. “Yes.” Four six four. “On his sticks? "
    "Over that grass?” Four six five. “Yes, Miss Pellow.” Four six six."
)
"""The input that was taken for a loop: short lines, each with the next number in words after it."""


def test_numbers_in_words_after_every_line_are_no_loop(booth: Judge) -> None:
    """Each is nearly the one before. A line that comes again is a loop even here."""
    good = booth.say(NUMBERED)
    begin, end = good.size * 6 // 10, good.size * 8 // 10
    looped = np.concatenate((good[:end], good[begin:end], good[begin:end], good[end:]))

    checks = [
        {finding.check for finding in judge_speech(NUMBERED, take, Ended.NATURAL, booth.norm).findings}
        for take in (analyse(good, booth.rate_hz), analyse(looped, booth.rate_hz))
    ]

    assert Check.LOOP not in checks[0]
    assert Check.LOOP in checks[1]


def test_only_the_checks_that_are_asked_for_are_made(booth: Judge) -> None:
    """An engine whose sounds are no speech names those that mean something."""
    audio, _ = tone.render(TEXT * 3, "tone")

    verdict = judge_speech(
        TEXT * 3, analyse(audio, tone.SAMPLE_RATE_HZ), Ended.NATURAL, VoiceNorm(), PLAIN_CHECKS
    )

    assert verdict == Verdict()
    assert not booth.judge(np.zeros(0, np.float32), checks=frozenset((Check.BUDGET,))).findings


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float32, st.integers(0, 4000), elements=st.floats(width=32)),
    st.text(max_size=60),
    st.sampled_from([Ended.NATURAL, Ended.BUDGET]),
)
def test_any_audio_can_be_judged(audio: npt.NDArray[np.float32], text: str, ended: Ended) -> None:
    """Empty, one sample, not numbers, huge: a verdict comes out, and its trim lies within the take."""
    verdict = judge_speech(text, analyse(audio, 24_000), ended, VoiceNorm())

    assert verdict.is_good == (not verdict.findings)
    if verdict.trim:
        assert 0 <= verdict.trim[0] < verdict.trim[1] <= audio.size


def test_a_known_voice_judges_any_audio_too(booth: Judge) -> None:
    """Silence, one click, one second of full scale."""
    for audio in (np.zeros(100), np.eye(1, 5000, 2500)[0], np.ones(22_050), np.full(3, np.nan)):
        assert not booth.judge(audio.astype(np.float32)).is_good
