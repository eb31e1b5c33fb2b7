"""Tests of the listening, with a recogniser of our own: no weights are needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soundfile

from vox1_worker.engine import EngineError, Growing, Outcome, Refused
from vox1_worker.engines.listening import Listener, create
from vox1_worker.engines.tone import SAMPLE_RATE_HZ, render
from vox1_worker.protocol import Heard, Listen, Load

STANDIN = Path(__file__).resolve().parents[2] / "standin"
TEXT = "It rained. A lot."
Ask = Callable[..., Listen]


@pytest.fixture(name="model")
def _model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a model's folder; the stand-in is what is imported as faster_whisper."""
    monkeypatch.syspath_prepend(str(STANDIN))
    monkeypatch.delitem(sys.modules, "faster_whisper", raising=False)
    monkeypatch.setenv("STANDIN_TEXTS", str(tmp_path / "texts"))
    (tmp_path / "texts").mkdir()
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "tokenizer.json").touch()
    return folder


@pytest.fixture(name="listener")
def _listener(model: Path) -> Listener:
    listener = create()
    listener.load(Load(str(model), "auto", 1))
    return listener


@pytest.fixture(name="take")
def _take(tmp_path: Path) -> Ask:
    """Return a function that stores a take of a text and asks what is heard in it."""

    def ask(text: str, **changes: Any) -> Listen:
        (tmp_path / "texts" / "key").write_text(text, "utf-8")
        path = tmp_path / "key" / "1.flac"
        path.parent.mkdir(exist_ok=True)
        soundfile.write(path, render(text, "tone")[0], SAMPLE_RATE_HZ)
        values = {"id": "1", "path": str(path), "language": "en-GB", "start_seconds": 0.0, "end_seconds": 2.0}
        return Listen(**{**values, **changes})

    return ask


def _outcome(listener: Listener, request: Listen) -> tuple[Outcome, int]:
    """What a request comes to, and how many steps said before that it grows."""
    listener.start(request)
    assert listener.free_slots == 0
    for grown in range(20):
        (outcome,) = listener.step()
        if not isinstance(outcome, Growing):
            assert listener.free_slots == 1
            return outcome, grown
    pytest.fail("it never ends")


def test_what_is_heard_is_one_text(listener: Listener, take: Ask) -> None:
    """A step for each segment, so that a long take is no standstill; segments are put together."""
    assert _outcome(listener, take(TEXT)) == (Heard("1", TEXT), 2)
    assert listener.step() == ()


def test_takes_are_heard_one_after_the_other(listener: Listener, take: Ask) -> None:
    """Nothing of one is left in the next."""
    _outcome(listener, take(TEXT))

    assert _outcome(listener, take("It snowed.", id="2"))[0] == Heard("2", "It snowed.")


def test_it_says_what_it_is(model: Path) -> None:
    """It has no voices; a device that the library does not know becomes the processor."""
    facts = Listener().load(Load(str(model), "mps", 3))

    assert (facts.device, facts.slots, facts.voices, list(facts.versions)) == (
        "cpu",
        1,
        (),
        ["faster-whisper"],
    )


def test_only_what_will_be_heard_in_the_book_is_listened_to(
    listener: Listener, take: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In what was cut away from a take, a recogniser would only imagine words."""
    monkeypatch.setenv("STANDIN_LOG", str(tmp_path / "log"))

    _outcome(listener, take(TEXT, start_seconds=0.25, end_seconds=1.5))

    assert (tmp_path / "log").read_text("utf-8") == "key 1 [0.25, 1.5]\n"


@pytest.mark.parametrize(
    ("text", "changes", "code"),
    [
        (TEXT, {"path": "nowhere.flac"}, "listen"),
        ("[asr:fail] It rained.", {}, "listen"),
        (TEXT, {"language": "tlh"}, "language"),
    ],
)
def test_what_cannot_be_heard_is_refused_and_the_next_is_heard(
    text: str, changes: dict[str, str], code: str, listener: Listener, take: Ask
) -> None:
    """A file that is gone, a failure of the library, a language it does not know."""
    outcome, _ = _outcome(listener, take(text, **changes))

    assert isinstance(outcome, Refused)
    assert (outcome.id, outcome.code) == ("1", code)
    assert _outcome(listener, take(TEXT))[0] == Heard("1", TEXT)


@pytest.mark.parametrize("language", ["nb", "nb-NO", "no", "EN-us"])
def test_a_language_is_given_by_the_name_that_the_library_knows(
    language: str, listener: Listener, take: Ask
) -> None:
    """Norwegian books say ``nb``, Whisper says ``no``; without the change it would be refused."""
    assert _outcome(listener, take(TEXT, language=language))[0] == Heard("1", TEXT)


def test_a_started_take_can_be_given_up(listener: Listener, take: Ask) -> None:
    """Between two segments."""
    listener.start(take(TEXT))
    listener.step()
    listener.cancel("1")

    (outcome,) = listener.step()

    assert outcome == Refused("1", "cancelled", "cancelled while listening")


def test_a_model_that_does_not_load_is_named(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the library says."""
    monkeypatch.setenv("STANDIN_LOAD", "fail")

    with pytest.raises(EngineError, match="model cannot be loaded: out of order"):
        Listener().load(Load(str(model), "cpu", 1))


def test_a_model_without_its_tokeniser_is_not_loaded(model: Path) -> None:
    """The library would fetch one from the network."""
    (model / "tokenizer.json").unlink()

    with pytest.raises(EngineError, match=r"has no tokenizer\.json"):
        Listener().load(Load(str(model), "cpu", 1))


def test_without_faster_whisper_one_reads_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not part of the base install."""
    monkeypatch.setitem(sys.modules, "faster_whisper", None)

    with pytest.raises(EngineError, match=r"requirements/asr\.txt"):
        Listener().load(Load("model", "cpu", 1))
