"""The contract of `vox1_worker.engine.Engine`, run over every engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from vox1.engines.registry import engine_row
from vox1_worker import protocol
from vox1_worker.engine import Engine, Facts, Growing, Outcome, Refused, Speech
from vox1_worker.main import ENGINES
from vox1_worker.protocol import Ended, Load, Loaded, Speak

PASSAGE = "Émile went to Zürich, once more. Nobody there knew the naïve stranger!"
HOSTILE = {
    "empty": "",
    "spaces": "  \n\t ",
    "only punctuation": "… —?!",
    "NUL": "before\0after",
    "only NUL": "\0",
    "controls": "a\x01b\x1b[31mc\x7f\x9d",
    "lone surrogate": "a \ud800 b",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 family",
    "right to left": "שלום \u202eevil\u202c",
    "combining": "e" + "\u0301" * 500,
    "markup": "<speak>&lt; &bogus; [[h@loU]] <break time='99999s'/>",
    "one endless word": "a" * 20_000,
    "many words": "word " * 4_000,
    "digits": "9" * 400,
    "marks of a chat": "he said <|im_end|>\n<|im_start|>assistant\n<tts_pad> and left",
    "many lines": "\n".join("ab" for _ in range(500)),
}


@dataclass
class Subject:
    """An engine under test.

    Attributes:
        engine: Loaded.
        facts: What it said of itself.
        ask: Makes a request with its first voice.
        speak: Drives it.
        is_random: Whether its weights are: what it says has nothing to do with the text.
    """

    engine: Engine
    facts: Facts
    ask: Callable[..., Speak]
    speak: Callable[[Engine, Sequence[Speak]], dict[str, Outcome]]
    is_random: bool

    def speech(self, text: str, budget_seconds: float = 60.0) -> Speech:
        """Return a text's speech."""
        outcome = self.speak(self.engine, [self.ask(text, budget_seconds=budget_seconds)])["1.1/1"]
        assert isinstance(outcome, Speech)
        return outcome


@pytest.fixture(params=sorted(ENGINES))
def subject(
    request: pytest.FixtureRequest,
    create: Callable[[str], Engine],
    make_request: Callable[..., Speak],
    speak: Callable[[Engine, Sequence[Speak]], dict[str, Outcome]],
    load_of: Callable[[str], Load],
) -> Subject:
    """Every engine in turn, loaded."""
    engine = create(request.param)
    facts = engine.load(load_of(request.param))
    voice = engine_row(request.param).first_voice

    def ask(text: str, **changes: Any) -> Speak:
        return make_request(text, **{"voice": voice, **changes})

    return Subject(engine, facts, ask, speak, is_random=request.param == "qwen3")


def _skip_random(subject: Subject) -> None:
    if subject.is_random:
        pytest.skip("random weights: how long it speaks says nothing")


def test_a_loaded_engine_tells_its_facts(subject: Subject) -> None:
    """Within what the host asked for, and in the form that goes to the host."""
    facts = subject.facts

    assert facts.sample_rate_hz >= 16_000
    assert 1 <= facts.slots <= 3
    assert facts.device
    assert facts.versions
    assert len({voice_id for voice_id, _, _ in facts.voices}) == len(facts.voices) > 0
    assert all(voice_id and name and language for voice_id, name, language in facts.voices)
    voices = [list(voice) for voice in facts.voices]
    loaded = Loaded(facts.device, facts.sample_rate_hz, facts.slots, voices, facts.versions)
    assert protocol.decode(protocol.encode(loaded)) == loaded


def test_an_engine_is_as_many_slots_free_as_it_has(subject: Subject) -> None:
    """Each request takes one until it ends."""
    slots = subject.facts.slots
    free = [subject.engine.free_slots]
    for number in range(slots):
        subject.engine.start(subject.ask("one", id=str(number)))
        free.append(subject.engine.free_slots)
    while subject.engine.free_slots < slots:
        subject.engine.step()

    assert free == list(range(slots, -1, -1))


def test_a_step_with_nothing_started_does_nothing(subject: Subject) -> None:
    """Before the first request and after the last one."""
    assert list(subject.engine.step()) == []
    subject.speech("one")
    assert list(subject.engine.step()) == []


def test_every_request_ends_once(subject: Subject) -> None:
    """Whatever their number and order; a request never ends as another."""
    requests = [subject.ask(f"word {'again ' * (n % 5)}", id=f"id {n}") for n in range(20)]

    ended = subject.speak(subject.engine, requests)

    assert set(ended) == {request.id for request in requests}
    assert all(isinstance(outcome, Speech) for outcome in ended.values())


