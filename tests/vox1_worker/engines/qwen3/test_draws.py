"""Tests of whole draws: our codes come as often as those of qwen-tts, and seeds mean what they meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from scipy.special import chdtri  # noqa: E402  # comes with qwen-tts's libraries

from tests.tiny_qwen3 import CODES  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: E402
from vox1_worker.engines.qwen3.reading import Prompt  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402

_TAKES = 2_000
_WIDTH = 25
_BATCH = 250
_FRAMES = 2
_FEWEST = 10
"""In both samples together: rarer codes are counted as one."""
_FURTHER = 1e-4
"""How many fair pairs of samples would be further apart; the seeds are fixed."""
_WAY = Sampling(temperature=0.8, top_k=12, subtalker_temperature=0.7, subtalker_top_k=9)
_MUTANTS = {
    "another temperature": Sampling(1.0, 12, subtalker_temperature=0.7, subtalker_top_k=9),
    "no top-k": Sampling(0.8, CODES, subtalker_temperature=0.7, subtalker_top_k=9),
    "top-k one too many": Sampling(0.8, 13, subtalker_temperature=0.7, subtalker_top_k=9),
    "another temperature of the others": Sampling(0.8, 12, subtalker_temperature=1.1, subtalker_top_k=9),
    "no top-k of the others": Sampling(0.8, 12, subtalker_temperature=0.7, subtalker_top_k=CODES),
}
_PLACES = {(0, 0): "first code", (0, 1): "second", (0, 3): "last of the frame", (1, 0): "first of the next"}


def differs(ours: Any, stock: Any) -> bool:
    """Whether two samples of codes are of two distributions: Pearson's chi-square of a 2 x n table."""
    counts = np.stack([np.bincount(each, minlength=CODES) for each in (ours, stock)]).astype(float)
    rare = counts.sum(0) < _FEWEST
    table = np.concatenate((counts[:, ~rare], counts[:, rare].sum(1, keepdims=True)), axis=1)
    table = table[:, table.sum(0) > 0]
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    statistic = ((table - expected) ** 2 / expected).sum()
    return bool(statistic > chdtri(table.shape[1] - 1, _FURTHER))


@pytest.fixture(scope="module")
def prompted(folders: dict[str, Path]) -> tuple[Checkpoint, Prompt]:
    """Return a checkpoint whose codes are unequally likely, which random weights alone hardly make them."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    talker = checkpoint.talker
    with torch.no_grad():
        for head in (talker.codec_head, *talker.code_predictor.lm_head):
            head.weight *= 12
    request = Speak("", "", 1, 0, "Call me Ishmael.", "ryan", "", "en", {}, 1.0, "")
    return checkpoint, checkpoint.prompt(request)


@pytest.fixture(scope="module")
def ours(prompted: tuple[Checkpoint, Prompt]) -> Callable[[Sampling], Any]:
    """Return a function that speaks the same text with many seeds, shape (takes, frames, codes)."""
    checkpoint, prompt = prompted

    def spoken(sampling: Sampling) -> Any:
        decoder, codes = Decoder(checkpoint.talker, _WIDTH, prompt.length + _FRAMES), []
        for first in range(0, _TAKES, _WIDTH):
            for seed in range(first, first + _WIDTH):
                decoder.begin(str(seed), prompt, sampling, seed, _FRAMES)
            codes += [row.codes for _ in range(_FRAMES) for row in decoder.step()]
        return torch.stack(codes).numpy()

    return spoken


@pytest.fixture(scope="module")
def stock(prompted: tuple[Checkpoint, Prompt]) -> Any:
    """What stock qwen-tts says as often, by one generator."""
    checkpoint, prompt = prompted
    heard: list[Any] = []
    model = checkpoint._model
    codec = model.model.speech_tokenizer
    own = codec.decode

    def decode(encoded: Sequence[Any]) -> Any:
        heard.extend(each["audio_codes"] for each in encoded)
        return own(encoded[:1])

    torch.manual_seed(11)
    codec.decode = decode
    try:
        for _ in range(_TAKES // _BATCH):
            model.generate_custom_voice(
                ["Call me Ishmael."] * _BATCH,
                "ryan",
                "english",
                max_new_tokens=_FRAMES + 1,
                temperature=_WAY.temperature,
                top_k=_WAY.top_k,
                subtalker_temperature=_WAY.subtalker_temperature,
                subtalker_top_k=_WAY.subtalker_top_k,
            )
    finally:
        codec.decode = own
    assert prompt.length > 0
    return torch.stack(heard).numpy()


def test_codes_come_as_often_as_with_stock_qwen_tts(ours: Callable[[Sampling], Any], stock: Any) -> None:
    """First codes, those of the code predictor, and first codes that have heard them."""
    mine = ours(_WAY)

    assert mine.shape == stock.shape == (_TAKES, _FRAMES, 4)
    different = {
        title: differs(mine[:, frame, book], stock[:, frame, book])
        for (frame, book), title in _PLACES.items()
    }
    assert different == dict.fromkeys(_PLACES.values(), False)


@pytest.mark.parametrize("mutant", _MUTANTS)
def test_another_way_of_drawing_would_be_seen(
    ours: Callable[[Sampling], Any], stock: Any, mutant: str
) -> None:
    """So the comparison is worth something: each setting is heeded, and each is seen."""
    mine = ours(_MUTANTS[mutant])

    assert any(differs(mine[:, frame, book], stock[:, frame, book]) for frame, book in _PLACES)


def test_a_seed_draws_what_it_always_drew(prompted: tuple[Checkpoint, Prompt]) -> None:
    """A frame's other codes first and then the next first code; a take that is known stays what it was."""
    checkpoint, prompt = prompted
    decoder = Decoder(checkpoint.talker, 2, prompt.length + 3)
    generator = torch.Generator().manual_seed(7)
    vocabulary = checkpoint.talker.config.vocab_size

    decoder.begin("other", prompt, _WAY, 1, 3)
    decoder.begin("take", prompt, _WAY, 7, 3)
    first = torch.empty(vocabulary).exponential_(generator=generator)
    assert torch.equal(decoder._rows.first_noise[1], first)
    for _ in range(2):
        decoder.step()
        others = torch.empty(3, CODES).exponential_(generator=generator)
        first = torch.empty(vocabulary).exponential_(generator=generator)
        assert torch.equal(decoder._rows.other_noise[1], others)
        assert torch.equal(decoder._rows.first_noise[1], first)
