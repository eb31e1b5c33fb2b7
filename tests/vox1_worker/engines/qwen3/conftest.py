"""What the tests of Qwen3-TTS share: tiny checkpoints, and what stock qwen-tts makes of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests import tiny_qwen3  # noqa: E402  # torch is there
from vox1_worker.engines.qwen3.checkpoint import BASE, SAMPLE_RATE_HZ, VOICE_DESIGN, Checkpoint  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402

TEXTS = (
    "Call me Ishmael.",
    "Some years ago, never mind how long precisely, having little or no money in my purse.",
    "It was a dark night.",
    "Nobody spoke, and the river went on past the mill, the meadow, and the sleeping town.",
    "Enough!",
)
"""Of unequal lengths, and more than there are rows."""

DESIGNED = "A calm old woman with a low voice."
TRANSCRIPT = "These are the words of the clip."


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """The same sums everywhere, and quicker for matrices this small."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every checkpoint there is, by its name, with four codebooks."""
    root = tmp_path_factory.mktemp("models")
    return {name: tiny_qwen3.build(root / name, name, codebooks=4) for name in tiny_qwen3.KINDS}


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A reference clip with its transcript, and one without."""
    folder = tmp_path_factory.mktemp("voices")
    seconds = np.arange(2 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    sound = 0.3 * np.sin(2 * math.pi * 180 * seconds) * (1 + np.sin(2 * math.pi * 3 * seconds)) / 2
    for name in ("said", "unsaid"):
        soundfile.write(folder / f"{name}.flac", sound, SAMPLE_RATE_HZ)
    (folder / "said.txt").write_text(TRANSCRIPT, "utf-8")
    return folder / "said.flac", folder / "unsaid.flac"


@pytest.fixture(params=[*tiny_qwen3.KINDS, "0.6B-Base unsaid"])
def told(
    request: pytest.FixtureRequest, folders: dict[str, Path], clips: tuple[Path, Path]
) -> tuple[Checkpoint, str]:
    """Each checkpoint in turn with a voice of its kind; those that clone with a transcript and without."""
    name = request.param.removesuffix(" unsaid")
    checkpoint = Checkpoint(folders[name], "cpu")
    voice = {BASE: str(clips[name != request.param]), VOICE_DESIGN: DESIGNED}.get(checkpoint.kind, "ryan")
    return checkpoint, voice


@pytest.fixture(scope="session")
def stock_codes() -> Callable[..., list[Any]]:
    """Return a function that has stock qwen-tts say texts, and returns the codes of each."""

    def say(checkpoint: Checkpoint, requests: list[Speak], most_frames: int) -> list[Any]:
        model = checkpoint._model
        heard: list[Any] = []
        codec = model.model.speech_tokenizer
        own = codec.decode

        def decode(encoded: Any) -> Any:
            heard.extend(each["audio_codes"] for each in encoded)
            return own(encoded)

        greedy = {"do_sample": False, "subtalker_dosample": False, "max_new_tokens": most_frames + 1}
        texts = [each.text for each in requests]
        voice, style, language = requests[0].voice, requests[0].style, "english"
        codec.decode = decode
        try:
            if checkpoint.kind == BASE:
                prompt = [checkpoint.reference(voice).prompt]
                model.generate_voice_clone(
                    texts, language, voice_clone_prompt=prompt, non_streaming_mode=True, **greedy
                )
            elif checkpoint.kind == VOICE_DESIGN:
                model.generate_voice_design(texts, voice, language, **greedy)
            else:
                model.generate_custom_voice(texts, voice, language, style or None, **greedy)
        finally:
            codec.decode = own
        before = checkpoint.reference(voice).codes if checkpoint.kind == BASE else None
        return [codes if before is None else codes[len(before) :] for codes in heard]

    return say
