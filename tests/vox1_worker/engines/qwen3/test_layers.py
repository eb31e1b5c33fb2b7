"""Layers: their arithmetic is that of qwen-tts's modules, and they share their weights with them."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="run with the Python of .venvs/qwen3")

from transformers import DynamicCache  # noqa: E402  # comes with qwen-tts

from vox1_worker.engines.qwen3.checkpoint import Checkpoint  # noqa: E402
from vox1_worker.engines.qwen3.layers import Cache, Layers  # noqa: E402

_PLACES = 32
_LENGTH = 11


@pytest.fixture(params=["0.6B-CustomVoice", "1.7B-Base"])
def checkpoint(request: pytest.FixtureRequest, folders: dict[str, Path]) -> Checkpoint:
    """Return a checkpoint whose predictor is as wide as its talker, and one where it is not."""
    return Checkpoint(folders[request.param], "cpu")


@torch.inference_mode()
def test_a_prompt_and_then_steps_are_what_the_talker_makes_of_them(checkpoint: Checkpoint) -> None:
    """Rows of unequal lengths, each at a place of its own."""
    model = checkpoint.talker.model
    layers = Layers(model, _PLACES)
    cache = Cache(layers, 3, _PLACES)
    torch.manual_seed(7)
    told = [torch.randn(1, _LENGTH - row, checkpoint.talker.config.hidden_size) for row in range(3)]
    spoken = torch.randn(4, 3, 1, checkpoint.talker.config.hidden_size)
    rows = torch.arange(3)
    lengths = torch.tensor([each.shape[1] for each in told])

    read = [
        layers.read(each, cache, torch.tensor([row]), torch.arange(each.shape[1]), _PLACES)
        for row, each in enumerate(told)
    ]
    grown = []
    for step in spoken:
        attended = (torch.arange(_PLACES) <= lengths[:, None])[:, None, None]
        mask = torch.zeros(attended.shape).masked_fill(~attended, -torch.inf)
        grown.append(layers.step(step, cache, lengths, rows, mask))
        lengths = lengths + 1

    for row, each in enumerate(told):
        whole = torch.cat((each, spoken[:, row].transpose(0, 1)), dim=1)
        stock = model(inputs_embeds=whole, use_cache=False).last_hidden_state
        ours = torch.cat((read[row], *(hidden[row : row + 1] for hidden in grown)), dim=1)
        torch.testing.assert_close(ours, stock, atol=1e-5, rtol=1e-5)


@torch.inference_mode()
def test_rows_that_grow_together_are_what_the_code_predictor_makes_of_them(checkpoint: Checkpoint) -> None:
    """Two places first, then one at a time, as a frame is made."""
    predictor = checkpoint.talker.code_predictor
    layers = Layers(predictor.model, 4)
    cache = Cache(layers, 2, 4)
    size = predictor.config.hidden_size
    torch.manual_seed(7)
    inputs = [torch.randn(2, 2, size), torch.randn(2, 1, size), torch.randn(2, 1, size)]

    ours = [layers.grow(each, cache, start) for each, start in zip(inputs, (0, 2, 3), strict=True)]

    kept = DynamicCache()
    for each, hidden in zip(inputs, ours, strict=True):
        stock = predictor.model(inputs_embeds=each, past_key_values=kept, use_cache=True).last_hidden_state
        torch.testing.assert_close(hidden, stock, atol=1e-5, rtol=1e-5)


def test_the_weights_take_their_room_once(checkpoint: Checkpoint) -> None:
    """What is joined is what the modules use: on a card, twice the weights would be twice the memory."""
    layers = Layers(checkpoint.talker.model, _PLACES)
    for module, joined in zip(checkpoint.talker.model.layers, layers._layers, strict=True):
        joint = joined.joint.untyped_storage().data_ptr()
        attention, mlp = module.self_attn, module.mlp
        parts = (attention.q_proj, attention.k_proj, attention.v_proj)
        assert {part.weight.untyped_storage().data_ptr() for part in parts} == {joint}
        both = joined.gate_up.untyped_storage().data_ptr()
        assert {part.weight.untyped_storage().data_ptr() for part in (mlp.gate_proj, mlp.up_proj)} == {both}
