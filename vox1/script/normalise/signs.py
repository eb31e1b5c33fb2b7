"""Signs in German and the Romance languages: addresses, telephones, acronyms, capitals, symbols."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from vox1.script.normalise.european import words
from vox1.script.normalise.rules import DIGIT, Rule, needing

ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![^\W_]|[’'][^\W\d_])"
"""A pattern for a number in Roman capitals, not followed by a letter."""
SMALL_ROMAN = r"(?:x{1,2}(?:ix|iv|v?i{0,3})|i[vx]|v?i{2,3})(?![^\W_])"
"""The same in small letters, as for centuries; without v, vi and i, which are words."""

HAS_ROMAN = r"[IVXLCDM](?![^\W_]|[’'][^\W\d_])"
"""A pattern for what stands at the end of every such number, quicker to look for."""
HAS_ANY_ROMAN = rf"{HAS_ROMAN}|(?:x|[ivx][ivx])(?![^\W_])"
"""The same for numbers in capitals or small letters."""

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# Short words and codes in capitals that are well-formed Roman numerals as well.
_NOT_NUMBERS = frozenset({"CC", "CCC", "CD", "CI", "CIV", "CL", "CM", "CV", "DC", "DCI", "DI", "DIX", "DL"})
_NOT_NUMBERS |= {
    "DM",
    "DV",
    "DVI",
    "LI",
    "LIV",
    "LV",
    "MC",
    "MCI",
    "MD",
    "MDI",
    "MI",
    "MIX",
    "ML",
    "MM",
    "MMM",
}
_NOT_NUMBERS |= {"MV", "DX", "MX", "LC", "XL", "XC", "LL", "LX"}
_VOWELS = frozenset("AEIOUYÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÝŒ")
# Consonants that a word of four letters at most may begin and end with, if it is to be said as one.
_SINGLE = ("", *"BCDFGHJKLMNPQRSTVWXZÇÑ")
_ONSETS = frozenset(
    (
        *_SINGLE,
        *words(
            """
BL BR CH CL CR DR FL FR GL GN GR KL KN KR LH LL NH PF PH PL PR PS SC SCH SH SK SL SM SN SP ST STR SW TH TR
TS VR WH WR ZW
"""
        ),
    )
)
_CODAS = frozenset(
    (
        *_SINGLE,
        *words(
            """
