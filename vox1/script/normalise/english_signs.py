"""English signs: addresses of mail and web, "&", "@", "#" and the like, and emoji."""

from __future__ import annotations

import re
import unicodedata

from vox1.script.normalise.english_style import English, Reading, needing

_ENDINGS = "com|org|net|edu|gov|mil|int|info|biz|io|ai|app|dev|co|uk|de|fr|eu|us|ca|au|ru|jp|cn|ch|nl|se|tv"
_AT = {
    ".": " dot ",
    "-": " dash ",
    "_": " underscore ",
    "/": " slash ",
    "@": " at ",
    "+": " plus ",
    ":": " colon ",
}
_AT |= {
    "?": " question mark ",
    "=": " equals ",
    "&": " ampersand ",
    "#": " hash ",
    "%": " percent ",
    "~": " tilde ",
}
_SIGNS = {
    "&": "and",
    "@": "at",
    "=": "equals",
    "+": "plus",
    "%": "percent",
    "$": "dollar",
    "£": "pound",
    "€": "euro",
    "¥": "yen",
    "₩": "won",
    "¢": "cent",
    "©": "copyright",
    "±": "plus or minus",
    "×": "times",
    "÷": "divided by",
    "≈": "about",
    "≠": "does not equal",
    "≤": "is at most",
    "≥": "is at least",
    "√": "the square root of",
    "∞": "infinity",
    "°": "degrees",
}
_WORDS_WITH_SLASH = {
    "and/or": "and or",
    "he/she": "he or she",
    "she/he": "she or he",
    "his/her": "his or her",
    "him/her": "him or her",
    "her/his": "her or his",
    "s/he": "she or he",
    "either/or": "either or",
}
_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ]+"
_ADDRESS = r"//|@|\.[^\s<>\"“”‘’()\[\]{}]"
_BESIDE_NUMBER = r"[№#♯♭¶§]"
_WITHIN_TEXT = rf"[/′″{''.join(_SIGNS)}™®℠\U0001f300-\U0001faff\u2600-\u27bf]"


def _web(style: English, match: re.Match[str]) -> str:
    """Read an address of the web or of mail; "https://" is not said, as nobody says it."""
    written = re.sub(r"^[a-z]+://", "", match.group(), flags=re.IGNORECASE).rstrip("/")
    written = re.sub(r"^www(?=\.)", "WWW", written, flags=re.IGNORECASE)
    said = re.sub(r"\d", lambda digit: f" {style.digits(digit.group())} ", written)
    said = re.sub(r"[^\w\s]|_", lambda sign: _AT.get(sign.group(), " "), said)
    return re.sub(r" {2,}", " ", said).strip()


def _section(_: English, match: re.Match[str]) -> str:
    return "sections " if len(match[1]) > 1 else "section "


def _slash(_: English, match: re.Match[str]) -> str | None:
    known = _WORDS_WITH_SLASH.get(match.group().lower())
    if known:
        return known.capitalize() if match.group()[0].isupper() else known
    return None


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and after a match, empty at either end of the text."""
    text, start, end = match.string, match.start(), match.end()
    return text[max(0, start - 1) : start], text[end : end + 1]


def _sign(_: English, match: re.Match[str]) -> str:
    """Say a sign, with a space to the words it touches."""
    before, after = _neighbours(match)
    left = " " if before and not before.isspace() and before not in "(“\"‘'[" else ""
    right = " " if after.isalnum() else ""
    return left + _SIGNS[match.group()] + right


def _prime(_: English, match: re.Match[str]) -> str:
    said = " prime" if match[1] == "′" else " double prime"
    return f"{said} " if match.string[match.end() : match.end() + 1].isalnum() else said


def _emoji(_: English, match: re.Match[str]) -> str:
    """Say the name that Unicode gives it; a skin tone is not said."""
    names = [unicodedata.name(sign, "").lower() for sign in match.group()]
    said = [f"{name} emoji" for name in names if name and "modifier" not in name and "selector" not in name]
    before, after = _neighbours(match)
    left = " " if before and not before.isspace() else ""
    return left + ", ".join(said) + (" " if after.isalnum() else "") if said else ""


EARLY: tuple[Reading, ...] = needing(
    _ADDRESS,
    Reading("electronic", r"(?i:\bhttps?://|\bftp://|\bwww\.)[^\s<>\"“”‘’()\[\]{}]*[\w/](?<!\.)", _web),
    Reading(
        "electronic",
        r"(?<![\w.+&%-])[\w+&%-]{1,64}(?:\.[\w+&%-]{1,64}){0,8}@\w[\w-]*(?:\.[\w-]+)+(?:/[\w/-]*)?",
        _web,
    ),
    Reading(
        "electronic",
        rf"(?<![\w.@/-])[a-z0-9][a-z0-9-]{{1,62}}(?:\.[a-z0-9-]{{1,62}}){{0,4}}\.(?:{_ENDINGS})(?:/[\w/.~-]*\w)?(?![\w@]|\.\w)",
        _web,
    ),
)
"""What runs before all else."""

NUMBERED: tuple[Reading, ...] = needing(
    _BESIDE_NUMBER,
    Reading("number-sign", r"№\s?|(?<!\w)#\s?(?=\d)", lambda *_: "number "),
    Reading("number-sign", r"(?<!\w)#(?=[A-Za-z])", lambda *_: "hashtag "),
    Reading("symbol", r"(?<=\b[A-G])[#♯](?!\w)", lambda *_: " sharp"),
    Reading("symbol", r"(?<=\b[A-G])♭(?!\w)", lambda *_: " flat"),
    Reading("symbol", r"¶\s?(?=\d)", lambda *_: "paragraph "),
    Reading("symbol", r"(§{1,2})\s?(?=\d)", _section),
)
"""Signs before a number, which run before the number is read."""

LATE: tuple[Reading, ...] = needing(
    _WITHIN_TEXT,
    Reading("symbol", rf"(?<![\w/])({_WORD})/({_WORD})(?![\w/])", _slash),
    Reading("symbol", r"(?<=\w)/(?=\w)", lambda *_: " slash "),
    Reading("symbol", "[" + "".join(_SIGNS) + "]", _sign),
    # Of a point or a variable: K′, D′A′E′. Some write it for an apostrophe, with small letters after it.
    Reading("symbol", r"(?<=\b[A-Za-z])(?<!′[a-z])(″|′{1,2})(?![a-z])", _prime),
    Reading("symbol", r"[™®℠]", lambda *_: ""),
    Reading("emoji", "[\U0001f300-\U0001faff]+|[\u2600-\u27bf]\ufe0f", _emoji),
)
"""What runs after all numbers."""
