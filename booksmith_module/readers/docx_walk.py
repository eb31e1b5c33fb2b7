"""The text of one part of a Word document: markup in, blocks out, every text read or counted as left out.

ECMA-376 part 1, section 17 (WordprocessingML). Elements are known by their names in any namespace, so
that the transitional and the strict form of the standard are read alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from booksmith_module import raised
from booksmith_module.book import Block, BlockKind, Source, is_sayable
from booksmith_module.clean import clean
from booksmith_module.document import Document
from booksmith_module.heading_lines import HeadingKind, heading_line, is_all_capitals
from booksmith_module.raised import Script
from booksmith_module.readers.docx_styles import (
    PLAIN,
    SCRIPTS,
    Style,
    child,
    is_on,
    local_name,
    outline_level,
    value,
)

_LEFT_OUT = {
    "del": "deleted text",
    "moveFrom": "deleted text",
    "rt": "reading aid",
    "oMath": "formula",
    "object": "embedded media",
    "Fallback": "second copy",
}
"""What is not read, whole elements at a time. A picture's fallback repeats its text for old programs."""
_SPACES = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_NOTE_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_TEXT = frozenset(("t", "delText"))
_LONGEST_VERSE_LINE = 60
_LONGEST_PLAIN_HEADING = 80


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being gathered; of several, where one ends in the middle of a word."""

    place: str
    style: Style
    kind: BlockKind
    level: int
    pieces: list[str] = field(default_factory=list)
    left_out: list[tuple[int, int]] = field(default_factory=list)
    line_ends: list[int] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0  # characters of it that are bold
    has_rule: bool = False
    goes_on: bool = False  # the next paragraph's text follows without a space
    is_centred: bool = False
    after: list[Block] = field(default_factory=list)  # pictures anchored in it
    inner: list[_Paragraph] = field(default_factory=list)  # of text boxes anchored in it


@dataclass(slots=True)
class _Frame:
    """An element the walk is inside of."""

    element: Any
    name: str
    step: str  # its name and position among like-named siblings: the last part of its place
    children: Iterator[Any]
    left_out: str = ""
    begin: int = 0
    is_cell: bool = False
    is_bold: bool = False
    script: Script | None = None
    note: str = ""
    seen: dict[str, int] = field(default_factory=dict)


class PartWalk:
    """A walk over one part of a document, without recursion: hostile ones nest thousands of elements."""

    def __init__(self, document: Document, part: str, styles: Mapping[str, Style]) -> None:
        """Add to a document what a part of it holds.

        Args:
            document: To be added to.
            part: The part's name, such as ``word/document.xml``.
            styles: By their ids.
        """
        self._document = document
        self._part = part
        self._styles = styles
        self._paragraphs: list[_Paragraph] = []
        self._open: list[_Paragraph] = []
        self.left_out: dict[str, list[str]] = {}
        """The texts of what is not read, by kind."""
        self.embedded: list[str] = []
        """Relationship ids of whole files that are part of the text."""
        self.emphasised: set[int] = set()
        """Numbers of the blocks that are bold or centred throughout."""

    def walk(self, root: Any) -> None:
        """Turn all text below an element into blocks of the document."""
        stack = [_Frame(root, local_name(root), local_name(root), iter(root))]
        while stack:
            element = next(stack[-1].children, None)
            if element is None:
                self._leave(stack.pop(), stack)
            elif name := local_name(element):
                stack.append(self._enter(element, name, stack))
        for paragraph in self._joined():
            self._add(paragraph)

    def _enter(self, element: Any, name: str, stack: Sequence[_Frame]) -> _Frame:
        parent = stack[-1]
        parent.seen[name] = parent.seen.get(name, 0) + 1
        step = f"{name}[{parent.seen[name]}]"
        frame = _Frame(element, name, step, iter(element), parent.left_out, is_cell=parent.is_cell)
        frame.note, frame.is_bold, frame.script = parent.note, parent.is_bold, parent.script
        if not frame.left_out and (kind := self._reason_left_out(element, name)):
            frame.left_out = kind
            frame.begin = self._open[-1].length if self._open else 0
            self._note_left_out(kind, element)
        if name == "p":
            self._begin_paragraph(frame, "/".join(one.step for one in (*stack, frame)))
        elif name == "r":
            properties = child(element, "rPr")
            frame.is_bold = bool(is_on(properties, "b"))
            own = value(child(properties, "vertAlign"))
            frame.script = SCRIPTS.get(own) if own else self._run_style(properties).script
        elif name == "tbl":
            frame.is_cell = _columns(element) > 1
        elif name in {"footnote", "endnote"} and parent.name in {"footnotes", "endnotes"}:
            frame.note = f"{parent.name}-{value(element, 'id')}"
        elif not frame.left_out or name in _TEXT or (name in _NOTE_REFERENCES and parent.name == "r"):
            self._take(frame)
        return frame

    def _leave(self, frame: _Frame, stack: Sequence[_Frame]) -> None:
        parent_is_left_out = bool(stack and stack[-1].left_out)
        if frame.left_out and not parent_is_left_out and self._open and frame.name != "p":
            self._open[-1].left_out.append((frame.begin, self._open[-1].length))
        if frame.name == "p" and self._open:
            paragraph = self._open.pop()
            if frame.left_out and not parent_is_left_out:
                paragraph.left_out = [(0, paragraph.length)]
            if not parent_is_left_out:
                listed = self._open[-1].inner if self._open else self._paragraphs
                listed += [paragraph, *paragraph.inner]

    def _reason_left_out(self, element: Any, name: str) -> str:
        if name in _LEFT_OUT:
            # In a paragraph's properties it says that the mark at its end is deleted, not what is.
            return _LEFT_OUT[name] if len(element) else ""
        if name == "p":
            style = self._style(element)
            return "contents list" if style.is_contents else "hidden text" if style.is_hidden else ""
        if name == "r":
            properties = child(element, "rPr")
            hidden = is_on(properties, "vanish")
            if any(
                local_name(one) in _NOTE_REFERENCES and value(one, "customMarkFollows") for one in element
            ):
                return "note mark"
            styled = self._run_style(properties).is_hidden
            return "hidden text" if (styled if hidden is None else hidden) else ""
        if name == "sdt" and child(element, "sdtPr", "showingPlcHdr") is not None:
            return "form"
        return ""

    def _run_style(self, properties: Any) -> Style:
        return self._styles.get(value(child(properties, "rStyle")), PLAIN)

    def _style(self, paragraph: Any) -> Style:
        return self._styles.get(value(child(paragraph, "pPr", "pStyle")), PLAIN)

    def _begin_paragraph(self, frame: _Frame, place: str) -> None:
        properties = child(frame.element, "pPr")
        style = self._style(frame.element)
        level = outline_level(properties) or style.level
        numbered = value(child(properties, "numPr", "numId"))
        kind = BlockKind.HEADING if level else style.kind
        if kind is BlockKind.PARAGRAPH and numbered not in {"", "0"}:
            kind = BlockKind.LIST_ITEM
        if frame.is_cell and kind is not BlockKind.HEADING:
            kind = BlockKind.TABLE
        if frame.note:
            kind, level = BlockKind.NOTE, 0
        paragraph = _Paragraph(place, style, kind, level)
        paragraph.has_rule = child(properties, "pBdr") is not None
        paragraph.is_centred = (value(child(properties, "jc")) or "center" * style.is_centred) == "center"
        paragraph.goes_on = (
            value(child(properties, "framePr"), "dropCap") in {"drop", "margin"}
            or child(properties, "rPr", "del") is not None
        )
        paragraph.anchors = [frame.note] if frame.note else []
        self._open.append(paragraph)

    def _take(self, frame: _Frame) -> None:
        """Add what one element says to the paragraph that is open."""
        element, name = frame.element, frame.name
        if name == "altChunk":
            self.embedded.append(value(element, "id"))
        if not self._open:
            return
        paragraph = self._open[-1]
        if name in _TEXT:
            text = element.text or ""
            before = "" if frame.left_out or not paragraph.pieces else paragraph.pieces[-1]
            if frame.script and raised.is_apart(text, frame.script, before):
                text = raised.written(text, frame.script)
            self._add_text(paragraph, text, is_bold=frame.is_bold)
        elif name in _SPACES:
            self._add_text(paragraph, _SPACES[name])
        elif name in {"br", "cr"}:
            if value(element, "type") in {"", "textWrapping"}:  # not the end of a page or column
                paragraph.line_ends.append(paragraph.length)
            self._add_text(paragraph, "\n")
        else:
            self._take_sign(paragraph, element, name)

    def _take_sign(self, paragraph: _Paragraph, element: Any, name: str) -> None:
        """Add what is no text: where notes and bookmarks stand, pictures, symbols and rules."""
        if name in _NOTE_REFERENCES:
            paragraph.references.append(f"{_NOTE_REFERENCES[name]}-{value(element, 'id')}")
        elif name == "bookmarkStart":
            paragraph.anchors.append(value(element, "name"))
        elif name == "sym":
            self._add_symbol(paragraph, value(element, "char"))
        elif name == "docPr":
            self._add_picture(paragraph, value(element, "descr") or value(element, "title"))
        elif name == "rect" and value(element, "hr") in {"t", "true", "1"}:
            paragraph.has_rule = True

    def _add_text(self, paragraph: _Paragraph, text: str, *, is_bold: bool = False) -> None:
        paragraph.pieces.append(text)
        paragraph.length += len(text)
        paragraph.bold += len(text) if is_bold else 0

    def _add_symbol(self, paragraph: _Paragraph, code: str) -> None:
        """Add a character; those in the private area are pictures of one font."""
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
        if number >= 32 and unicodedata.category(chr(number)) not in {"Co", "Cn", "Cs"}:
            self._add_text(paragraph, chr(number))
        else:
            self._note("symbol", "")

    def _add_picture(self, paragraph: _Paragraph, description: str) -> None:
        text, _ = clean(description, (), ())
        if is_sayable(text):
            source = Source(self._part, paragraph.place, 0, 0)
            paragraph.after.append(Block(BlockKind.IMAGE_DESCRIPTION, text, source))
        else:
            self._note("picture", "")

    def _note_left_out(self, kind: str, element: Any) -> None:
        # Formulas have a text element of their own; codes of fields are no text.
        texts = (one.text for one in element.iter() if local_name(one) in _TEXT)
        spaced = " " if kind in {"contents list", "second copy", "deleted text"} else ""
        self._note(kind, spaced.join(text or "" for text in texts))

    def _note(self, kind: str, text: str) -> None:
        self.left_out.setdefault(kind, []).append(" ".join(text.split()))

    def _joined(self) -> Iterator[_Paragraph]:
        """The paragraphs, those that end in the middle of a word with the one that goes on."""
        pending: _Paragraph | None = None
        for paragraph in self._paragraphs:
            if pending is not None:
                _join(pending, paragraph)
                paragraph, pending = pending, None  # noqa: PLW2901 - what it became part of
            if paragraph.goes_on:
                pending = paragraph
            else:
                yield paragraph
        if pending is not None:
            yield pending

    def _add(self, paragraph: _Paragraph) -> None:
        """Add a paragraph's block, and then those anchored in it, to the document."""
        raw = "".join(paragraph.pieces)
        text, alignment = clean(raw, sorted(paragraph.left_out), paragraph.line_ends)
        blocks = self._document.blocks
        for anchor in paragraph.anchors:
            self._document.anchors.setdefault(anchor, len(blocks))
        self._document.references += [
            (len(blocks), f"{self._document.file}#{note}") for note in paragraph.references if text
        ]
        if is_sayable(text):
            kind, level = _kind(paragraph, text)
            source = Source(self._part, paragraph.place, 0, len(raw), alignment)
            is_bold = paragraph.style.is_bold or paragraph.bold * 10 >= len(raw.strip()) * 9
            if is_bold or paragraph.is_centred:
                self.emphasised.add(len(blocks))
            blocks.append(Block(kind, text, source, level))
        elif (text or paragraph.has_rule) and paragraph.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            source = Source(self._part, paragraph.place, 0, len(raw))
            blocks.append(Block(BlockKind.SCENE_BREAK, "", source))
        blocks += paragraph.after


