"""Qwen3-TTS: the narrator. Its libraries are imported when it loads, not before.

One thread owns the model. Up to three takes are spoken at once, each in a slot of its own: `decoding` makes
one frame of all of them in a step, over the modules that the qwen-tts package loads.
"""

from __future__ import annotations

from vox1_worker.engines.qwen3.engine import Qwen3Engine


def create() -> Qwen3Engine:
    """Return the engine for the worker's loop."""
    return Qwen3Engine()
