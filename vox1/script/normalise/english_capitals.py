"""English capitals: shouted words put in small letters, acronyms that are words, and spelled ones.

In the spoken form letters in capitals are spelled, and all that is not spelled has small letters.
"""

from __future__ import annotations

import re

from vox1.script.normalise.english_abbreviations import TITLES, WORDS
from vox1.script.normalise.english_roman import roman_value
from vox1.script.normalise.english_style import English, Reading
from vox1.script.normalise.english_words import COMMON, PRONOUNCED, SPELLED

_UP = r"[A-ZÀ-ÖØ-Þ]"
_WORD = rf"{_UP}+(?:['’]{_UP}+)*"
_MONTHS = frozenset(
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC", "MARCH"]
)
_SHOUTED_TOO = frozenset(["US", "IT", "AM", "OR", "MA", "PA", "LA", "ID", "ER", "AD", "PS"])
"""Spelled when they stand alone, words when all around them is shouted."""
# What an English word can begin with; anything else at the start is a row of letters.
_BEGINS_LIKE_A_WORD = re.compile(
    r"(?:[BCDFGHJKLMNPQRSTVWXYZ]|[BCFGKPS]L|[BCDFGKPTW]R|[CGKPRSTW]H|SC[HR]?|SHR|S[KMNPQTW]|SP[LR]|STR|THR|"
    r"DW|TW|GN|KN|PN|PS|QU|SQU|WR)?[AEIOUYÀ-ÖØ-Þ]"
)
_ROW_OF_CONSONANTS = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{5}")
_ENDINGS = frozenset(
    """
    BB BS CH CK CT DD DS FF FT GG GH GS HM KS LB LD LF LK LL LM LP LT MB MP MS ND NG NK NN NS NT NX PS PT RB
    RC RD RK RL RM RN RP RR RS RT SH SK SP SS ST TH TS TT WD WE WL WN WS XT ZZ
    """.split()  # noqa: SIM905 - a list would be one pair to a line
)
"""Consonants that a word of a vowel and two consonants can end in."""
_WORLD_WAR = re.compile(r"WWI{0,3}")
_SENTENCE_START = re.compile(r"(?:^|[.!?…\n])[\"'“‘”’)(\[\s—–]*$")
_LONGEST_HEADING = 200
"""Characters; what is longer is no heading."""
_SEPARATOR = r"[^\w\n]{1,3}"


def _is_word(letters: str) -> bool:
    """Whether letters look like a word: a known short one, or a longer one that can be said."""
    stem = letters.replace("’", "'").partition("'")[0]
    if letters in COMMON or (stem != letters and (stem in COMMON or stem == "I")):
        return True
    long_enough = len(letters) >= 5 and letters not in SPELLED
    return long_enough and bool(_BEGINS_LIKE_A_WORD.match(letters)) and not _ROW_OF_CONSONANTS.search(letters)


def _is_code(letters: str) -> bool:
    """Whether three letters can be no word, as IBM; longer ones in a shout are more often names."""
    if len(letters) != 3:
        return False
    ends_in_two = not re.search(r"[AEIOUYÀ-ÖØ-Þ]", letters[1:])
    return not _BEGINS_LIKE_A_WORD.match(letters) or (ends_in_two and letters[1:] not in _ENDINGS)


def _is_abbreviation(word: str, after: str) -> bool:
    """Whether a word is "MR", or "LTD" before its stop."""
    name = word.capitalize()
    return word in {"MR", "MRS", "DR"} or (
        after == "." and len(word) > 1 and (name in TITLES or name in WORDS)
    )


def _is_heading(text: str, place: int) -> bool:
    """Whether the line around a place is all capitals, and no sentence."""
    start = text.rfind("\n", max(0, place - _LONGEST_HEADING), place) + 1
    if not start and place > _LONGEST_HEADING:
        return False
    line = text[start : start + _LONGEST_HEADING].partition("\n")[0].strip("\"'“”‘’ ")
    return line.isupper() and " " in line and not line.endswith(("!", "?", ".", "…"))


def _capitals(_: English, match: re.Match[str]) -> str:
    text, begin = match.string, match.start()
    words = re.findall(_WORD, match.group())
    shouted = len(words) > 1 and any(len(word) > 1 and _is_word(word) for word in words)
    is_heading = shouted and _is_heading(text, begin)

    def said(word: re.Match[str]) -> str:
        start, end = begin + word.start(), begin + word.end()
        before, after = text[max(0, start - 4) : start], text[end : end + 1]
        lowered = _lowered(word.group(), before, after, shouted=shouted)
        opens = is_heading or _SENTENCE_START.search(text[max(0, start - 8) : start])
        return lowered[:1].upper() + lowered[1:] if opens else lowered

    return re.sub(_WORD, said, match.group())


def _lowered(word: str, before: str, after: str, *, shouted: bool) -> str:
    """Put a word that stands between ``before`` and ``after`` in small letters, unless it is spelled."""
    if word in PRONOUNCED or word in _MONTHS or _is_abbreviation(word, after):
        return word.capitalize()
    if word in _SHOUTED_TOO and shouted and not before.upper().endswith("THE "):
        return word.lower()
    if len(word) == 1:
        return "a" if word == "A" and shouted and after != "." else word
    if word in SPELLED or _WORLD_WAR.fullmatch(word) or (roman_value(word) and set(word) <= set("IVXL")):
        return word
    if _is_word(word) or (shouted and re.search(r"[AEIOUY]", word) and not _is_code(word)):
        return "I" + word[1:].lower() if word[:2] in {"I'", "I’"} else word.lower()
    return word


def _plural(_: English, match: re.Match[str]) -> str:
    return match[1].capitalize() + match[2]


def _joined_by_and(_: English, match: re.Match[str]) -> str:
    return " and ".join(" ".join(part) for part in match.group().split("&"))


READINGS: tuple[Reading, ...] = (
    Reading("acronym", r"\b[A-Z]{1,3}(?:&[A-Z]{1,3}){1,3}\b", _joined_by_and, "&"),
    Reading(
        "capitals",
        rf"(?<![\w.@/&#-]){_WORD}(?![\w&])(?:{_SEPARATOR}{_WORD}(?![\w&]))*",
        _capitals,
        rf"{_UP}[^\w\n]{{0,3}}{_UP}",  # a letter alone stays as it is
    ),
    Reading("acronym", rf"\b({'|'.join(sorted(PRONOUNCED))})(['’]?s)\b", _plural, r"[A-Z][A-Z]['’]?s"),
)
