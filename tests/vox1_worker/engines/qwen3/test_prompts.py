"""Tests of the cloned voices kept on the disk: when they are used, and that nothing is wrong if they are."""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from safetensors.torch import save  # noqa: E402  # torch is there

from vox1_worker.engines.qwen3 import prompts  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import SAMPLE_RATE_HZ, Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: E402
from vox1_worker.engines.qwen3.prompts import Clip, ClonePrompt, PromptCache, Shape  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402

Ask = Callable[..., Speak]

MAKER = {
    "qwen-tts": "0.1.1",
    "torch": "2.13.0",
    "transformers": "4.57.3",
    "engine": "qwen3_tts",
    "weights": "a" * 64,
    "device": "cpu",
    "dtype": "torch.float32",
}
SHAPE = Shape(32, 4, torch.float32)


def prompt_of(shape: Shape = SHAPE, frames: int | None = 7, seed: int = 0) -> ClonePrompt:
    """Return a prompt of numbers."""
    generator = torch.Generator().manual_seed(seed)
    timbre = torch.randn(shape.timbre_size, generator=generator).to(shape.dtype)
    if frames is None:
        return ClonePrompt(timbre, None)
    return ClonePrompt(timbre, torch.randint(0, 2_048, (frames, shape.codebooks), generator=generator))


def is_same(one: ClonePrompt | None, other: ClonePrompt) -> bool:
    """Whether two prompts are equal to the bit."""
    if one is None or (one.codes is None) != (other.codes is None):
        return False
    pairs = [(one.timbre, other.timbre), *([] if one.codes is None else [(one.codes, other.codes)])]
    return all(a.dtype == b.dtype and torch.equal(a.view(torch.uint8), b.view(torch.uint8)) for a, b in pairs)


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    """A clip with words, as the model is given it."""
    return Clip(tmp_path / "voice.flac", np.arange(8, dtype=np.float32), SAMPLE_RATE_HZ, "Its words.")


@pytest.fixture
def recording(clips: tuple[Path, Path], tmp_path: Path) -> Path:
    """A clip of this test's own, with its words beside it."""
    folder = tmp_path / "voices"
    folder.mkdir()
    shutil.copy(clips[0].with_suffix(".txt"), folder)
    return Path(shutil.copy(clips[0], folder))


def kept_in(folder: Path) -> list[Path]:
    """Return the prompts in a folder."""
    return sorted(folder.glob("*.safetensors"))


def took(checkpoint: Checkpoint, request: Speak) -> tuple[Any, Any]:
    """Return the codes and the sound of one take."""
    decoder = Decoder(checkpoint.talker, 1, 512)
    decoder.begin("1", checkpoint.prompt(request), Sampling(), request.seed, 30)
    while not (finished := decoder.step()):
        pass
    return finished[0].codes, checkpoint.audio(finished[0].codes, request.voice)


def refuse_to_make(checkpoint: Checkpoint) -> None:
    """Have qwen-tts make no prompt any more."""

    def made(*_: Any, **__: Any) -> None:
        pytest.fail("the voice was prepared again")

    checkpoint._model.create_voice_clone_prompt = made


@pytest.mark.parametrize("words", ["with words", "without words"])
@pytest.mark.parametrize("name", ["0.6B-Base", "1.7B-Base"])
def test_a_take_is_the_same_from_the_disk(
    folders: dict[str, Path], recording: Path, make_request: Ask, name: str, words: str
) -> None:
    """Bit by bit, with the clip's words and without: a book goes on in the voice that it began in."""
    if words == "without words":
        recording.with_suffix(".txt").unlink()
    request = make_request("Call me Ishmael.", voice=str(recording), seed=3)
    codes, sound = took(Checkpoint(folders[name], "cpu"), request)
    took(Checkpoint(folders[name], "cpu", "a"), request)
    warm = Checkpoint(folders[name], "cpu", "a")
    refuse_to_make(warm)

    codes_again, sound_again = took(warm, request)

    assert torch.equal(codes, codes_again)
    assert sound.tobytes() == sound_again.tobytes()
    assert len(kept_in(recording.parent)) == 1


