"""Tiny Qwen3-TTS checkpoints with random weights: the real code of qwen-tts without a download or a card.

A folder is what the real ones are, a thousandth in size: it loads, takes prompts, draws codes, ends by itself
and decodes to noise of a level that can be heard. Nothing of it says anything about how the real ones sound.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vox1_worker.engines.qwen3 import stand_ins

KINDS = {
    "0.6B-Base": ("base", "0b6"),
    "0.6B-CustomVoice": ("custom_voice", "0b6"),
    "1.7B-Base": ("base", "1b7"),
    "1.7B-CustomVoice": ("custom_voice", "1b7"),
    "1.7B-VoiceDesign": ("voice_design", "1b7"),
}
"""Every checkpoint there is, as ``tts_model_type`` and ``tts_model_size``."""

CODES = 64
"""Of a codebook; the real ones have 2,048."""
END = CODES + 102
_MARKS = {
    "codec_pad_id": 100,
    "codec_bos_id": 101,
    "codec_eos_token_id": 102,
    "codec_think_id": 106,
    "codec_nothink_id": 107,
    "codec_think_bos_id": 108,
    "codec_think_eos_id": 109,
}
"""After the codes, as the real ones have them: 2,148 to 2,157."""


@dataclass(frozen=True)
class Size:
    """How large a checkpoint is; the tiny one unless said.

    Attributes:
        hidden: Of the talker.
        intermediate: The same.
        layers: The same.
        predictor_hidden: Of the code predictor.
        predictor_intermediate: The same.
        predictor_layers: The same.
        heads: Of both.
        kv_heads: Of both.
        head_dim: Of both.
        text_hidden: Of the embeddings of text.
        codes: Of a codebook.
        is_full_codec: Whether the codec is as large as the library's own configuration has it.
    """

    hidden: int = 32
    intermediate: int = 64
    layers: int = 2
    predictor_hidden: int = 32
    predictor_intermediate: int = 64
    predictor_layers: int = 1
    heads: int = 4
    kv_heads: int = 2
    head_dim: int = 8
    text_hidden: int = 32
    codes: int = CODES
    is_full_codec: bool = False


_REAL: dict[str, Any] = {
    "layers": 28,
    "predictor_hidden": 1024,
    "predictor_intermediate": 3072,
    "predictor_layers": 5,
    "heads": 16,
    "kv_heads": 8,
    "head_dim": 128,
    "text_hidden": 2048,
    "codes": 2048,
    "is_full_codec": True,
}
TINY = Size()
REAL_SIZES = {
    "0.6B": Size(hidden=1024, intermediate=3072, **_REAL),
    "1.7B": Size(hidden=2048, intermediate=6144, **_REAL),
}
"""As the public configurations of the models have them, but for the tokeniser and its embeddings."""
_LANGUAGES = (
    *("english", "german", "spanish", "chinese", "japanese", "french", "korean", "russian", "italian"),
    *("portuguese", "beijing_dialect", "sichuan_dialect"),
)
_DIALECTS = {"dylan": "beijing_dialect", "eric": "sichuan_dialect"}
_SPEAKERS = ("vivian", "serena", "uncle_fu", "dylan", "eric", "ryan", "aiden", "ono_anna", "sohee")
_SPECIAL_TOKENS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<tts_pad>",
    "<tts_text_bos>",
    "<tts_text_eod>",
)
_GENERATION = {
    "do_sample": True,
    "repetition_penalty": 1.05,
    "temperature": 0.9,
    "top_p": 1.0,
    "top_k": 50,
    "subtalker_dosample": True,
    "subtalker_temperature": 0.9,
    "subtalker_top_p": 1.0,
    "subtalker_top_k": 50,
    "max_new_tokens": 8192,
}
"""As the real checkpoints have it."""


def build(folder: Path, name: str, seed: int = 0, codebooks: int = 16, size: Size = TINY) -> Path:
    """Write a checkpoint.

    Args:
        folder: For it; must not exist.
        name: One of `KINDS`.
        seed: Of its weights.
        codebooks: Codes of a frame; fewer than the real 16 run the same code faster.
        size: The real ones are written in bf16, of weights that are nearly none.
    """
    stand_ins.install()
    import torch  # noqa: PLC0415  # only where it is installed
    from qwen_tts.core.models import (  # noqa: PLC0415  # after the stand-ins
        Qwen3TTSConfig,
        Qwen3TTSForConditionalGeneration,
    )

    folder.mkdir(parents=True)
    kind, title = KINDS[name]
    tokens = _write_tokeniser(folder)
    torch.manual_seed(seed)
    dtype = torch.float32 if size == TINY else torch.bfloat16
    config = Qwen3TTSConfig(**_config(kind, title, tokens, codebooks, size))
    Qwen3TTSForConditionalGeneration(config).eval().to(dtype).save_pretrained(folder)
    _mend_config(folder / "config.json")
    _write(folder / "generation_config.json", _GENERATION)
    _build_codec(folder / "speech_tokenizer", codebooks, size)
    return folder


def talker_config(name: str, size: Size) -> Any:
    """Return the configuration of a talker, to be built without a folder."""
    stand_ins.install()
    from qwen_tts.core.models import Qwen3TTSConfig  # noqa: PLC0415  # after the stand-ins

    tokens = {token: number for number, token in enumerate(_SPECIAL_TOKENS)}
    return Qwen3TTSConfig(**_config(*KINDS[name], tokens, 16, size)).talker_config


def _config(kind: str, title: str, tokens: Mapping[str, int], codebooks: int, size: Size) -> dict[str, Any]:
    is_custom = kind == "custom_voice"
    vocabulary = size.codes + 1024
    layers = {
        "rope_theta": 1_000_000,
        "num_attention_heads": size.heads,
        "num_key_value_heads": size.kv_heads,
        "head_dim": size.head_dim,
    }
    sections = [size.head_dim // 4, size.head_dim // 8, size.head_dim // 8]
    talker = {
        **layers,
        **{name: size.codes + number for name, number in _MARKS.items()},
        "hidden_size": size.hidden,
        "intermediate_size": size.intermediate,
        "vocab_size": vocabulary,
        "num_hidden_layers": size.layers,
        "num_code_groups": codebooks,
        "text_hidden_size": size.text_hidden,
        "text_vocab_size": max(tokens.values()) + 1,
        "max_position_embeddings": 32_768,
        # The sections sum to half of head_dim.
        "rope_scaling": {"interleaved": True, "mrope_section": sections, "rope_type": "default"},
        "code_predictor_config": {
            **layers,
            "hidden_size": size.predictor_hidden,
            "intermediate_size": size.predictor_intermediate,
            "vocab_size": size.codes,
            "num_hidden_layers": size.predictor_layers,
            "num_code_groups": codebooks,
        },
        "codec_language_id": {name: size.codes + 2 + i for i, name in enumerate(_LANGUAGES)},
        "spk_id": {name: vocabulary - 1 - i for i, name in enumerate(_SPEAKERS)} if is_custom else {},
        "spk_is_dialect": {name: _DIALECTS.get(name, False) for name in _SPEAKERS} if is_custom else {},
    }
    return {
        "tokenizer_type": "qwen3_tts_tokenizer_12hz",
        "tts_model_type": kind,
        "tts_model_size": title,
        "im_start_token_id": tokens["<|im_start|>"],
        "im_end_token_id": tokens["<|im_end|>"],
        "tts_pad_token_id": tokens["<tts_pad>"],
        "tts_bos_token_id": tokens["<tts_text_bos>"],
        "tts_eos_token_id": tokens["<tts_text_eod>"],
        "talker_config": talker,
        "speaker_encoder_config": {
            "enc_dim": size.hidden,
            "enc_channels": [8, 8, 8, 8, 24],
            "enc_attention_channels": 8,
            "enc_res2net_scale": 2,
            "enc_se_channels": 8,
            "sample_rate": 24_000,
        },
    }


def _mend_config(path: Path) -> None:
    """Leave out what transformers adds and qwen-tts cannot read back."""
    written = json.loads(path.read_text("utf-8"))
    encoder = written["speaker_encoder_config"]
    known = ("mel_dim", "sample_rate")
    written["speaker_encoder_config"] = {
        name: value for name, value in encoder.items() if name.startswith("enc_") or name in known
    }
    _write(path, written)


def _write(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=1, ensure_ascii=False), "utf-8")


def _write_tokeniser(folder: Path) -> dict[str, int]:
    """Byte-level BPE in which ``assistant`` and ``user`` are one token: prompts are cut by number."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    characters = [chr(byte) for byte in printable] + [chr(256 + number) for number in range(len(others))]
    vocabulary = {character: number for number, character in enumerate(characters)}
    merges: list[str] = []
    for word in ("assistant", "user"):
        for end in range(1, len(word)):
            merges.append(f"{word[:end]} {word[end]}")
            vocabulary.setdefault(word[: end + 1], len(vocabulary))
    special = {token: len(vocabulary) + number for number, token in enumerate(_SPECIAL_TOKENS)}
    _write(folder / "vocab.json", vocabulary)
    unique = list(dict.fromkeys(merges))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *unique, ""]), "utf-8")
    added = {
        str(number): {
            "content": token,
            "lstrip": False,
            "normalized": False,
            "rstrip": False,
            "single_word": False,
            "special": True,
        }
        for token, number in special.items()
    }
    _write(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "Qwen2Tokenizer",
            "added_tokens_decoder": added,
            "additional_special_tokens": list(_SPECIAL_TOKENS[1:]),
            "bos_token": None,
            "eos_token": "<|im_end|>",
            "pad_token": "<|endoftext|>",
            "unk_token": None,
            "errors": "replace",
            "model_max_length": 131_072,
        },
    )
    return special


