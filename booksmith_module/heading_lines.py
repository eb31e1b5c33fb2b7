"""Heading lines: what a line that stands alone in a text without markup says it is, in six languages.

The languages are English, German, French, Spanish, Italian and Portuguese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class HeadingKind(Enum):
    """What a heading names, from the outermost to the innermost."""

    PART = "part"
    CHAPTER = "chapter"
    NUMBER = "number"
    """A number and no word for what is numbered."""
    NAMED = "named"
    """A preface, an epilogue and the like, which stand beside the parts."""
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """What a line says of itself.

    Attributes:
        kind: What it names.
        number: As printed, in small letters: ``iv``, ``4``, ``four``; empty where it has none.
        title: What stands after the number; empty where nothing does.
    """

    kind: HeadingKind
    number: str = ""
    title: str = ""


_PARTS = """part book volume act teil buch band akt partie livre tome acte parte libro tomo
acto volumen atto livro ato"""
_CHAPTERS = """chapter chap canto stave scene letter kapitel gesang szene brief chapitre chant scène lettre
capítulo capitulo capitolo escena carta scena lettera cena"""
_NUMBER_WORDS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty first second third fourth fifth sixth
seventh eighth ninth tenth eleventh twelfth last
eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf erste erster erstes zweite zweiter zweites
dritte dritter drittes vierte vierter viertes fünfte fünfter fünftes sechste sechster sechstes siebente
siebter siebtes siebentes achte achter achtes neunte neunter neuntes zehnte zehnter zehntes elftes elfter
zwölftes zwölfter letzter letztes dreizehntes vierzehntes fünfzehntes sechzehntes zwanzigstes
un deux trois quatre cinq sept huit neuf dix onze douze premier première deuxième second seconde troisième
quatrième cinquième sixième septième huitième neuvième dixième onzième douzième dernier dernière
uno dos tres cuatro cinco seis siete ocho nueve diez once doce primero primera segundo segunda tercero tercera
cuarto cuarta quinto quinta sexto sexta
séptimo séptima octavo octava noveno novena décimo décima último última vigésimo undécimo duodécimo
due tre quattro cinque sei sette otto nove dieci undici dodici primo prima secondo seconda terzo terza
quarta sesto sesta settimo settima ottavo ottava nono nona decimo decima ultimo ultima
um dois três quatro sete oito dez onze doze primeiro primeira terceiro terceira sétimo oitavo oitava"""
_NAMED = """prologue epilogue preface foreword introduction afterword conclusion appendix dedication
acknowledgements acknowledgments index glossary bibliography notes footnotes endnotes interlude intermezzo
author's note|translator's note|transcriber's note|editor's note|about the author|by the same author
prolog epilog vorwort einleitung nachwort schluss anhang widmung danksagung register glossar zwischenspiel
literaturverzeichnis anmerkungen vorbemerkung vorrede
préface avant-propos épilogue postface annexe dédicace remerciements glossaire bibliographie avertissement
prólogo epílogo prefacio introducción conclusión apéndice dedicatoria agradecimientos notas glosario
bibliografía posfacio advertencia
prologo epilogo prefazione introduzione conclusione appendice dedica ringraziamenti note glossario
bibliografia postfazione premessa
prefácio introdução conclusão apêndice dedicatória agradecimentos posfácio glossário"""
_CONTENTS = """contents|table of contents|list of contents|inhalt|inhaltsverzeichnis|table des matières
sommaire|table|indice|índice|contenido|contenidos|tabla de contenidos|indice|sommario|sumário|conteúdo
lista de conteúdos|índice geral"""

_ROMAN = r"(?=[ivxlc])(?:c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_FIGURES = rf"(?:\d{{1,3}}|{_ROMAN})"


