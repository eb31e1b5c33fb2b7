"""Styles of a Word document: what a paragraph is by the name of its style.

ECMA-376 part 1, section 17.7. Word writes the names of its own styles in English whatever language it
speaks; other programs translate them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from booksmith_module.book import BlockKind
from booksmith_module.raised import Script

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|encabezado|intestazione|cabeçalho|kop|rubrik|nagłówek)\s*([1-9])"
)
_TITLE = frozenset(("title", "titel", "titre", "título", "titolo", "book title", "chapter title", "chapter"))
_CAPTION = re.compile(r"caption|beschriftung|légende|epígrafe|didascalia|legenda")
_CODE = re.compile(r"\bcode\b|html preformatted|preformatted text|source ?code|macro text|plain text code")
_CONTENTS = re.compile(r"(?:toc|verzeichnis|tm|tdc|sommario|índice|sumário)\s*\d|toc heading|contents \d")
_LIST = re.compile(r"list (?:bullet|number|paragraph)|list \d|listenabsatz|paragraphe de liste")
_VERSE = re.compile(r"\bverse\b|poem|poetry|stanza|gedicht|poème|poesia")
_OFF = frozenset(("0", "false", "off", "none"))


@dataclass(frozen=True, slots=True)
class Style:
    """What a style, with those it is based on, makes of its text.

    Attributes:
        kind: Of the block.
        level: Of a heading; 0 for others.
        is_contents: It is for the lines of a contents list.
        is_hidden: Its text is not shown.
        is_bold: Its text is bold.
        is_centred: Its lines are centred.
        script: Whether its text stands above or below the line.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    is_contents: bool = False
    is_hidden: bool = False
    is_bold: bool = False
    is_centred: bool = False
    script: Script | None = None


PLAIN = Style()
SCRIPTS = {"superscript": Script.RAISED, "subscript": Script.LOWERED}
"""Values of ``vertAlign`` (section 17.3.2.42) that take text off the line."""


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; empty for a comment or the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, *names: str) -> Any:
    """Return the element at the end of a path of names, or None."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local_name(one) == name), None)
    return element


def value(element: Any, name: str = "val") -> str:
    """Return an attribute of any namespace; empty where there is none, or no element."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def is_on(properties: Any, name: str) -> bool | None:
    """Return whether a switch is set on or off, or None where it is not mentioned."""
    switch = child(properties, name)
    return None if switch is None else value(switch).lower() not in _OFF


def read_styles(root: Any) -> dict[str, Style]:
    """Return the styles of ``styles.xml`` by their ids."""
    elements = {value(one, "styleId"): one for one in root if local_name(one) == "style"}
    return {identifier: _style(list(_chain(identifier, elements))) for identifier in elements}


def _chain(identifier: str, elements: dict[str, Any]) -> Iterator[Any]:
    """A style and those it is based on, the nearest first; a loop ends."""
    seen: set[str] = set()
    while identifier in elements and identifier not in seen:
        seen.add(identifier)
        yield elements[identifier]
        identifier = value(child(elements[identifier], "basedOn"))


def _style(chain: list[Any]) -> Style:
    names = [value(child(one, "name")).casefold() for one in chain]
    level = next((found for one, name in zip(chain, names, strict=True) if (found := _level(one, name))), 0)
    hidden = (is_on(child(one, "rPr"), "vanish") for one in chain)
    bold = (is_on(child(one, "rPr"), "b") for one in chain)
    centred = (value(child(one, "pPr", "jc")) for one in chain)
    scripts = (value(child(one, "rPr", "vertAlign")) for one in chain)
    return Style(
        BlockKind.HEADING if level else _kind(names, chain),
        level,
        any(_CONTENTS.match(name) for name in names),
        next((one for one in hidden if one is not None), False),
        next((one for one in bold if one is not None), False),
        next((one for one in centred if one), "") == "center",
        SCRIPTS.get(next((one for one in scripts if one), "")),
    )


def _level(style: Any, name: str) -> int:
    if found := _HEADING.fullmatch(name):
        return int(found[1])
    if name in _TITLE:
        return 1
    return outline_level(child(style, "pPr"))


def outline_level(properties: Any) -> int:
    """Return the heading level that paragraph properties state; 0 for running text."""
    outline = value(child(properties, "outlineLvl"))
    return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0


def _kind(names: list[str], chain: list[Any]) -> BlockKind:
    patterns = {
        BlockKind.CAPTION: _CAPTION,
        BlockKind.CODE: _CODE,
        BlockKind.VERSE: _VERSE,
        BlockKind.LIST_ITEM: _LIST,
    }
    for kind, pattern in patterns.items():
        if any(pattern.search(name) for name in names):
            return kind
    numbered = any(value(child(one, "pPr", "numPr", "numId")) not in {"", "0"} for one in chain)
    return BlockKind.LIST_ITEM if numbered else BlockKind.PARAGRAPH
