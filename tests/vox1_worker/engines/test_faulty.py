"""Tests of the faulty draft voice: clean unless it is told otherwise, and then as often as it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1_worker.engine import Engine, EngineError, Outcome, Refused, Speech
from vox1_worker.engines.faults import FAULTS
from vox1_worker.engines.faulty import fault_rates
from vox1_worker.protocol import Ended, Load, Speak

TEXT = "It was a bright cold day, and all the clocks were striking."
BUDGET_SECONDS = 12.0
Drive = Callable[[Engine, Sequence[Speak]], dict[str, Outcome]]
Ask = Callable[..., Outcome]


@pytest.fixture
def ask(create: Callable[[str], Engine], make_request: Callable[..., Speak], speak: Drive, load: Load) -> Ask:
    """Return a function that asks for a text with faults: ``ask("loop=0.5", seed=3)``."""
    engine = create("faulty")
    engine.load(load)

    def spoken(faults: str, seed: int = 1, voice: str = "gmw/en", text: str = TEXT) -> Outcome:
        settings = {"faults": faults}
        request = make_request(text, voice=voice, seed=seed, settings=settings, budget_seconds=BUDGET_SECONDS)
        return speak(engine, [request])[request.id]

    return spoken


def speech(outcome: Outcome) -> Speech:
    """Return an outcome that must be speech."""
    assert isinstance(outcome, Speech)
    return outcome


def seconds(outcome: Outcome) -> float:
    """Return its length."""
    return len(speech(outcome).audio) / 22_050


@pytest.mark.parametrize("faults", ["", "loop=0", " , "])
def test_without_faults_it_is_the_draft_voice(faults: str, ask: Ask) -> None:
    """With its marks, whatever the seed."""
    clean = [speech(ask(faults, seed)) for seed in range(5)]

    assert {one.ended for one in clean} == {Ended.NATURAL}
    assert all(one.marks and TEXT[one.marks[-1][0] :] == "striking." for one in clean)
    assert max(map(seconds, clean)) - min(map(seconds, clean)) < 0.1


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(
    ("voice", "text"), [("gmw/en", TEXT), ("sit/cmn", "道可道非常道"), ("gmw/de", "Ja.")]
)
def test_every_fault_is_made_of_real_speech(name: str, voice: str, text: str, ask: Ask) -> None:
    """In any language and of a short text too; never past the budget."""
    hit = speech(ask(f"{name}=1", voice=voice, text=text))

    assert hit.audio.dtype == np.float32
    assert hit.audio.ndim == 1
    assert 0 < seconds(hit) <= BUDGET_SECONDS


@pytest.mark.parametrize("name", ["runaway into room", "runaway into babble"])
def test_a_runaway_says_its_text_and_goes_on_to_the_budget(name: str, ask: Ask) -> None:
    """Only the babble can still be heard at the end."""
    clean = speech(ask("")).audio

    hit = speech(ask(f"{name}=1"))

    assert hit.ended is Ended.BUDGET
    assert seconds(hit) == pytest.approx(BUDGET_SECONDS, abs=0.001)
    begun, last = hit.audio[: len(clean) // 2], hit.audio[-22_050 * 2 :]
    assert np.std(begun) == pytest.approx(np.std(clean[: len(clean) // 2]), rel=0.1)
    assert bool(np.std(last) > 0.02) == (name == "runaway into babble")


def test_a_rate_is_the_share_of_takes_that_are_hit(ask: Ask) -> None:
    """The seed draws: the same one draws the same again, so some of other attempts are clean."""
    rates = "runaway into room=0.2, lost end=0.2"
    runaway = [speech(ask(rates, seed)).ended is Ended.BUDGET for seed in range(200)]
    lengths = [round(seconds(ask("lost end=0.4", seed)), 1) for seed in range(20)]

    assert 25 <= sum(runaway) <= 55
    assert lengths == [round(seconds(ask("lost end=0.4", seed)), 1) for seed in range(20)]
    assert 3 <= sum(length < max(lengths) for length in lengths) <= 13


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        ("hiccups=0.1", "no fault called hiccups"),
        ("loop", "not a number"),
        ("loop=often", "not a number"),
        ("loop=-0.1", "not shares"),
        ("loop=nan", "not shares"),
        ("loop=0.6, noise=0.6", "not shares"),
    ],
)
def test_faults_that_it_does_not_understand_are_refused(faults: str, reason: str, ask: Ask) -> None:
    """Else a measurement would count what was never made."""
    refused = ask(faults)

    assert isinstance(refused, Refused)
    assert reason in refused.message
    assert len(speech(ask("")).audio)


def test_what_says_nothing_has_no_faults(ask: Ask) -> None:
    """There is nothing to make them of."""
    assert seconds(ask("runaway into babble=1", text="  ")) < 1.0


@given(st.dictionaries(st.sampled_from(sorted(FAULTS)), st.floats(0, 1 / len(FAULTS))))
def test_rates_are_read_as_they_are_written(rates: dict[str, float]) -> None:
    """Any number of faults, in any order."""
    assert fault_rates(", ".join(f"{name}={rate!r}" for name, rate in rates.items())) == rates


@given(st.text())
def test_no_orders_break_it(orders: str) -> None:
    """They are understood or refused."""
    try:
        rates = fault_rates(orders)
    except EngineError:
        return
    assert set(rates) <= set(FAULTS)
