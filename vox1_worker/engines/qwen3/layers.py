"""Layers: the arithmetic of qwen-tts's decoder layers, without what surrounds it.

A frame takes one pass through the talker's layers and fifteen through the code predictor's, a token or two at
a time. In qwen-tts 0.1.1 (core/models/modeling_qwen3_tts.py) each pass makes masks, position tables, caches
and output objects anew, which takes far longer than the arithmetic. Here the weights are those of the loaded
modules, queries, keys and values in one matrix, gate and up in another, and everything else is made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional


@dataclass(frozen=True)
class _Layer:
    """The weights of one layer.

    Attributes:
        before_attention: Of its norm.
        joint: Queries, keys and values, shape ((heads + 2 kv heads) * head_dim, hidden).
        joint_bias: The same, or None.
        queries_keys: Of the norm of each query and key, shape (heads + kv heads, head_dim).
        output: From the heads back.
        output_bias: The same, or None.
        before_mlp: Of its norm.
        gate_up: Both, shape (2 * intermediate, hidden).
        down: Back.
    """

    before_attention: torch.Tensor
    joint: torch.Tensor
    joint_bias: torch.Tensor | None
    queries_keys: torch.Tensor
    output: torch.Tensor
    output_bias: torch.Tensor | None
    before_mlp: torch.Tensor
    gate_up: torch.Tensor
    down: torch.Tensor


class Cache:
    """Keys and values of some rows in every layer, with room for all places from the start.

    Its size never changes, so that no row's arithmetic depends on how far its neighbours have come.

    Attributes:
        places: Of each row.
        keys: One for each layer, shape (rows, kv heads, places, head_dim).
        values: The same.
    """

    def __init__(self, layers: Layers, rows: int, places: int) -> None:
        shape = (2, layers.depth, rows, layers.kv_heads, places, layers.head_dim)
        self._kept = layers.like.new_zeros(shape)
        self.places = places
        self.keys, self.values = list(self._kept[0]), list(self._kept[1])

    def clear(self, row: int) -> None:
        """Forget a row: what is not attended to is multiplied by nothing, but a NaN would stay one."""
        self._kept[:, :, row].zero_()

    def part(self, row: int, length: int) -> torch.Tensor:
        """Return a copy of a row's first places."""
        return self._kept[:, :, row, :, :length].clone()

    def put(self, row: int, part: torch.Tensor) -> None:
        """Put what `part` has returned into a row's first places."""
        self._kept[:, :, row, :, : part.shape[-2]].copy_(part)


