"""Words: what lines of a page say they are: headings, captions, items of lists."""

from __future__ import annotations

import re

from booksmith_module import heading_words
from booksmith_module.heading_words import Division, Label

LIST_OF_PICTURES = re.compile(
    r"(?:list of (?:illustrations|figures|plates|maps|tables)|illustrations|(?:abbildungs"
    r"|tabellen)verzeichnis"
    r"|(?:liste|table) des (?:illustrations|figures|tableaux)|(?:índice|lista) de "
    r"(?:figuras|ilustraciones|tablas"
    r"|ilustrações|tabelas)|(?:indice|elenco) delle (?:figure|illustrazioni|tabelle))\s*[.:]?",
    re.IGNORECASE,
)
INDEX = re.compile(
    r"(?:(?:general |subject |name )?index(?: of [\w ]+)?|(?:sach|namen|personen"
    r"|stichwort)?(?:register|verzeichnis)"
    r"|índice (?:analítico|alfabético|onomástico|remissivo)|indice (?:analitico|dei nomi))\s*[.:]?",
    re.IGNORECASE,
)
BIBLIOGRAPHY = re.compile(
    r"(?:\d+\.?\s+)?(?:references|(?:selected |select )?bibliography|works cited"
    r"|literature cited|literatur(?:verzeichnis)?"
    r"|quellenverzeichnis|bibliographie|références(?: bibliographiques)?|bibliografía"
    r"|referencias(?: bibliográficas)?"
    r"|bibliografia|riferimenti bibliografici|referências(?: bibliográficas)?)\s*[.:]?",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|plate|map|abb(?:ildung|\.)|tab(?:elle|\.)|tableau|figura"
    r"|tabla|tabella|tabela|grafik|chart)"
    r"\s*(?:\d+(?:[.\-]\d+)*|[IVXLC]+)\s*(?:[.:—–|)-]|\s|$)",
    re.IGNORECASE,
)
BULLET = re.compile(r"[•▪◦‣●○■□∙►➢✓\uf0b7\uf0a7]\s*(?=\S)")
ENUMERATED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s+(?=\S)")
_LONGEST_TITLE = 120


def is_part(text: str) -> bool:
    """Whether a heading is that of a part: ``Part II``, ``Erster Teil: Die Reise``."""
    label = _label(text)
    return label is not None and label.division is Division.PART


def is_chapter(text: str) -> bool:
    """Whether a heading is that of a chapter: ``CHAPTER IV``, ``Chapitre premier``, ``Prologue``."""
    if heading_words.is_stand_alone(text) or heading_words.is_matter(text):
        return True
    label = _label(text)
    return label is not None and label.division is not Division.PART


def is_label(text: str) -> bool:
    """Whether a heading is only a word and a number, after which a title may come."""
    label = _label(text)
    return (label is not None and not label.title) or is_number(text)


def is_number(text: str) -> bool:
    """Whether a line is only a number: ``IV``, ``12.``, ``[3]``, ``Seven``; small letters are a list's."""
    return heading_words.is_number(text) and not text.lstrip(" .:[](—–-*")[:1].islower()


def _label(text: str) -> Label | None:
    """The label of a line whose rest may be a title: it begins like one and is no sentence's rest."""
    label = heading_words.read_label(text)
    if not label or not label.title:
        return label
    begins = text[:1] + label.title[:1]
    may_be_title = label.gap and not any(map(str.islower, begins)) and len(label.title) <= _LONGEST_TITLE
    return label if may_be_title else None
