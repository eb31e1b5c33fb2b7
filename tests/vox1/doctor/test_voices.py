"""Tests of what is said of engines, with the test engine in a real worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vox1.doctor.conftest import BARE, RTX_3060
from vox1.doctor import voices
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, Level
from vox1.doctor.voices import Speed
from vox1.engines import registry
from vox1.engines.registry import EngineRow, engine_row
from vox1.models.catalogue import CATALOGUE, Kind
from vox1.models.store import InstalledModel
from vox1.settings import Settings

Make = Callable[..., Circumstances]
TONE = engine_row("tone")


def only(monkeypatch: pytest.MonkeyPatch, row: EngineRow) -> None:
    """Have no engine but this."""
    monkeypatch.setattr(voices, "ENGINES", {row.id: row})
    monkeypatch.setitem(registry.ENGINES, row.id, row)


def narrator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EngineRow:
    """Return an engine that has packages of its own, which are not installed."""
    row = replace(TONE, id="narrator", title="The narrator", environment="narrator", for_tests=False)
    monkeypatch.setattr(voices, "environment_python", lambda _: tmp_path / "nowhere")
    only(monkeypatch, row)
    return row


def test_the_chosen_engine_is_started_and_measured(
    circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its worker, as in a render."""
    only(monkeypatch, TONE)
    monkeypatch.setattr(voices, "_ENOUGH_AUDIO_SECONDS", 30.0)
    ready, speed = voices.look(circumstances(with_speed=True))

    assert (ready.level, speed.level) == (Level.GOOD, Level.GOOD)
    assert "is ready in" in ready.message
    assert "times real time" in speed.message
    assert "A book of 10 hours takes about" in speed.message


def test_the_test_engine_is_never_listed(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless it is asked for."""
    only(monkeypatch, TONE)

    assert list(voices.look(circumstances(engine=engine_row("espeak")))) == []
    assert len(list(voices.look(circumstances()))) == 1


def test_an_engine_that_cannot_be_loaded_is_a_problem(
    circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is the chosen one; otherwise it is worth knowing."""
    row = replace(TONE, id="nothing", title="Nothing", for_tests=False)
    only(monkeypatch, row)

    (chosen,) = voices.look(circumstances(engine=row))
    (other,) = voices.look(circumstances(engine=engine_row("espeak")))

    assert (chosen.level, other.level) == (Level.PROBLEM, Level.WARNING)
    assert "cannot be loaded" in chosen.message
    assert "setup" in chosen.fix


def test_an_engine_that_is_not_installed_is_offered(
    tmp_path: Path, circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And missed where it is the chosen one."""
    row = narrator(tmp_path, monkeypatch)

    (other,) = voices.look(circumstances(engine=engine_row("espeak")))
    (chosen,) = voices.look(circumstances(engine=row))

    assert (other.level, chosen.level) == (Level.GOOD, Level.PROBLEM)
    assert other.fix == chosen.fix == "python3 run.py setup --engine narrator"


def test_a_measurement_ends_in_time(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the engine has said nothing by then."""
    only(monkeypatch, TONE)
    monkeypatch.setattr(voices, "SPEED_SECONDS", 0.5)
    monkeypatch.setattr(voices, "_PASSAGE", "[tone:stall]")
    _, found = voices.look(circumstances(with_speed=True))

    assert found.level is Level.WARNING
    assert "did not speak one chunk" in found.message


@pytest.mark.parametrize(
    ("order", "said"), [("refuse", "does not speak: refused on order"), ("crash", "broke down")]
)
def test_an_engine_that_does_not_speak_is_a_problem(
    order: str, said: str, circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its own words, or with those of the host that gave it up."""
    only(monkeypatch, TONE)
    monkeypatch.setattr(voices, "_PASSAGE", f"[tone:{order}]")
    *_, found = voices.look(circumstances(with_speed=True))

    assert found.level is Level.PROBLEM
    assert said in found.message


@pytest.mark.parametrize(
    ("speed", "level", "time"),
    [
        (Speed(600, 6), Level.GOOD, "6 minutes"),
        (Speed(60, 20), Level.GOOD, "3.3 hours"),
        (Speed(20, 20), Level.GOOD, "10.0 hours"),
        (Speed(10, 20), Level.WARNING, "20.0 hours"),
    ],
)
def test_what_is_slower_than_listening_is_a_warning(speed: Speed, level: Level, time: str) -> None:
    """With the hours that a book takes."""
    found = voices._speed(TONE, speed)

    assert found.level is level
    assert f"takes about {time}." in found.message


def test_no_more_is_tried_than_is_advised_for_the_card(circumstances: Make) -> None:
    """A measurement should not fill the card."""
    small = replace(BARE, cards=(replace(RTX_3060, memory_bytes=8 * 2**30),))

    model = InstalledModel("m", Path("m"), "tone", Kind.BASE, "0.6B", 1, None, "")
    assert voices._slots(TONE, circumstances(machine=small), model) == 1
    assert voices._slots(TONE, circumstances(machine=replace(BARE, cards=(RTX_3060,))), model) == 2
    assert voices._slots(TONE, circumstances(), model) == 1
    assert voices._slots(TONE, circumstances(), None) == TONE.most_slots


def test_models_are_listed_and_those_that_are_not_whole_are_named(circumstances: Make) -> None:
    """Without any, the draft voice needs none."""
    given = circumstances()
    assert "needs none" in next(voices.look_at_models(given)).message

    name = next(iter(CATALOGUE))
    (given.folders.models / name).mkdir(parents=True)
    (found,) = voices.look_at_models(given)

    assert found.level is Level.WARNING
    assert f"{name} is not whole" in found.message
    assert f"models verify {name}" in found.fix


def listening(circumstances: Make, model: str) -> Finding:
    """Return what is said of the word check where the settings name a model."""
    (found,) = voices.look_at_listening(circumstances(settings=Settings(check_words=model)))
    return found


def test_listening_is_missed_only_where_it_is_asked_for(
    circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it is something to add."""
    monkeypatch.setattr("vox1.engines.listener._python", lambda: None)

    assert listening(circumstances, "").level is Level.GOOD
    assert listening(circumstances, "some-model").level is Level.PROBLEM
    assert "setup --engine asr" in listening(circumstances, "").fix


def test_what_listens_is_named(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its model."""
    monkeypatch.setattr("vox1.engines.listener._python", lambda: Path("python"))
    folder = circumstances().folders.models / "small"
    folder.mkdir(parents=True)
    for name in ("model.bin", "tokenizer.json"):
        (folder / name).touch()

    assert "with small" in listening(circumstances, "small").message
