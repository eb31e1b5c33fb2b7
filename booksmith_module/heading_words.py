"""Heading words: what parts, chapters, numbers and the rest are called in headings, in any kind of book.

The languages are English, German, French, Spanish, Italian and Portuguese; of some others the words for a
chapter and a part. What may be a heading at all is for each reader to say: a heading of an EPUB is known
to be one, a line of a text or a page is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Division(Enum):
    """What a label numbers."""

    PART = "part"
    ACT = "act"
    """Of a play: it holds scenes as a part holds chapters, and stands alone as a chapter does."""
    CHAPTER = "chapter"
    SECTION = "section"
    """A chapter, or a part of one."""


@dataclass(frozen=True, slots=True)
class Label:
    """A word and a number, with which a heading begins.

    Attributes:
        division: What is numbered.
        number: As printed, in small letters: ``iv``, ``4``, ``the first``.
        gap: Spaces and stops between the label and the title.
        title: What follows; empty where nothing does.
    """

    division: Division
    number: str
    gap: str
    title: str


_PARTS = """part book volume vol teil buch band partie livre tome parte libro tomo volumen livro
boek deel часть том"""
_ACTS = "act akt aufzug acte acto atto ato"
_CHAPTERS = """chapter chap stave letter canto scene lecture lesson sermon adventure fit episode
kapitel kap brief gesang szene auftritt chapitre lettre chant scène leçon capítulo capitulo cap
carta escena capitolo lettera scena cena hoofdstuk kapittel rozdział kapitola глава"""
_SECTIONS = "section abschnitt sección sezione seção"
_NUMBER_WORDS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty first second third fourth fifth sixth
seventh eighth ninth tenth eleventh twelfth
eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf erste erster erstes zweite zweiter zweites
dritte dritter drittes vierte vierter viertes fünfte fünfter fünftes sechste sechster sechstes siebente
siebter siebtes siebentes achte achter achtes neunte neunter neuntes zehnte zehnter zehntes elfte elfter
elftes zwölfte zwölfter zwölftes dreizehntes vierzehntes fünfzehntes sechzehntes zwanzigstes
un deux trois quatre cinq sept huit neuf dix onze douze premier première deuxième second seconde troisième
quatrième cinquième sixième septième huitième neuvième dixième onzième douzième
uno dos tres cuatro cinco seis siete ocho nueve diez once doce primero primera primer segundo segunda tercero
tercera tercer cuarto cuarta quinto quinta sexto sexta séptimo séptima octavo octava noveno novena décimo
décima undécimo duodécimo vigésimo
due tre quattro cinque sei sette otto nove dieci undici dodici primo prima secondo seconda terzo terza quarta
sesto sesta settimo settima ottavo ottava nono nona decimo decima
um dois três quatro sete oito dez doze primeiro primeira terceiro terceira sétimo sétima oitavo oitava"""
_LAST_WORDS = "last letzte letzter letztes dernier dernière último última ultimo ultima"
_STAND_ALONE = """prologue epilogue preface foreword introduction conclusion afterword postscript interlude
intermezzo|author's note|author's preface|translator's note|translator's preface|editor's note|to the reader
prolog epilog vorwort geleitwort vorbemerkung vorrede einleitung einführung zwischenspiel nachwort schluss
schluß épilogue préface avant-propos avertissement postface
prólogo epílogo prefacio introducción advertencia conclusión posfacio
prologo epilogo prefazione premessa introduzione conclusione postfazione prefácio introdução conclusão
posfácio"""
_MATTER = """dedication acknowledgements acknowledgments appendix abstract
widmung danksagung anhang zusammenfassung dédicace remerciements annexe résumé
dedicatoria agradecimientos apéndice resumen dedica ringraziamenti appendice
dedicatória agradecimentos apêndice resumo"""
_REFERENCE = """index glossary bibliography notes footnotes endnotes
transcriber's note|about the author|by the same author
register glossar literaturverzeichnis anmerkungen glossaire bibliographie notas glosario bibliografía
note glossario bibliografia glossário"""
_CONTENTS = """contents|table of contents|list of contents|inhalt|inhaltsverzeichnis|inhaltsübersicht|table
table des matières|sommaire|indice|índice|índice general|contenido|contenidos|tabla de contenido
tabla de contenidos|indice generale|sommario|sumário|conteúdo|lista de conteúdos|índice geral"""

ROMAN = r"(?=[ivxlc])c{0,3}(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
"""A Roman numeral up to 399 in small letters: no book counts to D or M, and "mi" and "di" are words."""
FIGURES = rf"(?:\d{{1,3}}|{ROMAN})"
"""A number of a heading without words."""


def _phrases(lists: str) -> frozenset[str]:
    """The phrases of a list: lines with a bar in them hold phrases, others single words."""
    split = (line.split("|") if "|" in line else line.split() for line in lists.splitlines())
    return frozenset(phrase.strip() for line in split for phrase in line)


def _any_of(*lists: str) -> str:
    words = " ".join(lists).split()
    return rf"(?:{'|'.join(sorted(set(words), key=len, reverse=True))})"


