"""German grammar of numbers: number words, genders, and the endings of ordinals."""

from __future__ import annotations

import re
from functools import lru_cache

from vox1.script.normalise import numbers
from vox1.script.normalise.european import Gender, words
from vox1.script.normalise.german_words import FEMININE_ENDINGS, GENDERS, KINGS, MASCULINE_IN_E, QUEENS

DATIVE = frozenset(words("ab aus bei mit nach seit von vor zu"))
WITH_DATIVE = DATIVE | frozenset(words("dem vom zum beim im am unter gegenüber an in auf neben zwischen zur"))
WITH_ACCUSATIVE = frozenset(words("den für gegen durch ohne um"))
_HAVING = frozenset(words("hat habe haben hatte hatten gibt gab"))
_RANKS = re.compile(
    r"(?:könig|kaiser|herzog|graf|kurfürst|fürst|prinz|zar)(?:s|en|in)?|papst(?:es)?", re.IGNORECASE
)
_MINE = r"(?:k?ein|[msd]ein|ihr|unse?r|eue?r)"
# What stands before an ordinal, and the ending that it asks for by gender; the last fits all else.
_ENDINGS: tuple[tuple[str, dict[Gender, str]], ...] = (
    (rf"die|das|dies|diese|jede|jene|welche|ins|ans|aufs|fürs|{_MINE}e", {"m": "e", "f": "e", "n": "e"}),
    (r"(?:dies|jed|jen|welch)e[rs]", {"m": "e", "f": "e", "n": "e"}),
    (_MINE, {"m": "er", "f": "er", "n": "es"}),
    (r"de[mns]|am|im|vom|zu[mr]|beim|(?:dies|jed|jen|welch)e[mn]", {"m": "en", "f": "en", "n": "en"}),
    (rf"{_MINE}e[mnrs]", {"m": "en", "f": "en", "n": "en"}),
    ("|".join(DATIVE), {"m": "em", "f": "er", "n": "em"}),
    ("|".join(WITH_ACCUSATIVE | {"bis"}), {"m": "en", "f": "e", "n": "es"}),
    (".*", {"m": "er", "f": "e", "n": "es"}),
)


def cardinal(number: int, gender: Gender | None) -> str:
    """Say a whole number; before a noun 1 is "ein" or "eine", 101 "einhundertein"."""
    if number == 1 and gender:
        return "eine" if gender == "f" else "ein"
    said = numbers.cardinal(number, "de").replace("einstausend", "eintausend")
    return said.removesuffix("s") if gender and number % 100 == 1 else said


@lru_cache(maxsize=4096)
def gender_of(noun: str) -> Gender | None:
    """Return the gender that a noun shows; a word in small letters is none."""
    if not noun[0].isupper():
        return None
    if noun in GENDERS:
        return GENDERS[noun]
    compound = max((known for known in GENDERS if noun.endswith(known.lower())), key=len, default=None)
    if compound:
        return GENDERS[compound]
    return "f" if noun.endswith(FEMININE_ENDINGS) and noun not in MASCULINE_IN_E else "m"


def one(before: list[str], adjective: str, noun: str) -> str:
    """Say 1 before a noun in the case that the words before it ask for: eine, einem, einen.

    Args:
        before: The words before, in small letters.
        adjective: Between the two, or nothing; its ending shows the gender.
        noun: What there is one of.
    """
    shown: dict[str, Gender] = {"er": "m", "es": "n"}
    gender = shown.get(adjective[-2:]) or ("f" if adjective.endswith("e") else gender_of(noun))
    last = before[-1] if before else ""
    if is_determined(before):
        return "einen" if last.endswith(("m", "n")) or (last == "der" and gender == "f") else "eine"
    if last in DATIVE | {"in"}:
        return "einer" if gender == "f" else "einem"
    if gender == "m" and (last in WITH_ACCUSATIVE | _HAVING or adjective.endswith("en")):
        return "einen"
    return "eine" if gender == "f" else "ein"


def ordinal(number: int, ending: str) -> str:
    """Say an ordinal with its ending: "dritt" and "er"."""
    return numbers.ordinal(number, "de").removesuffix("e").replace("einstausend", "eintausend") + ending


def fraction(whole: int, over: int, under: int) -> str | None:
    """Say a fraction: ein Drittel, eineinhalb; 24/7 is none."""
    if over > under:
        return None
    if (over, under) == (1, 2):
        return f"{cardinal(whole, 'm')}einhalb" if whole else "ein halb"
    part = "Halbe" if under == 2 else ordinal(under, "el").capitalize()
    return (
        f"{cardinal(whole, None)} {cardinal(over, 'n')} {part}" if whole else f"{cardinal(over, 'n')} {part}"
    )


def year(number: int) -> str:
    """Say a year: neunzehnhundertvierzehn, tausendsechsundsechzig, zweitausenddrei."""
    return numbers.year(number, "de") if 1100 <= number < 2000 else cardinal(number, None)


def ending_after(before: list[str], noun: str | None) -> str:
    """The ending of an ordinal after the words before it: am dritten, ein drittes Kind, dritter Mai."""
    last = before[-1] if before else ""
    gender = (gender_of(noun) if noun else None) or "m"
    if last == "der":
        return "en" if gender == "f" or (len(before) > 1 and before[-2] in WITH_DATIVE) else "e"
    return next(endings[gender] for pattern, endings in _ENDINGS if re.fullmatch(pattern, last))


def is_determined(before: list[str]) -> bool:
    """Tell whether the words before call for an ordinal: der, am, mein, zum ..."""
    articles = rf"de[rmns]|das|die|am|im|vom|zu[mr]|beim|ins|{_MINE}(?:e[mnrs]?)?|(?:dies|jed)e[mnrs]?"
    return bool(before) and bool(re.fullmatch(articles, before[-1]))


def case_of_ruler(name: str, before: list[str]) -> str:
    """The case a ruler's name stands in: "" nominative, "g", "d", "a"."""
    near = [word for word in before if not _RANKS.fullmatch(word)][-1:]
    if (name not in KINGS | QUEENS and name.endswith("s")) or near == ["des"]:
        return "g"
    if near and near[0] in WITH_DATIVE:
        return "d"
    return "a" if near and near[0] in WITH_ACCUSATIVE else ""
