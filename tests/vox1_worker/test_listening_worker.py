"""Tests of a worker that listens, a real process with the stand-in for faster-whisper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soundfile

from vox1.engines.process import Gone
from vox1_worker.engines.tone import SAMPLE_RATE_HZ, render
from vox1_worker.protocol import Bye, Failed, Heard, Hello, Listen, Load, Loaded, Progress

STANDIN = Path(__file__).resolve().parents[1] / "standin"
Talk = Any  # of conftest.py, which cannot be imported


@pytest.fixture
def talk(start_worker: Callable[..., Talk], tmp_path: Path) -> Talk:
    """Start a worker that listens, and ask it to load its model."""
    return _talk(start_worker, tmp_path, {})


def _talk(start_worker: Callable[..., Talk], folder: Path, environment: dict[str, str]) -> Talk:
    (folder / "texts").mkdir()
    model = folder / "model"
    model.mkdir()
    (model / "tokenizer.json").touch()
    texts = {"PYTHONPATH": str(STANDIN), "STANDIN_TEXTS": str(folder / "texts")}
    talk = start_worker("asr", {**texts, **environment})
    talk.ask(Load(str(model), "cpu", 1))
    return talk


def _take(folder: Path, name: str, text: str) -> Listen:
    """Store a take and ask what is heard in it."""
    (folder / "texts" / name).write_text(text, "utf-8")
    path = folder / name / "1.flac"
    path.parent.mkdir()
    soundfile.write(path, render(text, "tone")[0], SAMPLE_RATE_HZ)
    return Listen(name, str(path), "en", 0.0, 2.0)


def test_takes_are_heard_in_order(talk: Talk, tmp_path: Path) -> None:
    """After the hello and the loading, each with its progress."""
    assert talk.hear(Hello).engine == "asr"
    assert (talk.hear(Loaded).slots, talk.said[-1].voices) == (1, [])
    talk.ask(_take(tmp_path, "a", "It rained."), _take(tmp_path, "b", "It snowed."))

    assert talk.hear(Heard) == Heard("a", "It rained.")
    assert talk.hear(Heard) == Heard("b", "It snowed.")
    assert set(talk.about(Progress)) == {"a", "b"}
    talk.ask(Bye())
    assert talk.hear(Gone).status == 0


def test_a_take_that_cannot_be_heard_is_reported_and_the_next_is_heard(talk: Talk, tmp_path: Path) -> None:
    """One broken file is not the end of the word check."""
    gone = _take(tmp_path, "a", "It rained.")
    Path(gone.path).write_bytes(b"no audio")
    talk.ask(gone, _take(tmp_path, "b", "It snowed."))

    assert talk.hear(Failed, "a").code == "listen"
    assert talk.hear(Heard) == Heard("b", "It snowed.")


@pytest.mark.parametrize("order", ["crash", "fail"])
def test_a_model_that_cannot_be_loaded_is_told(
    order: str, start_worker: Callable[..., Talk], tmp_path: Path
) -> None:
    """By the worker where it still can, else by its end."""
    talk = _talk(start_worker, tmp_path, {"STANDIN_LOAD": order})

    if order == "fail":
        assert "out of order" in talk.hear(Failed, "").message
    assert talk.hear(Gone).status == (0 if order == "fail" else 139)