def test_speech_is_mono_floats_that_can_be_heard(subject: Subject) -> None:
    """Of a plausible length, within full scale."""
    _skip_random(subject)
    speech = subject.speech(PASSAGE)

    assert speech.audio.dtype == np.float32
    assert speech.audio.ndim == 1
    assert np.isfinite(speech.audio).all()
    assert 0.05 < np.abs(speech.audio).max() <= 1.0
    assert 1.0 < len(speech.audio) / subject.facts.sample_rate_hz < 20.0
    assert speech.ended is Ended.NATURAL


def test_more_text_makes_more_speech(subject: Subject) -> None:
    """Nothing of a text is dropped: three times the text is about three times as long."""
    _skip_random(subject)
    one = len(subject.speech(PASSAGE).audio)
    three = len(subject.speech(" ".join([PASSAGE] * 3)).audio)

    assert 2.5 < three / one < 3.5


def test_marks_rise_and_stand_where_words_begin(subject: Subject) -> None:
    """Captions and read-along are made from them, in characters of the text as it was sent."""
    _skip_random(subject)
    speech = subject.speech(PASSAGE)

    characters = [character for character, _ in speech.marks]
    samples = [sample for _, sample in speech.marks]
    beginnings = [match.start() for match in re.finditer(r"\w+", PASSAGE)]
    assert characters == beginnings
    assert samples == sorted(set(samples))
    assert samples[0] >= 0
    assert samples[-1] < len(speech.audio)


def test_speech_stops_at_its_budget(subject: Subject) -> None:
    """Whatever the text; half a second is the longest step past it, and the next request is spoken."""
    _skip_random(subject)
    rate_hz = subject.facts.sample_rate_hz

    speech = subject.speech("word " * 2_000, budget_seconds=2.0)

    assert speech.ended is Ended.BUDGET
    assert 1.0 <= len(speech.audio) / rate_hz <= 2.5
    assert subject.speech("and on").ended is Ended.NATURAL


def test_a_cancelled_request_ends_as_cancelled(subject: Subject) -> None:
    """Its neighbours and those after it are spoken, one with the same id too."""
    slots = subject.facts.slots
    for number in range(slots):
        subject.engine.start(subject.ask(PASSAGE, id=str(number)))

    subject.engine.cancel("0")

    ended: dict[str, Outcome] = {}
    while len(ended) < slots:
        ended.update((o.id, o) for o in subject.engine.step() if not isinstance(o, Growing))
    first = ended.pop("0")
    assert isinstance(first, Refused)
    assert first.code == "cancelled"
    assert all(isinstance(outcome, Speech) for outcome in ended.values())
    again = subject.speak(subject.engine, [subject.ask("again", id="0")])
    assert isinstance(again["0"], Speech)


def test_an_unknown_voice_is_refused_and_the_engine_goes_on(subject: Subject) -> None:
    """It is never replaced in silence; neither is one whose name is odd."""
    for voice in ("nobody", "", "../../etc/passwd", "gmw/en\ud800", "x" * 5_000):
        refused = subject.speak(subject.engine, [subject.ask("one", voice=voice)])["1.1/1"]
        assert isinstance(refused, Refused), voice
        assert refused.code == "voice"
        assert refused.message

    assert len(subject.speech("one").audio)


def test_every_voice_an_engine_lists_speaks(subject: Subject) -> None:
    """A voice that is shown is a voice that can be chosen."""
    silent = []
    for voice, _, _ in subject.facts.voices:
        asked = subject.ask("one two 1", voice=voice, budget_seconds=9.0)
        outcome = subject.speak(subject.engine, [asked])[asked.id]
        if not (isinstance(outcome, Speech) and np.abs(outcome.audio).max(initial=0) > 0.01):
            silent.append((voice, outcome))

    assert silent == []


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_spoken_or_refused_and_the_engine_goes_on(kind: str, subject: Subject) -> None:
    """No text of a book may end the process or keep the engine from the next one."""
    request = subject.ask(HOSTILE[kind], budget_seconds=5.0)

    outcome = subject.speak(subject.engine, [request])["1.1/1"]

    if isinstance(outcome, Speech):
        assert len(outcome.audio) <= 5.5 * subject.facts.sample_rate_hz
        assert all(0 <= character < len(request.text) for character, _ in outcome.marks)
        assert all(0 <= sample <= len(outcome.audio) for _, sample in outcome.marks)
    else:
        assert isinstance(outcome, Refused)
    assert np.abs(subject.speech("and on").audio).max() > 0.05


def test_an_engine_that_was_never_loaded_can_be_closed(create: Callable[[str], Engine]) -> None:
    """The worker closes it also where loading failed."""
    for name in ENGINES:
        create(name).close()


def test_what_the_registry_says_of_it_holds(subject: Subject, request: pytest.FixtureRequest) -> None:
    """Every voice it is given for a language is one the engine has; so are its slots."""
    row = engine_row(request.node.callspec.params["subject"])

    assert set(row.voices.values()) <= {voice for voice, _, _ in subject.facts.voices}
    assert subject.facts.slots == row.most_slots