def _any_of(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


def _phrases(lines: str) -> frozenset[str]:
    """The phrases of a list: lines with a bar in them hold phrases, others single words."""
    split = (line.split("|") if "|" in line else line.split() for line in lines.splitlines())
    return frozenset(phrase.strip() for line in split for phrase in line)


_ONE_WORD = rf"(?:{_any_of(_NUMBER_WORDS)})"
_WORD = rf"(?:(?:the|der|die|das|la|le|el|il|o|a)\s+)?{_ONE_WORD}(?:[-\s]{_ONE_WORD})?"
_AFTER = r"(?P<gap>\s*[.:)\]]*\s*[-–—]{0,2}\s*)(?P<title>.*)"
_DIVISION = re.compile(
    rf"(?:(?P<part>{_any_of(_PARTS)})|(?P<chapter>{_any_of(_CHAPTERS)}))\.?\s+"
    rf"(?:n[o°º]\.?\s*)?(?P<number>{_WORD}|{_FIGURES})(?!\w){_AFTER}",
    re.IGNORECASE | re.DOTALL,
)
_DIVISION_AFTER_NUMBER = re.compile(
    rf"(?P<number>{_WORD}|\d{{1,3}}\.?|{_ROMAN}\.?)\s+"
    rf"(?:(?P<part>{_any_of(_PARTS)})|(?P<chapter>{_any_of(_CHAPTERS)}))(?!\w){_AFTER}",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(rf"[-–—*\s\[(]*(?P<number>{_FIGURES})[-–—*\s.:)\]]*", re.IGNORECASE)
_NUMBER_TITLE = re.compile(
    rf"(?P<number>{_FIGURES})(?:[.:)]\s*[-–—]?|\s*[-–—])\s*(?P<title>\S.*)", re.IGNORECASE | re.DOTALL
)
_NAMED_PHRASES, _CONTENTS_PHRASES = _phrases(_NAMED), _phrases(_CONTENTS)
_LONGEST = 120
"""Characters of a heading; the longest chapter titles of the nineteenth century aside."""


def heading_line(line: str) -> HeadingLine | None:
    """Return what a line that stands alone says it is, or None where it says nothing of the kind.

    A number with a title (``II. The Storm``) is a `HeadingKind.NUMBER`; so is the item of a list, so the
    caller looks at what stands around it.
    """
    line = line.strip().strip("_*=#").strip()
    if not line or len(line) > _LONGEST or line[-1] in ",;" or line[0].islower():
        return None
    phrase = re.sub(r"[\s.:]+$", "", line).casefold().replace("’", "'")
    if phrase in _CONTENTS_PHRASES:
        return HeadingLine(HeadingKind.CONTENTS)
    if phrase in _NAMED_PHRASES or re.fullmatch(r"(?:appendix|anhang|annexe|appendice) \w{1,4}", phrase):
        return HeadingLine(HeadingKind.NAMED)
    if found := _DIVISION.fullmatch(line) or _DIVISION_AFTER_NUMBER.fullmatch(line):
        return _division(found)
    return _numbered(line)


def _numbered(line: str) -> HeadingLine | None:
    found = _NUMBER.fullmatch(line) or _NUMBER_TITLE.fullmatch(line)
    if not found or not (found["number"].isdigit() or found["number"].isupper()):
        return None
    title = found.groupdict().get("title", "")
    return HeadingLine(HeadingKind.NUMBER, found["number"].lower(), title) if _is_title(title) else None


def _division(found: re.Match[str]) -> HeadingLine | None:
    title = found["title"].strip()
    # "Part two of the plan" and "Book I read last year" are sentences.
    if not _is_title(title):
        return None
    if title and not re.search(r"[.:)\]–—-]|\s{2}|\n", found["gap"]) and title[-1] in ".!?":
        return None
    kind = HeadingKind.PART if found["part"] else HeadingKind.CHAPTER
    return HeadingLine(kind, found["number"].lower().rstrip("."), title)


def _is_title(text: str) -> bool:
    return not text[:1].islower()


def is_all_capitals(line: str) -> bool:
    """Whether a line is set in capitals: at least two letters, and none of them small."""
    return line.isupper() and sum(map(str.isalpha, line)) >= 2


def title_key(line: str) -> str:
    """Return what of a title is the same in the contents list and above the chapter.

    The page number that a contents list has after dots or wide spaces is no part of it.
    """
    return re.sub(r"[\W_]+", "", re.sub(r"(?:[.\s·…]{2,}|\t)\W*[\divxlc]{1,6}\s*$", "", line.casefold()))
