"""Language: the tag that a book declares, put in its usual form, or found in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SAMPLE_CHARACTERS = 8_000
_FEWEST_WORDS = 20
"""Fewer are no evidence: the language of "Rain" is anybody's guess."""
# ISO 639-2 codes and names that books have where BCP 47 wants two letters; the first name is the English one.
_TWO_LETTERS = {
    **dict.fromkeys(("eng", "english"), "en"),
    **dict.fromkeys(("ger", "deu", "german", "deutsch"), "de"),
    **dict.fromkeys(("fre", "fra", "french", "français", "francais"), "fr"),
    **dict.fromkeys(("spa", "spanish", "español", "espanol", "castellano"), "es"),
    **dict.fromkeys(("ita", "italian", "italiano"), "it"),
    **dict.fromkeys(("por", "portuguese", "português", "portugues"), "pt"),
    **dict.fromkeys(("dut", "nld", "dutch", "nederlands"), "nl"),
    **dict.fromkeys(("rus", "russian", "русский"), "ru"),
    **dict.fromkeys(("pol", "polish", "polski"), "pl"),
    **dict.fromkeys(("cze", "ces", "czech", "čeština"), "cs"),
    **dict.fromkeys(("swe", "swedish", "svenska"), "sv"),
    **dict.fromkeys(("dan", "danish", "dansk"), "da"),
    **dict.fromkeys(("nor", "nob", "norwegian", "norsk"), "no"),
    **dict.fromkeys(("fin", "finnish", "suomi"), "fi"),
    **dict.fromkeys(("hun", "hungarian", "magyar"), "hu"),
    **dict.fromkeys(("tur", "turkish", "türkçe"), "tr"),
    **dict.fromkeys(("gre", "ell", "greek"), "el"),
    **dict.fromkeys(("rum", "ron", "romanian", "română"), "ro"),
    **dict.fromkeys(("ukr", "ukrainian"), "uk"),
    **dict.fromkeys(("chi", "zho", "chinese"), "zh"),
    **dict.fromkeys(("jpn", "japanese"), "ja"),
    **dict.fromkeys(("kor", "korean"), "ko"),
    **dict.fromkeys(("ara", "arabic"), "ar"),
    **dict.fromkeys(("heb", "hebrew"), "he"),
    **dict.fromkeys(("lat", "latin"), "la"),
    **dict.fromkeys(("und", "mul", "zxx", "mis", "xx"), ""),
}
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)


def normal_tag(declared: str) -> str:
    """Return a declared language as a BCP 47 tag; empty where it says nothing."""
    written = declared.strip().replace("_", "-")
    first, hyphen, rest = written.partition("-")
    first = _TWO_LETTERS.get(first.lower(), first.lower())
    tag = f"{first}{hyphen}{rest}" if first else ""
    return tag if _TAG.fullmatch(tag) else ""


def english_name(tag: str) -> str:
    """Return a language's name in English, where we know it; else its tag."""
    first = tag.partition("-")[0]
    return next((name.title() for name, two in _TWO_LETTERS.items() if two == first and len(name) > 3), tag)


def detect(texts: Iterable[str]) -> str:
    """Return the language of a text, as two or three letters; empty where it is too short to tell.

    Args:
        texts: The book's, in order; as many are looked at as make a sample.
    """
    sample = ""
    for text in texts:
        sample += text + "\n"
        if len(sample) >= _SAMPLE_CHARACTERS:
            break
    if len(re.findall(r"[^\W\d_]{2,}", sample)) < _FEWEST_WORDS and not re.search(
        r"[\u3040-\u9fff]{20}", sample
    ):
        return ""
    import py3langid  # noqa: PLC0415  # half a second and 100 MB, for books that do not say their language

    language: str = py3langid.classify(sample[:_SAMPLE_CHARACTERS])[0]
    return language
