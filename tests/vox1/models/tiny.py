"""Tiny models for tests: the files that engines look for, with nothing useful in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

NARRATOR = "Qwen3-TTS-12Hz-0.6B-Base"
LISTENER = "faster-whisper-small"


def safetensors(count_bytes: int, seed: int = 0) -> bytes:
    """A file of one tensor, so long."""
    header = json.dumps({"w": {"dtype": "U8", "shape": [count_bytes], "data_offsets": [0, count_bytes]}})
    body = bytes((seed + 7 * number) % 251 for number in range(251)) * (count_bytes // 251 + 1)
    return len(header).to_bytes(8, "little") + header.encode() + body[:count_bytes]


def narrator_files(kind: str = "base", size: str = "0b6", weight_bytes: int = 300_000) -> dict[str, bytes]:
    """What a narrator's folder holds."""
    config = {"model_type": "tts", "tts_model_type": kind, "tts_model_size": size}
    return {
        "README.md": b"# A model\n",
        "config.json": json.dumps(config).encode(),
        "generation_config.json": b'{"max_new_tokens": 8192}',
        "model.safetensors": safetensors(weight_bytes),
        "vocab.json": b'{"a": 0}',
        "merges.txt": b"#version: 0.2\n",
        "tokenizer_config.json": b"{}",
        "preprocessor_config.json": b"{}",
        "speech_tokenizer/config.json": b"{}",
        "speech_tokenizer/model.safetensors": safetensors(50_000, seed=3),
        "speech_tokenizer/preprocessor_config.json": b'{"sampling_rate": 24000}',
    }


def listener_files() -> dict[str, bytes]:
    """What a recogniser's folder holds."""
    return {
        "config.json": b"{}",
        "model.bin": b"\x06\0\0\0" * 20_000,
        "tokenizer.json": b"{}",
        "vocabulary.txt": b"a\nb\n",
    }


def lay_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder and return it."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder
