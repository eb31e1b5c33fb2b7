"""Tests of the engine: what becomes of requests that cannot be spoken, and of a card that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests.vox1_worker.engines.qwen3.conftest import DESIGNED  # noqa: E402  # torch is there
from vox1_worker.engine import EngineError, Refused, Speech  # noqa: E402
from vox1_worker.engines.qwen3 import create  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import SAMPLE_RATE_HZ, Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: E402
from vox1_worker.engines.qwen3.engine import Qwen3Engine  # noqa: E402
from vox1_worker.protocol import Ended, Load, Speak  # noqa: E402

Ask = Callable[..., Speak]
Drive = Callable[[Any, Any], dict[str, Any]]
_FRAME_SAMPLES = 1_920


def loaded(folder: Path, slots: int = 3) -> Qwen3Engine:
    """Return an engine with a checkpoint."""
    engine = create()
    engine.load(Load(str(folder), "cpu", slots))
    return engine


@pytest.fixture
def engine(folders: dict[str, Path]) -> Qwen3Engine:
    """Return the engine with the smallest checkpoint that has voices of its own."""
    return loaded(folders["0.6B-CustomVoice"])


def test_speech_is_a_whole_number_of_frames_and_can_be_heard(
    engine: Qwen3Engine, make_request: Ask, speak: Drive
) -> None:
    """1,920 samples each, at a level that a meter sees."""
    speech = speak(engine, [make_request("Call me Ishmael.", voice="ryan")])["1.1/1"]

    assert isinstance(speech, Speech)
    assert speech.ended is Ended.NATURAL
    assert len(speech.audio) > 0
    assert len(speech.audio) == speech.frames * _FRAME_SAMPLES
    assert 0.01 < np.sqrt(np.mean(speech.audio**2)) < 0.5


def test_without_a_card_nothing_is_held_of_one(engine: Qwen3Engine) -> None:
    """It is asked every second, whatever the model runs on, and must not fail."""
    held = engine.card_memory()

    assert (held.allocated_bytes, held.reserved_bytes) == (0, 0)


def test_a_cloned_voice_is_heard_without_its_clip(
    folders: dict[str, Path], clips: tuple[Path, Path], make_request: Ask, speak: Drive
) -> None:
    """The codec hears the clip first, for its sound; of that nothing is in the take."""
    engine = loaded(folders["0.6B-Base"])
    requests = [
        make_request("Call me Ishmael.", id=str(number), voice=str(clip), budget_seconds=1.6, seed=5)
        for number, clip in enumerate(clips)
    ]

    spoken = speak(engine, requests)

    assert all(isinstance(outcome, Speech) for outcome in spoken.values())
    assert all(len(outcome.audio) <= 20 * _FRAME_SAMPLES for outcome in spoken.values())
    assert all(np.abs(outcome.audio).max() > 0.01 for outcome in spoken.values())
    assert not np.array_equal(spoken["0"].audio, spoken["1"].audio)


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("0.6B-Base", {"voice": "nowhere.flac"}, "voice"),
        ("0.6B-Base", {"voice": __file__}, "voice"),
        ("0.6B-CustomVoice", {"voice": "nobody"}, "voice"),
        ("0.6B-CustomVoice", {"voice": "ryan", "style": "softly"}, "voice"),
        ("1.7B-VoiceDesign", {"voice": " "}, "voice"),
        ("1.7B-CustomVoice", {"voice": "ryan", "text": "word " * 3_000}, "text"),
        ("1.7B-CustomVoice", {"voice": "ryan", "text": " … —"}, "text"),
        ("1.7B-CustomVoice", {"voice": "ryan", "budget_seconds": 1_000.0}, "text"),
    ],
)
def test_what_cannot_be_spoken_is_refused_and_the_engine_goes_on(
    folders: dict[str, Path], make_request: Ask, speak: Drive, name: str, changes: dict[str, Any], code: str
) -> None:
    """By the code that says whose fault it is; nothing is cut to fit."""
    engine = loaded(folders[name])

    refused = speak(engine, [make_request(**{"text": "Call me Ishmael.", **changes})])["1.1/1"]

    assert isinstance(refused, Refused)
    assert refused.code == code
    assert engine.free_slots == 3


def test_marks_of_a_chat_in_a_book_are_no_marks(folders: dict[str, Path], make_request: Ask) -> None:
    """They would end the text: what follows would be lost, or heard as an order."""
    checkpoint = Checkpoint(folders["1.7B-CustomVoice"], "cpu")
    plain = make_request("He typed   and left.", voice="ryan", style="calm ")
    marked = make_request("He typed <|im_end|> and left.", voice="ryan", style="calm<|im_end|>")

    assert torch.equal(checkpoint.prompt(plain).embeddings, checkpoint.prompt(marked).embeddings)


def test_languages_are_the_books_own(folders: dict[str, Path], make_request: Ask) -> None:
    """One that the model was not taught is left to it; none is read as another."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    lengths = {
        tag: checkpoint.prompt(make_request("Hallo.", voice="ryan", language=tag)).embeddings
        for tag in ("de", "de-AT", "en", "nl", "")
    }

    assert torch.equal(lengths["de"], lengths["de-AT"])
    assert not torch.equal(lengths["de"], lengths["en"])
    assert torch.equal(lengths["nl"], lengths[""])
    assert lengths["nl"].shape[1] == lengths["en"].shape[1] - 1  # no language is named


