"""Tests of a frame: it needs the values of no tensor, and writes where it always wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from tests.tiny_qwen3 import REAL_SIZES, talker_config  # noqa: E402  # torch is there
from tests.vox1_worker.engines.qwen3.conftest import TEXTS  # noqa: E402
from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.decoding import Decoder  # noqa: E402
from vox1_worker.engines.qwen3.reading import Prompt  # noqa: E402
from vox1_worker.engines.qwen3.sampling import Sampling  # noqa: E402
from vox1_worker.protocol import Speak  # noqa: E402


@pytest.mark.parametrize("name", REAL_SIZES)
def test_at_full_size_a_frame_and_a_prompt_need_no_values(name: str) -> None:
    """They are computed on the device that has none, in bf16: only shapes, and nothing from elsewhere."""
    from qwen_tts.core.models.modeling_qwen3_tts import (  # noqa: PLC0415  # after the stand-ins
        Qwen3TTSTalkerForConditionalGeneration,
    )

    config = talker_config(f"{name}-CustomVoice", REAL_SIZES[name])
    with torch.device("meta"):
        talker = Qwen3TTSTalkerForConditionalGeneration(config).to(torch.bfloat16)
        told = torch.empty(1, 150, config.hidden_size, dtype=torch.bfloat16)
    decoder = Decoder(talker, 3, 2_048)
    decoder._rows.draw_by(1, Sampling(top_p=0.9, subtalker_top_p=0.9))

    with torch.inference_mode():
        decoder._make()
        hidden = decoder._reader.read(Prompt(told, told[:, :1], 40, "manner"), 1)

    assert decoder._rows.ends.shape == (3,)
    assert hidden.shape == (1, 1, config.hidden_size)
    with pytest.raises(NotImplementedError):  # so that whoever asks for a value is caught
        decoder._rows.ends.tolist()


def test_rows_stay_where_they_are(folders: dict[str, Path], make_request: Callable[..., Speak]) -> None:
    """While they come, speak, end and are cancelled: a graph knows addresses only."""
    checkpoint = Checkpoint(folders["1.7B-CustomVoice"], "cpu")
    decoder = Decoder(checkpoint.talker, 2, 512)
    rows, reader = decoder._rows, decoder._reader

    def places() -> list[int]:
        held = [*vars(rows).values(), *vars(rows.first_draw).values(), *vars(rows.other_draw).values()]
        held += [*vars(reader).values(), *decoder._cache.keys, *decoder._cache.values]
        return [each.data_ptr() for each in held if isinstance(each, torch.Tensor)]

    before = places()
    for number, text in enumerate(TEXTS):
        way = Sampling(top_k=number + 1, top_p=0.5 + number / 10)
        decoder.begin(text, checkpoint.prompt(make_request(text, voice="ryan")), way, number, 3)
        decoder.step()
        if number % 2:
            decoder.cancel(text)
        while not decoder.free:
            decoder.step()

    assert len(before) > 20
    assert places() == before


def test_a_frame_changes_only_what_it_says(
    folders: dict[str, Path], make_request: Callable[..., Speak]
) -> None:
    """What it changes is put back after a capture; what it did not name would be changed twice."""
    checkpoint = Checkpoint(folders["0.6B-CustomVoice"], "cpu")
    decoder = Decoder(checkpoint.talker, 2, 512)
    decoder.begin("take", checkpoint.prompt(make_request(TEXTS[1], voice="ryan")), Sampling(), 1, 9)
    decoder.step()
    rows = decoder._rows
    named = {each.data_ptr() for each in rows.changed}
    others = [
        each
        for each in vars(rows).values()
        if isinstance(each, torch.Tensor) and each.data_ptr() not in named
    ]
    before = [each.clone() for each in others]
    with torch.inference_mode():
        rows.ends.fill_(9)
        for _ in range(3):
            decoder._make()

    assert all(torch.equal(each, was) for each, was in zip(others, before, strict=True))
    assert len(others) >= 6
