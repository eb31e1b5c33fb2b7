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