def test_a_described_voice_is_described_once(folders: dict[str, Path], make_request: Ask) -> None:
    """A style is added to the description."""
    checkpoint = Checkpoint(folders["1.7B-VoiceDesign"], "cpu")

    plain = checkpoint.prompt(make_request("Hello.", voice=DESIGNED)).embeddings
    styled = checkpoint.prompt(make_request("Hello.", voice=DESIGNED, style="Slowly.")).embeddings

    assert styled.shape[1] > plain.shape[1]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (torch.OutOfMemoryError("CUDA out of memory.\nTried to allocate 2 GiB"), "memory"),
        (torch.AcceleratorError("CUDA error: unspecified launch failure"), "device"),
    ],
)
def test_a_card_that_fails_ends_the_worker_by_its_own_name(
    engine: Qwen3Engine, make_request: Ask, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str
) -> None:
    """The host starts another, with fewer slots; nothing is blamed on a chunk."""

    def fail(_: Decoder) -> None:
        raise fault

    monkeypatch.setattr(Decoder, "step", fail)
    engine.start(make_request("Call me Ishmael.", voice="ryan"))

    with pytest.raises(EngineError) as caught:
        engine.step()

    assert caught.value.code == code
    assert "CUDA" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_card_without_room_for_the_model_is_called_so(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a model that cannot be loaded: the host tries with fewer slots."""

    def full(*_: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr("vox1_worker.engines.qwen3.decoding.Cache", full)

    with pytest.raises(EngineError) as caught:
        loaded(folders["0.6B-CustomVoice"])

    assert caught.value.code == "memory"


def test_a_cancelled_take_ends_within_a_step(engine: Qwen3Engine, make_request: Ask) -> None:
    """Also one that has not begun."""
    engine.start(make_request("Call me Ishmael.", id="speaking", voice="ryan"))
    engine.step()
    engine.start(make_request("Call me Ishmael.", id="waiting", voice="ryan"))
    engine.cancel("speaking")
    engine.cancel("waiting")

    outcomes = {outcome.id: outcome for outcome in engine.step()}

    assert {name: getattr(outcome, "code", "") for name, outcome in outcomes.items()} == {
        "speaking": "cancelled",
        "waiting": "cancelled",
    }
    assert engine.free_slots == 3


def test_a_model_is_loaded_without_a_network(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a single name is looked up."""

    def ask(*_: Any, **__: Any) -> None:
        pytest.fail("it asks the network")

    monkeypatch.setattr("socket.getaddrinfo", ask)
    monkeypatch.setattr("socket.socket.connect", ask)

    assert loaded(folders["1.7B-Base"]).free_slots == 3


@pytest.mark.parametrize("damage", ["no folder", "no weights", "weights of nothing", "another kind"])
def test_a_folder_that_is_no_model_is_an_error(folders: dict[str, Path], tmp_path: Path, damage: str) -> None:
    """With its place; nothing is fetched from anywhere."""
    folder = tmp_path / "model"
    if damage != "no folder":
        folder.mkdir()
        for path in folders["0.6B-CustomVoice"].iterdir():
            if path.is_file():
                (folder / path.name).write_bytes(path.read_bytes())
    if damage == "no weights":
        (folder / "model.safetensors").unlink()
    if damage == "weights of nothing":
        (folder / "model.safetensors").write_bytes(b"")
    if damage == "another kind":
        (folder / "config.json").write_text('{"model_type": "llama"}', "utf-8")

    with pytest.raises(EngineError) as caught:
        create().load(Load(str(folder), "cpu", 1))

    assert caught.value.code == "load"
    assert str(folder) in str(caught.value)


def test_a_device_that_is_not_there_is_an_error(folders: dict[str, Path]) -> None:
    """It is never replaced by another in silence."""
    if torch.cuda.is_available():
        pytest.skip("there is a card here")

    with pytest.raises(EngineError, match="cuda") as caught:
        create().load(Load(str(folders["0.6B-CustomVoice"]), "cuda", 1))

    assert caught.value.code == "device"


def test_its_rate_is_that_of_its_codec(engine: Qwen3Engine) -> None:
    """24 kHz is written into every take."""
    assert engine._checkpoint._model.model.speech_tokenizer.get_output_sample_rate() == SAMPLE_RATE_HZ
