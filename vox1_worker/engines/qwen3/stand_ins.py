"""Stand-ins for libraries that qwen-tts imports and never calls for the models we use.

``import qwen_tts`` always imports its 25 Hz tokeniser, which imports sox, onnxruntime and torchaudio at its
top (qwen_tts/core/tokenizer_25hz/vq/speech_vq.py, 0.1.1). The 12 Hz models call none of them, and
torchaudio's compiled part fails to load beside a torch of another build.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

_UNUSED = ("sox", "onnxruntime", "torchaudio", "torchaudio.compliance", "torchaudio.compliance.kaldi")


def install() -> None:
    """Put an empty module in place of each, installed or not; call it before qwen-tts is imported."""
    for name in _UNUSED:
        module = ModuleType(name)
        # With a __spec__ of None, importlib.util.find_spec, which transformers asks, raises ValueError.
        module.__spec__ = ModuleSpec(name, loader=None, is_package=True)
        module.__path__ = []
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