class Layers:
    """All layers of a talker or a code predictor, with the norm after them.

    Args:
        model: Of qwen-tts: what has `layers`, `norm` and `rotary_emb`.
        places: How many positions there can be.

    Attributes:
        depth: How many layers.
        kv_heads: Of keys and values.
        head_dim: Size of a head.
        like: A tensor of the weights' kind and device.
    """

    def __init__(self, model: Any, places: int) -> None:
        attention = model.layers[0].self_attn
        self.depth = len(model.layers)
        self.head_dim: int = attention.head_dim
        self.heads: int = attention.q_proj.out_features // self.head_dim
        self.kv_heads: int = attention.k_proj.out_features // self.head_dim
        self.like: torch.Tensor = attention.q_proj.weight
        self._act = model.layers[0].mlp.act_fn
        self._layers = [_weights(layer, self.heads, self.kv_heads) for layer in model.layers]
        self._norm = model.norm.weight
        self._epsilon = float(model.norm.variance_epsilon)
        self.cosines, self.sines = self._turns(model.rotary_emb, places)

    def _turns(self, rotary: Any, places: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Rotary positions, shape (places, 1, head_dim) each, the sine of the first half negative.

        The talker's three kinds of position are always equal here, and then its sections change nothing.
        """
        spots = torch.arange(places, device=self.like.device, dtype=torch.float32)
        angles = torch.outer(spots, rotary.inv_freq.float().to(self.like.device))
        scale = float(rotary.attention_scaling)
        cosines, sines = angles.cos() * scale, angles.sin() * scale
        kind = self.like.dtype
        both = torch.cat((cosines, cosines), -1), torch.cat((-sines, sines), -1)
        return both[0][:, None].to(kind), both[1][:, None].to(kind)

    def read(
        self, hidden: torch.Tensor, cache: Cache, row: torch.Tensor, places: torch.Tensor, reach: int
    ) -> torch.Tensor:
        """Read a part of a prompt into a row's cache, and return what comes out.

        Args:
            hidden: Shape (1, length, hidden).
            cache: Of all rows.
            row: Which of them is filled, shape (1,).
            places: Where, one after another, shape (length,); those from `reach` on are of no account.
            reach: How many places of the row may be attended to.
        """
        turns = self.cosines[places], self.sines[places]
        attended = torch.arange(reach, device=places.device) <= places[:, None]
        mask = torch.zeros_like(attended, dtype=hidden.dtype).masked_fill_(~attended, -torch.inf)
        mask = mask.repeat(self.heads // self.kv_heads, 1)
        for layer, keys, values in zip(self._layers, cache.keys, cache.values, strict=True):
            queries, new_keys, new_values = self._attended(layer, hidden, turns)
            keys[row, :, places] = new_keys[0].transpose(0, 1)
            values[row, :, places] = new_values[0].transpose(0, 1)
            seen = keys[:, :, :reach].index_select(0, row), values[:, :, :reach].index_select(0, row)
            hidden = self._completed(layer, hidden, self._said(queries, *seen, mask))
        return self._normed(hidden, self._norm)

    def step(
        self,
        hidden: torch.Tensor,
        cache: Cache,
        lengths: torch.Tensor,
        rows: torch.Tensor,
        mask: torch.Tensor,
    ) -> torch.Tensor:
        """Let every row grow by one, each at its own length, and return what comes out.

        Args:
            hidden: Shape (rows, 1, hidden).
            cache: Of all rows.
            lengths: How long each row is, shape (rows,): the new place.
            rows: 0, 1, 2 ...
            mask: Minus infinity where a row does not attend, else 0, shape (rows, 1, 1, places).
        """
        turns = self.cosines[lengths][:, None], self.sines[lengths][:, None]
        for layer, keys, values in zip(self._layers, cache.keys, cache.values, strict=True):
            queries, new_keys, new_values = self._attended(layer, hidden, turns)
            keys[rows, :, lengths] = new_keys[:, :, 0]
            values[rows, :, lengths] = new_values[:, :, 0]
            hidden = self._completed(layer, hidden, self._said(queries, keys, values, mask))
        return self._normed(hidden, self._norm)

    def grow(self, hidden: torch.Tensor, cache: Cache, start: int) -> torch.Tensor:
        """Let all rows grow together from a place that is the same for all, and return what comes out.

        Args:
            hidden: Shape (rows, new places, hidden); several places only at the beginning.
            cache: Of all rows.
            start: The first new place.
        """
        end = start + hidden.shape[1]
        turns = self.cosines[start:end], self.sines[start:end]
        for layer, keys, values in zip(self._layers, cache.keys, cache.values, strict=True):
            queries, new_keys, new_values = self._attended(layer, hidden, turns)
            keys[:, :, start:end] = new_keys
            values[:, :, start:end] = new_values
            said = functional.scaled_dot_product_attention(
                queries, keys[:, :, :end], values[:, :, :end], is_causal=start == 0, enable_gqa=True
            )
            hidden = self._completed(layer, hidden, said)
        return self._normed(hidden, self._norm)

    def _attended(
        self, layer: _Layer, hidden: torch.Tensor, turns: Sequence[torch.Tensor]
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Queries, keys and values, shape (rows, heads, places, head_dim), turned to their positions."""
        heads, both = self.heads, self.heads + self.kv_heads
        joint = functional.linear(
            self._normed(hidden, layer.before_attention), layer.joint, layer.joint_bias
        ).view(*hidden.shape[:2], both + self.kv_heads, self.head_dim)
        turning = joint[:, :, :both]
        turning = functional.rms_norm(turning, (self.head_dim,), None, self._epsilon) * layer.queries_keys
        cosines, sines = turns
        turned = (turning * cosines + turning.roll(self.head_dim // 2, -1) * sines).transpose(1, 2)
        return turned[:, :heads], turned[:, heads:], joint[:, :, both:].transpose(1, 2)

    def _said(
        self, queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """What the heads say, shape (rows, heads, places, head_dim).

        Heads that share keys stand as more queries of one head: the kernels that take a mask take no groups,
        and without them torch would write every key and value out once for each head.

        Args:
            queries: Shape (rows, heads, places, head_dim).
            keys: Shape (rows, kv heads, places attended to, head_dim).
            values: The same.
            mask: Added; its third dimension is 1, or the places once for each head of a group.
        """
        joint = queries.reshape(queries.shape[0], self.kv_heads, -1, self.head_dim)
        said = functional.scaled_dot_product_attention(joint, keys, values, attn_mask=mask)
        return said.reshape(queries.shape)

    def _completed(self, layer: _Layer, hidden: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
        """What leaves a layer, from what entered it and what its heads say."""
        said = said.transpose(1, 2).flatten(2)
        hidden = hidden + functional.linear(said, layer.output, layer.output_bias)
        gate, up = functional.linear(self._normed(hidden, layer.before_mlp), layer.gate_up).chunk(2, -1)
        return hidden + functional.linear(self._act(gate) * up, layer.down)

    def _normed(self, hidden: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        return functional.rms_norm(hidden, weight.shape, weight, self._epsilon)


def _joined(modules: Sequence[Any]) -> torch.Tensor:
    """The weights of several projections in one matrix, of which each module keeps its part.

    So they take their room on the card once, and the modules still work.
    """
    joint = torch.cat([module.weight.detach() for module in modules])
    for module, part in zip(modules, joint.split([one.weight.shape[0] for one in modules]), strict=True):
        module.weight.data = part
    return joint


def _weights(layer: Any, heads: int, kv_heads: int) -> _Layer:
    attention, mlp = layer.self_attn, layer.mlp
    projections = (attention.q_proj, attention.k_proj, attention.v_proj)
    has_bias = attention.q_proj.bias is not None
    return _Layer(
        before_attention=layer.input_layernorm.weight,
        joint=_joined(projections),
        joint_bias=torch.cat([one.bias for one in projections]) if has_bias else None,
        queries_keys=torch.cat(
            (attention.q_norm.weight.expand(heads, -1), attention.k_norm.weight.expand(kv_heads, -1))
        ),
        output=attention.o_proj.weight,
        output_bias=attention.o_proj.bias,
        before_mlp=layer.post_attention_layernorm.weight,
        gate_up=_joined((mlp.gate_proj, mlp.up_proj)),
        down=mlp.down_proj.weight,
    )
