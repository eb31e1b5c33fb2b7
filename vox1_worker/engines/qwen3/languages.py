"""Languages: what Qwen3-TTS calls the languages of books."""

from __future__ import annotations

AUTO = "auto"
"""The model finds the language by itself."""

_NAMES = {
    "zh": "chinese",
    "en": "english",
    "de": "german",
    "it": "italian",
    "pt": "portuguese",
    "es": "spanish",
    "ja": "japanese",
    "ko": "korean",
    "fr": "french",
    "ru": "russian",
}
"""By the first part of a BCP 47 tag (model card of Qwen3-TTS-12Hz)."""


def model_language(tag: str) -> str:
    """Return the model's name for a BCP 47 tag, or `AUTO` for a language it was not taught."""
    return _NAMES.get(tag.split("-", maxsplit=1)[0].lower(), AUTO)


_SPEAKERS = {
    "aiden": "en",
    "ryan": "en",
    "dylan": "zh",
    "eric": "zh",
    "serena": "zh",
    "uncle_fu": "zh",
    "vivian": "zh",
    "ono_anna": "ja",
    "sohee": "ko",
}


def mother_tongue(speaker: str) -> str:
    """Return the language that a voice was recorded in (model card); ``mul`` for one that is not known.

    Each speaks the others too, with an accent.
    """
    return _SPEAKERS.get(speaker, "mul")