CH CHS CHT CK CT FF FT GT HL HM HN HR HRT HT KT LB LD LF LG LK LL LM LP LS LT LZ MM MP MS ND NG NK NN NS NT NZ
PF PP PS PT RB RD RF RG RK RL RM RN RP RR RS RT RTS RZ SCH SH SK SP SS ST TH TS TT TZ ZT
"""
        ),
    )
)
_DOMAINS = "com|org|net|edu|gov|info|int|eu|de|at|ch|fr|be|es|mx|ar|it|pt|br|uk|io"
_SAID_DOMAINS = frozenset({"com", "org", "net", "gov", "info", "html"})


@dataclass(frozen=True, slots=True)
class Signs:
    """What a language calls its signs.

    Attributes:
        digit: Says one digit.
        group: Says a group of digits in a telephone number.
        names: The signs of an address (. / : @ - _ ? = & # + % ~) by name.
        symbols: Pattern of a sign within text to how it is said, in the order they are replaced.
        acronyms: Acronyms spelled although they have a vowel, others (GmbH) to how they are said.
        cluster: Consonants in a row, l, r and h not counted, for which a name in an address is spelled.
        telephone: Words before which digits are a telephone number ("Tel.").
        extension: What "ext." before an extension is called.
    """

    digit: Callable[[int], str]
    group: Callable[[str], str]
    names: Mapping[str, str]
    symbols: Mapping[str, str]
    acronyms: Mapping[str, str]
    cluster: int
    telephone: str
    extension: str


def roman_value(numeral: str) -> int:
    """Return what a well-formed Roman numeral is worth."""
    values = [_ROMAN_VALUES[letter] for letter in numeral.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def is_surely_roman(numeral: str) -> bool:
    """Tell whether a numeral with no word beside it is one: XIV and MCMXC, but not C, CD or MIX."""
    return len(numeral) > 1 and numeral not in _NOT_NUMBERS


def address_rules(signs: Signs) -> tuple[Rule, ...]:
    """The rules for web and mail addresses and telephone numbers; to be run first."""
    label = r"[^\W_](?:[\w-]{0,62})"
    return (
        Rule(
            "electronic",
            re.compile(
                r"(?<![\w@])(?:(?:https?|ftp)://[^\s<>«»„“”\"]{1,400}|www\.[^\s<>«»„“”\"]{1,400}"
                rf"|[\w.+%-]{{1,64}}@{label}(?:\.{label}){{1,5}}"
                rf"|@{label}(?:\.{label})?"
                rf"|[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.(?:{_DOMAINS})(?![\w@-]|\.\w)"
                r"(?:/[^\s<>«»„“”\"]{0,400})?)"
            ),
            partial(_say_address, signs),
            re.compile(r"//|@|\.[^\s<>«»„“”\"]"),
        ),
        Rule(
            "electronic",
            re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)"),
            partial(_say_quad, signs),
            re.compile(DIGIT),
        ),
        Rule(
            "telephone",
            re.compile(
                rf"(?P<word>(?<!\w)(?:{signs.telephone})[ \u00a0]?:?[ \u00a0]?)?(?<![\w.,/+-])"
                r"(?P<digits>(?:\+\d{1,3}[ \u00a0.-]?)?(?:\(\d{1,5}\)[ \u00a0-]?)?"
                r"\d{1,6}(?:[ \u00a0./-]\d{2,8}){0,6})"
                r"(?P<extension>[ \u00a0](?:ext|ramal|int)\.?[ \u00a0]?(?P<inner>\d{1,5}))?(?![\w/-]|[.,]\d)"
            ),
            partial(_say_telephone, signs),
            re.compile(DIGIT),
        ),
    )


def letter_rules(signs: Signs) -> tuple[Rule, ...]:
    """The rules for symbols, acronyms and words in capitals; to be run last."""
    mixed = "|".join(map(re.escape, sorted(signs.acronyms, key=len, reverse=True)))
    return (
        *needing(
            "[&+=×·÷±§#@%°€$£]",
            (Rule("symbol", re.compile(pattern), _always(said)) for pattern, said in signs.symbols.items()),
        ),
        Rule(
            "acronym",
            re.compile(rf"(?<!\w)(?:{mixed})(?=s?(?!\w))"),
            partial(_say_listed, signs),
            re.compile(f"(?:{mixed})"),
        ),
        *needing(
            "[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ]",
            (
                Rule("acronym", re.compile(r"(?<![\w.])[A-ZÀ-ÖØ-Þ]{2,6}(?=s?(?!\w))"), _say_acronym),
                Rule("capitals", re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]{2,}(?!\w)"), _say_capitals),
            ),
        ),
    )


def spelled(text: str) -> str:
    """Say letters one by one."""
    return " ".join(text)


def _say_address(signs: Signs, match: re.Match[str]) -> str:
    address = match.group().rstrip(".,;:!?)]’'…")
    said = [_part_of_address(signs, part) for part in re.findall(r"[^\W\d_]+|\d|[^\w]|_", address)]
    return " ".join(part for part in said if part) + match.group()[len(address) :]


def _part_of_address(signs: Signs, part: str) -> str:
    if part.isdecimal():
        return signs.digit(int(part))
    if not part.isalpha():
        return signs.names.get(part, "")
    return part if _is_sayable_name(part, signs.cluster) else spelled(part)


def _is_sayable_name(name: str, cluster: int) -> bool:
    if name.lower() in _SAID_DOMAINS:
        return True
    # A liquid after a consonant makes it no harder to say: "mpl", "str".
    consonants = max(map(len, re.split(f"[{''.join(_VOWELS)}]", re.sub("[LRH]", "", name.upper()))))
    if len(name) == 3:
        return [letter in _VOWELS for letter in name.upper()] in ([True, False, True], [False, True, False])
    return len(name) > 3 and consonants < cluster


def _say_quad(signs: Signs, match: re.Match[str]) -> str | None:
    groups = match.group().split(".")
    if all(len(group) == 3 for group in groups[1:]):
        return None  # 123.456.789.000 is a number
    return f" {signs.names['.']} ".join(_digits(signs, group) for group in groups)


def _digits(signs: Signs, written: str) -> str:
    return " ".join(signs.digit(int(d)) for d in written if d.isdecimal())


_TELEPHONE = re.compile(
    r"\+\d.*|\(\d{2,5}\)[ \u00a0-]?\d{3,}.*|(?:\d-)?\d{3}-\d{3}-\d{4}|\d{3}-\d{4}|\d{5}-\d{4}"
    r"|\d{2,3}[ \u00a0]\d{4,5}-\d{4}|0\d(?:[ \u00a0.]\d\d){4}|0\d{2,4}/\d{4,8}"
)


def _say_telephone(signs: Signs, match: re.Match[str]) -> str | None:
    written = match["digits"]
    enough = sum(c.isdecimal() for c in written) >= (5 if match["word"] else 7)
    if not enough or not (match["word"] or _TELEPHONE.fullmatch(written)):
        return None
    groups = [signs.group(group) for group in re.findall(r"\d+", written)]
    plus = f"{signs.names['+']} " if "+" in written else ""
    inner = f", {signs.extension} {_digits(signs, match['inner'])}" if match["extension"] else ""
    return f"{match['word'] or ''}{plus}{', '.join(groups)}{inner}"


def _say_listed(signs: Signs, match: re.Match[str]) -> str:
    return signs.acronyms[match.group()] or spelled(match.group())


def _always(said: str) -> Callable[[re.Match[str]], str]:
    return lambda _: said


def _say_acronym(match: re.Match[str]) -> str | None:
    return None if _is_sayable_word(match.group()) else spelled(match.group())


def _is_sayable_word(word: str) -> bool:
    """Tell whether capitals can be said as a word: NATO, but not CDU or ICN; long ones with a vowel can."""
    if not _VOWELS.intersection(word):
        return False
    first, *_, last = re.split(f"[{''.join(_VOWELS)}]+", word)
    return len(word) > 4 or (first in _ONSETS and last in _CODAS) or len(first + last) < 2


def _say_capitals(match: re.Match[str]) -> str | None:
    is_numeral = set(match.group()) <= set("IVX") and match.group() != "VI"
    return None if is_numeral else match.group().capitalize()
