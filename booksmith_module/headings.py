"""Headings: which of them name a chapter or a part, in the words of six languages."""

from __future__ import annotations

import re

_NUMBER_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "last",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "erstes",
    "zweites",
    "drittes",
    "viertes",
    "fünftes",
    "sechstes",
    "siebentes",
    "siebtes",
    "achtes",
    "neuntes",
    "zehntes",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "premier",
    "première",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "primero",
    "primera",
    "segundo",
    "segunda",
    "tercero",
    "tercera",
    "cuarto",
    "cuarta",
    "quinto",
    "quinta",
    "primo",
    "prima",
    "secondo",
    "seconda",
    "terzo",
    "terza",
    "um",
    "dois",
    "três",
    "quatro",
    "primeiro",
    "primeira",
    "terceiro",
    "terceira",
]
_WORDS = "|".join(sorted(set(_NUMBER_WORDS), key=len, reverse=True))
_ROMAN = r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_NUMBER = rf"(?:\d{{1,3}}|{_ROMAN}|(?:the )?(?:{_WORDS})(?:[ -](?:{_WORDS}))?)"
_CHAPTER_WORDS = (
    "chapter|chap|stave|letter|canto|scene|act|section|lecture|lesson|adventure|fit|episode|kapitel|kap|brief"
    "|chapitre|lettre|scène|acte|capítulo|capitulo|cap|carta|escena|acto|capitolo|lettera|scena|atto|cena|ato"
    "|hoofdstuk|kapittel|rozdział|kapitola|глава"
)
_PART_WORDS = (
    "part|book|volume|vol|teil|buch|band|partie|livre|tome|parte|libro|tomo|livro|boek|deel|часть|том"
)
_CHAPTER = re.compile(
    rf"(?:the )?(?:{_CHAPTER_WORDS})\.? {_NUMBER}\b|{_NUMBER}(?:\.|es|er|e)? (?:{_CHAPTER_WORDS})\b",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?:the )?(?:{_PART_WORDS})\.? {_NUMBER}\b|{_NUMBER}(?:\.|r|s|e)? (?:{_PART_WORDS})\b", re.IGNORECASE
)
_EASTERN = r"第? ?[0-9０-９一二三四五六七八九十百〇零]{1,5} ?"
_EASTERN_CHAPTER = re.compile(rf"{_EASTERN}[章話节節回幕]|(?:序|終|终)章")
_EASTERN_PART = re.compile(rf"{_EASTERN}[部巻卷篇編编]")
_NUMBER_ONLY = re.compile(rf"\W*{_NUMBER}\W*", re.IGNORECASE)
_STANDS_ALONE = re.compile(
    r"(?:prologue|epilogue|preface|foreword|introduction|afterword|postscript|interlude|intermezzo|prolog|epilog"
    r"|vorwort|nachwort|einleitung|prologue|épilogue|préface|avant-propos|prólogo|epílogo|prefacio|introducción"
    r"|prologo|epilogo|prefazione|introduzione|prefácio|introdução)\W*",
    re.IGNORECASE,
)


_END = re.compile(r"(?:the end|finis|fin|ende|fine|the end of .*|end of .*)\W*", re.IGNORECASE)


def is_end(text: str) -> bool:
    """Whether a heading says that something is over: ``THE END``."""
    return bool(_END.fullmatch(_line(text)))


def is_chapter(text: str) -> bool:
    """Whether a heading says that it is a chapter's, by word and number: ``Chapter IV``, ``Stave One``."""
    line = _line(text)
    return bool(_CHAPTER.match(line) or _EASTERN_CHAPTER.match(line) or _STANDS_ALONE.fullmatch(line))


def is_part(text: str) -> bool:
    """Whether a heading says that it is a part's: ``PART TWO``, ``Zweites Buch``."""
    return bool(_PART.match(_line(text)) or _EASTERN_PART.match(_line(text)))


def is_number(text: str) -> bool:
    """Whether a heading is a number and nothing else: ``IV``, ``12.``, ``Seven``."""
    return bool(_NUMBER_ONLY.fullmatch(_line(text)))


def is_chapter_or_number(text: str) -> bool:
    """Whether a heading names a chapter by word and number or by its number."""
    return is_chapter(text) or is_number(text)


def is_bare_label(text: str) -> bool:
    """Whether a heading is a chapter's word and number, or a number, without a title of its own."""
    line = _line(text)
    match = _CHAPTER.match(line) or _EASTERN_CHAPTER.match(line)
    return is_number(text) or bool(match and not line[match.end() :].strip(" .:—–-"))


def _line(text: str) -> str:
    return " ".join(text.split()).lstrip("*•—–-·~[( ")
