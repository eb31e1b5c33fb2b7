"""The forecast of a card's memory: what a model will take before it is loaded, and what would fit instead.

It is on the safe side. The sizes of the narrator's models are counted from their configuration; what a run
on top of them takes is reckoned, not measured, and each number says so.
"""

from __future__ import annotations

from dataclasses import dataclass

_BYTES = {"bfloat16": 2, "float32": 4}
_PARAMETERS = {"0.6B": 906_000_000, "1.7B": 1_917_000_000}
"""Of the language model with its predictor of codes: 1.81 GB and 3.83 GB in bfloat16, as published."""
MODELS = tuple(_PARAMETERS)
"""Sizes of models that can be reckoned with."""
_CODEC_PARAMETERS = 170_000_000
"""Of the speech tokeniser: 0.68 GB on the disk in float32, 0.34 GB in bfloat16."""
_CACHED_PER_TOKEN = 28 * 2 * 8 * 128
"""Numbers kept for each token of a row: 28 layers, keys and values, 8 heads of 128. Both models have them.
Hidden states, which the library's own loop keeps for every step, are not counted."""
_ROW_PLACES = 2_048
"""What the narrator keeps for each row from the start: `CAPACITY` of its engine."""
_DECODER_NUMBERS = 3 * 325 * 1920 * 96
"""Chosen: three tensors alive while a row is turned into sound, each 96 channels of 325 frames at 24 kHz
(1,920 samples a frame). Rows are turned into sound one at a time."""
_RUNTIME_BYTES = 600_000_000
"""Chosen: CUDA's own context with its kernels, and what the allocator rounds up. The smaller model was seen
at 2.6 GB in a process of its own (vllm-omni issue 2318), for which this forecast has 3.3 GB."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """What is to be loaded.

    Attributes:
        model: Its size in parameters, ``0.6B`` or ``1.7B``.
        dtype: Number format of the weights, ``bfloat16`` or ``float32``.
        slots: Takes at once.
    """

    model: str
    dtype: str
    slots: int


@dataclass(frozen=True, slots=True)
class Need:
    """Memory of the card that a model takes, in bytes.

    Attributes:
        weights: The model's.
        codec: The speech tokeniser's.
        cache: Keys and values of all rows at their longest.
        work: What is alive for a moment.
        runtime: CUDA's own.
    """

    weights: int
    codec: int
    cache: int
    work: int
    runtime: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.codec + self.cache + self.work + self.runtime


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a model fits.

    Attributes:
        need: What it takes.
        free_bytes: What is free.
        instead: What would fit, where it does not; None where nothing would.
    """

    need: Need
    free_bytes: int
    instead: ModelChoice | None = None

    @property
    def is_good(self) -> bool:
        """Whether it fits."""
        return self.need.total <= self.free_bytes

    def __str__(self) -> str:
        """In sentences, for the listener."""
        said = f"it takes about {_gb(self.need.total)}, and {_gb(self.free_bytes)} are free"
        if self.is_good:
            return f"{said}."
        if self.instead is None:
            return f"{said}. No model fits: close what else uses the card, or run on the processor."
        takes = "take" if self.instead.slots == 1 else "takes"
        return f"{said}. The {self.instead.model} model with {self.instead.slots} {takes} at once would fit."


def need_of(setup: ModelChoice) -> Need:
    """Return the memory that a model takes."""
    size = _BYTES[setup.dtype]
    return Need(
        weights=_PARAMETERS[setup.model] * size,
        codec=_CODEC_PARAMETERS * size,
        cache=setup.slots * _ROW_PLACES * _CACHED_PER_TOKEN * size,
        work=_DECODER_NUMBERS * size,
        runtime=_RUNTIME_BYTES,
    )


def fit(setup: ModelChoice, free_bytes: int) -> Fit:
    """Return whether a model fits into what is free, and what would fit instead.

    Fewer slots come before a smaller model, which has another voice. Nothing is replaced here: it is said.
    """
    found = Fit(need_of(setup), free_bytes)
    if found.is_good:
        return found
    smaller = [name for name in ("1.7B", "0.6B") if _PARAMETERS[name] <= _PARAMETERS[setup.model]]
    for model in smaller:
        for slots in range(setup.slots, 0, -1):
            other = ModelChoice(model, setup.dtype, slots)
            if need_of(other).total <= free_bytes:
                return Fit(found.need, free_bytes, other)
    return found


def _gb(count_bytes: int) -> str:
    return f"{count_bytes / 1e9:.1f} GB"