def test_nothing_is_kept_without_a_name_for_the_weights(
    folders: dict[str, Path], recording: Path, make_request: Ask
) -> None:
    """Another model in the same folder would be given the wrong voice."""
    Checkpoint(folders["0.6B-Base"], "cpu").prompt(make_request("Hello.", voice=str(recording)))

    assert kept_in(recording.parent) == []


def test_a_clip_that_changed_is_prepared_again(
    folders: dict[str, Path], recording: Path, make_request: Ask
) -> None:
    """By what is heard in it and said of it; its date means nothing, nor does how it is packed."""
    request = make_request("Hello.", voice=str(recording))
    samples, rate_hz = soundfile.read(recording)
    Checkpoint(folders["0.6B-Base"], "cpu", "a").prompt(request)

    os.utime(recording, (1, 1))
    soundfile.write(recording, samples, rate_hz, compression_level=0.0)
    same = Checkpoint(folders["0.6B-Base"], "cpu", "a")
    refuse_to_make(same)
    same.prompt(request)
    soundfile.write(recording, samples[::-1], rate_hz)
    Checkpoint(folders["0.6B-Base"], "cpu", "a").prompt(request)
    recording.with_suffix(".txt").write_text("Other words.", "utf-8")
    Checkpoint(folders["0.6B-Base"], "cpu", "a").prompt(request)

    assert len(kept_in(recording.parent)) == 3


