"""Tests of the draft voice. It is not bit-reproducible: lengths and words are compared, never samples."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from vox1_worker.engine import Engine, EngineError, Outcome, Refused, Speech
from vox1_worker.protocol import Load, Speak

ROOT = Path(__file__).resolve().parents[3]
Ask = Callable[..., Speak]
Drive = Callable[[Engine, Sequence[Speak]], dict[str, Outcome]]


@pytest.fixture
def engine(create: Callable[[str], Engine], load: Load) -> Engine:
    """The engine, loaded."""
    engine = create("espeak")
    engine.load(load)
    return engine


@pytest.fixture
def say(engine: Engine, make_request: Ask, speak: Drive) -> Callable[..., Speech]:
    """Return a function that speaks a text: ``say("Hello", voice="gmw/de", settings={...})``."""

    def speech_of(text: str, voice: str = "gmw/en", **changes: object) -> Speech:
        outcome = speak(engine, [make_request(text, voice=voice, **changes)])["1.1/1"]
        assert isinstance(outcome, Speech)
        return outcome

    return speech_of


def seconds(speech: Speech) -> float:
    """Return the length of a speech."""
    return len(speech.audio) / 22_050


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("roa/fr", "Le petit prince habitait une planète à peine plus grande que lui."),
        ("gmw/de", "Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte."),
        ("zle/ru", "Все счастливые семьи похожи друг на друга."),
        ("sit/cmn", "道可道非常道名可名非常名"),
    ],
)
def test_other_languages_are_spoken(voice: str, text: str, say: Callable[..., Speech]) -> None:
    """In their own scripts, with marks inside the text, and not spelled out letter by letter."""
    speech = say(text, voice)

    assert 1.5 < seconds(speech) < 8.0
    assert float(np.sqrt(np.mean(speech.audio**2))) > 0.02
    assert all(text[character] != " " for character, _ in speech.marks)


def test_each_voice_reads_by_its_own_rules(say: Callable[..., Speech]) -> None:
    """Else all would be read as English: here by how many words each makes of a number."""
    lengths = {voice: round(seconds(say("1797", voice)), 1) for voice in ("gmw/en", "gmw/de", "roa/fr")}

    assert len(set(lengths.values())) == 3


def test_a_faster_rate_makes_shorter_speech(say: Callable[..., Speech]) -> None:
    """And the next request without one is back at the usual rate."""
    text = "It was the best of times, it was the worst of times."
    usual = seconds(say(text))
    fast = seconds(say(text, settings={"rate_wpm": 350}))

    assert fast < usual * 0.65
    assert seconds(say(text)) == pytest.approx(usual, rel=0.02)


def test_speech_follows_a_refusal_in_the_voice_that_is_asked_for(
    engine: Engine, make_request: Ask, speak: Drive, say: Callable[..., Speech]
) -> None:
    """A refused voice leaves nothing behind."""
    before = seconds(say("Guten Morgen, lieber Freund.", "gmw/de"))
    refused = speak(engine, [make_request("x", voice="nobody")])["1.1/1"]

    assert isinstance(refused, Refused)
    assert seconds(say("Guten Morgen, lieber Freund.", "gmw/de")) == pytest.approx(before, rel=0.02)


def test_text_after_a_nul_is_spoken(say: Callable[..., Speech]) -> None:
    """C ends a text there; the rest of a chunk would be lost in silence."""
    whole = say("One sentence here. Another one there.")
    cut = say("One sentence here.\0Another one there.")

    assert seconds(cut) == pytest.approx(seconds(whole), rel=0.1)
    assert cut.marks[-1][0] == whole.marks[-1][0]


def test_marks_follow_the_words_in_time(say: Callable[..., Speech]) -> None:
    """A word after a long pause is marked where it is heard: there is sound at its mark and none before."""
    speech = say("First.  Second.  Third.")

    for _, sample in speech.marks[1:]:
        at_word = np.abs(speech.audio[sample : sample + 6_000]).max()
        before = np.abs(speech.audio[sample - 1_500 : sample - 300]).max()
        assert at_word > 0.1 > before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Run!—the barn burns!", ["Run", "the", "barn", "burns"]),
        ("Run!–the barn burns!", ["Run", "the", "barn", "burns"]),
        ("Run?—The barn burns.", ["Run", "The", "barn", "burns"]),
        ("Run.—The barn burns.", ["Run", "The", "barn", "burns"]),
        ("Run!The barn burns.", ["Run", "The", "barn", "burns"]),
        ("He ran—Tom burns.", ["He", "ran", "Tom", "burns"]),
    ],
)
def test_marks_beside_dashes_are_not_said(text: str, words: list[str], say: Callable[..., Speech]) -> None:
    """The library said "exclamation" and "dot" for them, or ran two words together."""
    speech = say(text)

    assert [re.match(r"\w*", text[place:])[0] for place, _ in speech.marks] == words  # type: ignore[index]  # matches
    assert seconds(speech) == pytest.approx(
        seconds(say(text.replace("—", " — ").replace("–", " — "))), rel=0.2
    )


def test_a_dash_between_words_is_a_pause(say: Callable[..., Speech]) -> None:
    """As long as without the spaces that some printers set around it."""
    assert seconds(say("He ran—Tom fell.")) == pytest.approx(seconds(say("He ran — Tom fell.")), abs=0.01)


@pytest.mark.parametrize("text", ["It is smaller than c.", "Both refer to K′.", "It was sent by H. W. K."])
def test_a_letter_at_the_end_is_no_initial(text: str, say: Callable[..., Speech]) -> None:
    """The library waited for the name, and stopped in the middle of the sound."""
    assert np.abs(say(text).audio[-2_205:]).max() < 0.001


def test_the_data_is_copied_where_its_path_is_too_long(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, create: Callable[[str], Engine]
) -> None:
    """Once: the next worker finds the copy. The library takes 157 bytes and no more."""
    deep = tmp_path_factory.mktemp("e") / ("a" * 80) / ("b" * 80) / "espeak-ng-data"
    shutil.copytree(espeakng_loader.get_data_path(), deep)
    temporary = tmp_path_factory.mktemp("t")
    monkeypatch.delenv("PROGRAMDATA", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(deep))

    facts = create("espeak").load(Load("", "cpu", 1))
    copies = list((temporary / "VOX-1").iterdir())
    written = copies[0].stat().st_mtime_ns
    again = create("espeak").load(Load("", "cpu", 1))

    assert len(facts.voices) == len(again.voices) > 100
    assert [path.name.startswith("espeak-ng-data-") for path in copies] == [True]
    assert [path.stat().st_mtime_ns for path in (temporary / "VOX-1").iterdir()] == [written]


def test_a_folder_that_takes_no_copy_is_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, create: Callable[[str], Engine]
) -> None:
    """Not a crash of the worker: the host says what is wrong."""
    blocked = tmp_path_factory.mktemp("t") / "a file"
    blocked.write_text("")
    monkeypatch.delenv("PROGRAMDATA", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(blocked))
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: "/" + "a" * 200)

    with pytest.raises(EngineError, match="cannot be copied") as caught:
        create("espeak").load(Load("", "cpu", 1))

    assert caught.value.code == "load"


def test_data_that_is_not_there_is_an_error_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    """By default the library ends the program it is in. In a process of its own, lest it do."""
    script = (
        "import espeakng_loader, sys\n"
        "from vox1_worker.engine import EngineError\n"
        "from vox1_worker.engines import espeak\n"
        "from vox1_worker.protocol import Load\n"
        "espeakng_loader.get_data_path = lambda: sys.argv[1]\n"
        "engine = espeak.create()\n"
        "try:\n"
        "    engine.load(Load('', 'cpu', 1))\n"
        "except EngineError as err:\n"
        "    engine.close()\n"
        "    print(err.code, err)\n"
    )
    for data in (tmp_path / "gone", tmp_path):
        done = subprocess.run(
            [sys.executable, "-c", script, str(data)],
            cwd=ROOT,
            env={**os.environ, "ESPEAK_DATA_PATH": str(tmp_path / "gone too")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == f"load eSpeak NG cannot read its data in {data}"


def test_a_library_that_is_not_there_is_an_error(
    monkeypatch: pytest.MonkeyPatch, create: Callable[[str], Engine]
) -> None:
    """As where a virus scanner has taken it away."""
    monkeypatch.setattr(espeakng_loader, "get_library_path", lambda: "/nowhere/libespeak-ng.so")

    with pytest.raises(EngineError, match="cannot be loaded"):
        create("espeak").load(Load("", "cpu", 1))


def test_voices_without_a_dictionary_are_not_offered(create: Callable[[str], Engine], load: Load) -> None:
    """They would say nothing; and no two voices have one identifier."""
    facts = create("espeak").load(load)

    assert not {"fo", "kaa", "xex"} & {language for _, _, language in facts.voices}
    assert {"gmw/en", "gmw/en-US", "roa/fr"} <= {voice for voice, _, _ in facts.voices}