def _build_codec(folder: Path, codebooks: int, size: Size) -> None:
    """Write the codec: the real rates (24 kHz, 12.5 frames a second), hardly any width unless it is full."""
    import torch  # noqa: PLC0415  # only where it is installed
    from qwen_tts.core import Qwen3TTSTokenizerV2Config, Qwen3TTSTokenizerV2Model  # noqa: PLC0415

    narrow = {"num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8, "intermediate_size": 32}
    config = Qwen3TTSTokenizerV2Config(
        encoder_config={
            **narrow,
            "hidden_size": 16,
            "num_filters": 2,
            "num_residual_layers": 1,
            "codebook_size": CODES,
            "codebook_dim": 8,
            "vector_quantization_hidden_dimension": 8,
            "num_quantizers": codebooks,
            "num_semantic_quantizers": 1,
            "upsample_groups": 16,
            "num_hidden_layers": 1,
            "frame_rate": 12.5,
            "sampling_rate": 24_000,
            "use_cache": False,
        },
        decoder_config={
            **narrow,
            "codebook_size": CODES,
            "codebook_dim": 16,
            "hidden_size": 16,
            "latent_dim": 16,
            "sliding_window": 72,
            "num_hidden_layers": 1,
            "num_quantizers": codebooks,
            "upsample_rates": [8, 5, 4, 3],
            "upsampling_ratios": [2, 2],
            "decoder_dim": 32,
        },
        encoder_valid_num_quantizers=codebooks,
    )
    if size.is_full_codec:
        config = Qwen3TTSTokenizerV2Config(encoder_config={}, decoder_config={"codebook_dim": 512})
    model = Qwen3TTSTokenizerV2Model(config).eval()
    with torch.no_grad():
        _liven(model, size.codes)
    model.save_pretrained(folder)
    _write(
        folder / "preprocessor_config.json",
        {
            "feature_extractor_type": "EncodecFeatureExtractor",
            "feature_size": 1,
            "padding_side": "right",
            "padding_value": 0.0,
            "return_attention_mask": True,
            "sampling_rate": 24_000,
            "chunk_length_s": None,
            "overlap": None,
        },
    )


def _liven(codec: Any, codes: int) -> None:
    """Give the codec weights through which a signal comes at all, and an output of RMS 0.1."""
    import torch  # noqa: PLC0415  # only where it is installed

    for name, weights in [*codec.named_parameters(), *codec.named_buffers()]:
        if name.endswith(("embedding_sum", "embed_sum")):
            weights.normal_(0, 1)
        elif name.endswith("cluster_usage"):
            weights.fill_(1.0)
        elif name.startswith("decoder.") and name.endswith("weight") and weights.ndim >= 2:
            weights.normal_(0, weights[0].numel() ** -0.5)
    last = codec.decoder.decoder[-1]
    heard: list[torch.Tensor] = []
    hook = last.register_forward_hook(lambda _module, _inputs, output: heard.append(output))
    books = codec.config.decoder_config.num_quantizers
    codec.decoder(torch.randint(0, codes, (1, books, 50)))
    hook.remove()
    scale = 0.1 / heard[0].std()
    last.conv.weight.mul_(scale)
    last.conv.bias.copy_((last.conv.bias - heard[0].mean()) * scale)