def _join(paragraph: _Paragraph, following: _Paragraph) -> None:
    """Add a paragraph's text to the one before; what both become is what the second is."""
    paragraph.left_out += [(a + paragraph.length, b + paragraph.length) for a, b in following.left_out]
    paragraph.line_ends += [place + paragraph.length for place in following.line_ends]
    paragraph.pieces += following.pieces
    paragraph.length += following.length
    paragraph.bold += following.bold
    paragraph.references += following.references
    paragraph.anchors += following.anchors
    paragraph.after += following.after
    paragraph.inner += following.inner
    paragraph.style, paragraph.kind = following.style, following.kind
    paragraph.is_centred = following.is_centred
    paragraph.level, paragraph.goes_on = following.level, following.goes_on


def _columns(table: Any) -> int:
    """How many cells the longest of a table's first rows has."""
    rows = [one for one in table if local_name(one) == "tr"][:50]
    return max((sum(local_name(cell) in {"tc", "sdt"} for cell in row) for row in rows), default=0)


def _kind(paragraph: _Paragraph, text: str) -> tuple[BlockKind, int]:
    if paragraph.kind is not BlockKind.PARAGRAPH or "\n" not in text:
        return paragraph.kind, paragraph.level
    lines = text.split("\n")
    is_verse = max(map(len, lines)) <= _LONGEST_VERSE_LINE
    return (BlockKind.VERSE if is_verse else BlockKind.PARAGRAPH), 0


def mark_plain_headings(document: Document, emphasised: Collection[int]) -> None:
    """Make headings of paragraphs that say or show they are, in a document that has none by style.

    Args:
        document: Whose blocks are looked at.
        emphasised: Numbers of the blocks that are bold or centred throughout.
    """
    if any(block.level for block in document.blocks):
        return
    texts = [" ".join(block.text.split()) for block in document.blocks]
    lines = [heading_line(text) for text in texts]
    has_parts = any(line is not None and line.kind is HeadingKind.PART for line in lines)
    for number, block in enumerate(document.blocks):
        text, line = texts[number], lines[number]
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.VERSE} or len(text) > _LONGEST_PLAIN_HEADING:
            continue
        says_so = line is not None and (line.kind is not HeadingKind.NUMBER or number in emphasised)
        looks_so = number in emphasised and (is_all_capitals(text) or text[-1] not in '.,;:”"')
        if says_so or looks_so:
            is_inner = has_parts and line is not None and line.kind is not HeadingKind.PART
            document.blocks[number] = replace(block, kind=BlockKind.HEADING, level=2 if is_inner else 1)
