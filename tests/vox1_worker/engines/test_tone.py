"""Tests of the tone engine: exact, and misbehaving only as ordered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from vox1_worker import take_file
from vox1_worker.engine import Engine, Growing, Outcome, Refused, Speech
from vox1_worker.engines import tone
from vox1_worker.protocol import Ended, Load, Speak

Ask = Callable[..., Speak]
Drive = Callable[[Engine, Sequence[Speak]], dict[str, Outcome]]
PASSAGE = "The quick brown fox [click] jumps."


@pytest.fixture
def engine(create: Callable[[str], Engine], load: Load) -> Engine:
    """The engine with three slots."""
    engine = create("tone")
    engine.load(load)
    return engine


def speech(outcome: Outcome) -> Speech:
    """Return an outcome that must be speech."""
    assert isinstance(outcome, Speech)
    return outcome


def test_the_same_text_makes_the_same_samples_in_any_slot(
    engine: Engine, make_request: Ask, speak: Drive
) -> None:
    """Whatever is spoken beside it and before it: takes must not depend on their neighbours."""
    alone = speech(speak(engine, [make_request(PASSAGE)])["1.1/1"])
    texts = ["other words", "more", PASSAGE, "[tone:runaway]", PASSAGE, "", PASSAGE]
    requests = [make_request(text, id=str(n), seed=n, budget_seconds=9.0) for n, text in enumerate(texts)]

    ended = speak(engine, requests)

    for name in ("2", "4", "6"):
        assert np.array_equal(speech(ended[name]).audio, alone.audio)
        assert speech(ended[name]).marks == alone.marks


def test_two_engines_make_the_same_samples(
    create: Callable[[str], Engine], make_request: Ask, speak: Drive, load: Load
) -> None:
    """A render that was resumed is equal to an undisturbed one."""
    made = []
    for slots in (1, 3):
        engine = create("tone")
        engine.load(replace(load, slots=slots))
        made.append(speech(speak(engine, [make_request(PASSAGE)])["1.1/1"]).audio.tobytes())

    assert made[0] == made[1]


def test_its_sound_is_what_it_always_was() -> None:
    """Finished books are compared to the sample across versions; rounding hides what processors differ in."""
    audio, marks = tone.render(PASSAGE, "tone")

    coarse = (take_file.to_pcm16(audio).astype(np.int32) + 32) >> 6
    digest = hashlib.sha256(coarse.astype("<i4").tobytes()).hexdigest()
    assert digest == "561bc569567b206b1762fa7202c4fe14166cd0fd96a412e31c8673961c479c11"
    assert marks == [(0, 480), (4, 3120), (10, 6240), (16, 9360), (20, 12000), (28, 13920)]


def test_a_click_is_one_sample_at_its_mark(engine: Engine, make_request: Ask, speak: Drive) -> None:
    """So that a place in a finished book can be found to the sample."""
    spoken = speech(speak(engine, [make_request("one [click] two [click]")])["1.1/1"])

    marks = dict(spoken.marks)
    loud = np.flatnonzero(np.abs(spoken.audio) > 0.5).tolist()
    assert loud == [marks[4], marks[16]]
    assert spoken.audio[marks[4]] == np.float32(0.9)
    assert not spoken.audio[marks[4] + 1 : marks[4] + 1000].any()


def test_words_and_voices_sound_different() -> None:
    """A take of another chunk or of another voice is found out."""
    sounds = [
        tone.render(text, voice)[0].tobytes()
        for text, voice in (("one", "tone"), ("ones", "tone"), ("one", "tone-low"), ("one one", "tone"))
    ]

    assert len(set(sounds)) == len(sounds)


def test_slots_are_held_between_one_and_three(create: Callable[[str], Engine], load: Load) -> None:
    """Whatever the host asks for."""
    assert [create("tone").load(replace(load, slots=n)).slots for n in (-1, 0, 1, 2, 3, 4)] == [
        1,
        1,
        1,
        2,
        3,
        3,
    ]


def test_an_order_is_not_spoken(engine: Engine, make_request: Ask, speak: Drive) -> None:
    """A chunk sounds the same once its order no longer holds."""
    ordered = speech(speak(engine, [make_request("[tone:print]one two")])["1.1/1"])
    plain = speech(speak(engine, [make_request("one two")])["1.1/1"])

    assert np.array_equal(ordered.audio, plain.audio)


def test_an_order_may_hold_for_the_first_attempts_only(
    engine: Engine, make_request: Ask, speak: Drive
) -> None:
    """For chunks that are good when they are tried again."""
    outcomes = [
        speak(engine, [make_request("[tone:refuse 2] one", attempt=attempt)])["1.1/1"]
        for attempt in (1, 2, 3)
    ]

    assert [type(outcome) for outcome in outcomes] == [Refused, Refused, Speech]


@pytest.mark.parametrize(
    ("order", "is_as_ordered"),
    [
        ("nan", lambda audio, _: 0 < np.isnan(audio).sum() < len(audio)),
        ("silent", lambda audio, plain: len(audio) == len(plain) and not audio.any()),
        ("clip", lambda audio, _: np.abs(audio).max() > 1.5),
        ("truncate", lambda audio, plain: len(audio) == len(plain) // 10),
        ("babble", lambda audio, plain: len(audio) == len(plain) * 8),
    ],
)
def test_speech_is_spoilt_as_ordered(
    order: str,
    is_as_ordered: Callable[..., bool],
    engine: Engine,
    make_request: Ask,
    speak: Drive,
) -> None:
    """What a model can do wrong without saying so: it still says that it ended by itself."""
    spoilt = speech(speak(engine, [make_request(f"one two three four[tone:{order}]")])["1.1/1"])

    assert is_as_ordered(spoilt.audio, tone.render("one two three four", "tone")[0])
    assert spoilt.ended is Ended.NATURAL


def test_a_runaway_grows_until_its_budget(engine: Engine, make_request: Ask) -> None:
    """Half a second at a step, beside neighbours that end as they always do."""
    engine.start(make_request("[tone:runaway]", id="a", budget_seconds=1.25))
    engine.start(make_request("one", id="b"))

    steps = [list(engine.step()) for _ in range(3)]

    assert steps[0][0] == Growing("a", 0.5)
    assert isinstance(steps[0][1], Speech)
    assert steps[1] == [Growing("a", 1.0)]
    last = speech(steps[2][0])
    assert (len(last.audio), last.ended) == (30_000, Ended.BUDGET)


def test_a_cancelled_runaway_starts_from_nothing_when_it_is_asked_for_again(
    engine: Engine, make_request: Ask
) -> None:
    """Nothing of a cancelled request is kept."""
    runaway = make_request("[tone:runaway]", budget_seconds=60.0)
    engine.start(runaway)
    engine.step()
    engine.cancel(runaway.id)
    assert isinstance(engine.step()[0], Refused)
    engine.start(runaway)

    assert engine.step() == [Growing(runaway.id, 0.5)]


def test_a_refusal_on_order_has_the_code_for_speech(engine: Engine, make_request: Ask, speak: Drive) -> None:
    """As when a model cannot make anything of a text."""
    assert speak(engine, [make_request("[tone:refuse]")])["1.1/1"] == Refused(
        "1.1/1", "speech", "refused on order"
    )