def test_a_models_prompts_are_named_by_all_that_makes_them(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `test_another_key_is_another_prompt`: no part can be left out."""
    monkeypatch.setattr(metadata, "version", lambda name: f"{name} of today")

    cache = Checkpoint(folders["0.6B-Base"], "cpu", "a" * 64)._prompts

    versions = {name: f"{name} of today" for name in ("qwen-tts", "torch", "transformers")}
    assert cache is not None
    assert cache._maker == MAKER | versions
    assert cache._shape == SHAPE


@pytest.mark.parametrize("changed", [*MAKER, "samples", "rate_hz", "transcript"])
def test_another_key_is_another_prompt(clip: Clip, changed: str) -> None:
    """Any part of it: a prompt of another model, library or clip is never taken for this one's."""
    PromptCache(MAKER, SHAPE).keep(clip, prompt_of())
    others: dict[str, Any] = {"samples": -clip.samples, "rate_hz": 16_000, "transcript": "Other words."}
    is_of_clip = changed in others
    cache = PromptCache(MAKER if is_of_clip else MAKER | {changed: "another"}, SHAPE)
    other_clip = replace(clip, **{changed: others[changed]}) if is_of_clip else clip

    assert cache.find(other_clip) is None
    cache.keep(other_clip, prompt_of(seed=1))
    assert is_same(PromptCache(MAKER, SHAPE).find(clip), prompt_of())
    assert is_same(cache.find(other_clip), prompt_of(seed=1))


def test_a_prompt_of_another_revision_is_not_used(clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older version kept may be something else."""
    PromptCache(MAKER, SHAPE).keep(clip, prompt_of())
    monkeypatch.setattr(prompts, "_REVISION", 2)

    assert PromptCache(MAKER, SHAPE).find(clip) is None


def test_a_prompt_under_another_name_is_not_used(
    clip: Clip, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The name has a part of the key; the whole of it is in the file."""
    cache, other = PromptCache(MAKER, SHAPE), PromptCache(MAKER | {"weights": "b" * 64}, SHAPE)
    cache.keep(clip, prompt_of())
    (first,) = kept_in(tmp_path)
    other.keep(clip, prompt_of(seed=1))
    (second,) = set(kept_in(tmp_path)) - {first}
    shutil.copy(first, second)

    assert other.find(clip) is None
    assert "prepared again" in caplog.text


@given(
    frames=st.none() | st.integers(1, 400),
    codebooks=st.integers(1, 16),
    timbre_size=st.integers(1, 2_048),
    dtype=st.sampled_from([torch.float32, torch.bfloat16]),
)
def test_a_prompt_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, frames: int | None, codebooks: int, timbre_size: int, dtype: Any
) -> None:
    """Of any size and number format, to the bit."""
    shape = Shape(timbre_size, codebooks, dtype)
    words = "Its words." if frames else ""
    path = tmp_path_factory.mktemp("voices") / "voice.flac"
    clip = Clip(path, np.zeros(4, np.float32), SAMPLE_RATE_HZ, words)
    cache = PromptCache(MAKER, shape)

    cache.keep(clip, prompt_of(shape, frames))

    assert is_same(cache.find(clip), prompt_of(shape, frames))


@given(
    damage=st.one_of(
        st.tuples(st.just("cut"), st.floats(0, 0.999)),
        st.tuples(st.just("flip"), st.floats(0, 0.999)),
        st.tuples(st.just("add"), st.floats(0, 0.999)),
        st.tuples(st.just("other"), st.binary(max_size=200)),
    )
)
def test_a_damaged_prompt_is_made_again(tmp_path_factory: pytest.TempPathFactory, damage: Any) -> None:
    """A voice that is wrong by one bit would be another voice, and nobody would be told."""
    path = tmp_path_factory.mktemp("voices") / "voice.flac"
    clip = Clip(path, np.zeros(4, np.float32), SAMPLE_RATE_HZ, "Its words.")
    cache = PromptCache(MAKER, SHAPE)
    cache.keep(clip, prompt_of())
    (kept,) = kept_in(path.parent)
    kept.write_bytes(_damaged(kept.read_bytes(), *damage))

    found = cache.find(clip)

    assert found is None or is_same(found, prompt_of())
    cache.keep(clip, prompt_of())
    assert is_same(cache.find(clip), prompt_of())


def _damaged(content: bytes, how: str, where: Any) -> bytes:
    if how == "other":
        return bytes(where)
    place = int(where * len(content))
    if how == "cut":
        return content[:place]
    if how == "add":
        return content[:place] + b"x" + content[place:]
    return content[:place] + bytes([content[place] ^ 16]) + content[place + 1 :]


@pytest.mark.parametrize(
    "other",
    [
        ClonePrompt(torch.zeros(33), torch.zeros(7, 4, dtype=torch.int64)),
        ClonePrompt(torch.zeros(32, dtype=torch.bfloat16), torch.zeros(7, 4, dtype=torch.int64)),
        ClonePrompt(torch.zeros(32), torch.zeros(7, 16, dtype=torch.int64)),
        ClonePrompt(torch.zeros(32), torch.zeros(7, 4, dtype=torch.int32)),
        ClonePrompt(torch.zeros(32), torch.zeros(28, dtype=torch.int64)),
        ClonePrompt(torch.zeros(32), None),
    ],
)
def test_a_prompt_of_another_shape_is_made_again(
    clip: Clip, other: ClonePrompt, caplog: pytest.LogCaptureFixture
) -> None:
    """The model would stop in the middle of a book, or read on with what it makes of it."""
    cache = PromptCache(MAKER, SHAPE)
    cache.keep(clip, other)

    assert cache.find(clip) is None
    assert "prepared again" in caplog.text


def test_a_file_that_is_far_too_long_is_not_looked_at(
    clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is for the model."""
    cache = PromptCache(MAKER, SHAPE)
    cache.keep(clip, prompt_of())
    (kept,) = kept_in(tmp_path)
    kept.write_bytes(save({"timbre": torch.zeros(2**19)}))
    monkeypatch.setattr(prompts, "load", lambda _: pytest.fail("it was looked at"))

    assert cache.find(clip) is None


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_is_no_reason_to_stop(
    folders: dict[str, Path],
    recording: Path,
    make_request: Ask,
    error: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The voice speaks, nothing half-written is left, and the log says why it will be prepared again."""

    def refuse(_: int) -> None:
        raise OSError(error, os.strerror(error))

    caplog.set_level(logging.INFO)
    monkeypatch.setattr(os, "fsync", refuse)
    checkpoint = Checkpoint(folders["0.6B-Base"], "cpu", "a")

    checkpoint.prompt(make_request("Hello.", voice=str(recording)))

    assert sorted(path.suffix for path in recording.parent.iterdir()) == [".flac", ".txt"]
    assert "is not kept" in caplog.text
    assert "was prepared in" in caplog.text