_DIVISIONS = (
    rf"(?:(?P<part>{_any_of(_PARTS)})|(?P<act>{_any_of(_ACTS)})|(?P<chapter>{_any_of(_CHAPTERS)})"
    rf"|(?P<section>{_any_of(_SECTIONS)}))"
)
_WORD, _COUNTED = _any_of(_NUMBER_WORDS, _LAST_WORDS), _any_of(_NUMBER_WORDS)
_WORDS = rf"(?:(?:the|der|die|das|la|le|el|il)\s+)?{_WORD}(?:[-\s]{_WORD})?"
# A page number may stand before "Chapter One" too, so figures need a stop or an ending; and endings only
# follow I, V and X: "le livre" and "ce livre" are not l and c with one.
_ORDINAL = (
    r"(?:\d{1,3}(?:\.|[ºª°]|st|nd|rd|th|e|er|re|ère|ème)"
    rf"|(?-i:{ROMAN.upper()})[.ºª°]?"
    r"|(?-i:(?=[IVX])X{0,3}(?:I[XV]|V?I{0,3})(?:e|ème|E)|I(?:er|re|ère|ER|RE)))"
)
_REST = r"(?!\w)(?P<gap>[\s.:)\]–—―-]*)(?P<title>.*)"
_NUMBER_AFTER = re.compile(
    rf"{_DIVISIONS}\.?\s+(?:n[o°º]\.?\s*)?(?P<number>{_WORDS}|{FIGURES}){_REST}", re.IGNORECASE | re.DOTALL
)
_NUMBER_BEFORE = re.compile(
    rf"(?P<number>{_WORDS}|{_ORDINAL})\s+{_DIVISIONS}{_REST}", re.IGNORECASE | re.DOTALL
)
# 一部 without 第 means "some of".
_EASTERN_NUMBER = r"(?P<number>第\s?[0-9０-９一二三四五六七八九十百〇零]{1,5}|[0-9０-９]{1,3})\s?"
_EASTERN = re.compile(
    rf"(?:{_EASTERN_NUMBER}(?:(?P<part>[部巻卷篇編编])|(?P<act>幕)|(?P<chapter>[章話回])|(?P<section>[节節]))|[序終终]章)"
    r"(?P<gap>[\s.:：、．–—―-]*)(?P<title>.*)",
    re.DOTALL,
)
_STOPS = r"[\s.:()\[\]*•·~_—–-]*"
_NUMBER_ALONE = re.compile(
    rf"{_STOPS}(?P<number>{FIGURES}|{_COUNTED}(?:[-\s]{_COUNTED})?){_STOPS}", re.IGNORECASE
)
_END = re.compile(
    r"[\W_]*(?:(?:the )?end|finis|(?:das )?ende|(?:la |el )?fin|fine|fim"
    rf"|(?:the )?end of (?:the )?(?:{_WORD} )?{_any_of(_PARTS, _ACTS, _CHAPTERS, _SECTIONS)}\b.*"
    r"|end of (?:the |this )?project gutenberg\b.*)[\W_]*",
    re.IGNORECASE,
)
_STAND_ALONE_PHRASES, _MATTER_PHRASES = _phrases(_STAND_ALONE), _phrases(_MATTER)
_REFERENCE_PHRASES, _CONTENTS_PHRASES = _phrases(_REFERENCE), _phrases(_CONTENTS)
_LETTERED = re.compile(r"(?:appendix|anhang|annexe|appendice|apéndice|apêndice) (?:[a-z]|\d{1,3}|[ivx]{1,5})")


def read_label(text: str) -> Label | None:
    """Return the word and the number that a text begins with: ``Chapter IV``, ``Erster Teil``, ``第二章``."""
    found = _NUMBER_AFTER.match(text) or _NUMBER_BEFORE.match(text) or _EASTERN.match(text)
    if not found:
        return None
    division = next((one for one in Division if found[one.value]), Division.CHAPTER)
    number = (found["number"] or "").lower().rstrip(".")
    return Label(division, number, found["gap"], found["title"].strip())


def is_number(text: str) -> bool:
    """Whether a heading is a number and nothing else: ``IV``, ``12.``, ``[3]``, ``Seven``; not ``Vi``."""
    found = _NUMBER_ALONE.fullmatch(text)
    if not found:
        return False
    number = found["number"]
    is_roman = re.fullmatch(ROMAN, number, re.IGNORECASE)
    return not is_roman or number.isupper() or number.islower()


def is_stand_alone(text: str) -> bool:
    """Whether a heading is that of a prologue, a preface and the like, which are read without a number."""
    return _bare(text) in _STAND_ALONE_PHRASES


def is_matter(text: str) -> bool:
    """Whether a heading is that of a dedication, an appendix and the like, around what a book tells."""
    phrase = _bare(text)
    return phrase in _MATTER_PHRASES or _LETTERED.fullmatch(phrase) is not None


def is_reference(text: str) -> bool:
    """Whether a heading is that of an index, notes and the like, or of what is said of a text."""
    return _bare(text) in _REFERENCE_PHRASES


def is_contents(text: str) -> bool:
    """Whether a heading is that of a contents list."""
    return _bare(text) in _CONTENTS_PHRASES


def is_end(text: str) -> bool:
    """Whether a heading says that something is over: ``THE END``, ``End of Volume I``."""
    return _END.fullmatch(text) is not None


def _bare(text: str) -> str:
    """A heading in small letters, with straight apostrophes and without the ornaments around it."""
    # Not the quotes and the dashes that speech stands in: “Conclusion?”, — Introduction.
    return " ".join(text.casefold().replace("’", "'").lstrip(" *_~=•·").rstrip(" \n\t.:*_~=•·").split())
