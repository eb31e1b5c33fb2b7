"""XHTML documents: markup in, blocks out, every text node either in a block or counted as skipped."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from booksmith_module import headings, raised
from booksmith_module.book import Block, BlockKind, Skipped, Source
from booksmith_module.clean import clean
from booksmith_module.document import Document, Section
from booksmith_module.language import normal_tag
from booksmith_module.plain_headings import know_plain_headings
from booksmith_module.raised import Script
from booksmith_module.readers.markup import Element, find, name_of, parse_markup, text_of, types_of
from booksmith_module.readers.signs import (
    CELLS,
    HEADINGS,
    heading_level,
    is_block,
    is_bold,
    is_centred,
    is_drop_cap,
    is_note_mark,
    kind_of,
    reason_left_out,
    script_of,
)

_VERSE_CHARACTERS = 60
_SCREEN_CHARACTERS = 50
"""Prose in lines as wide as a screen has more, poems fewer, by mean."""
_CODE_CLASS = re.compile(r"code|lang|program|listing|highlight|console|terminal", re.IGNORECASE)
_INLINE_MARKS = frozenset(("a", "sup", "span"))
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OUTWARD_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
# A letter drawn as a picture, with the quotation mark before it.
_LETTER = re.compile(r"[\"'“‘«„]? ?[^\W\d_a-zß-ÿ]")
_LONE_LETTER = re.compile(r"[\"'“‘«„]? ?[B-HJ-NP-ZÄÖÜÉÈ]")
_DROP_CAP_PIECES = 3
_EMPTY_LINES = re.compile(r"(\n[ \t\r]*\n\s*)")
_WORD_END = re.compile(r"[^\W\d_A-ZÀ-Þ]{3}$")
# Descriptions that say what a picture is for, not what is on it.
_NO_WORDING = re.compile(
    r".*\.(?:jpe?g|png|gif|svg|webp)|(?:image|img|picture|illustration|logo|ornament|decoration|decorative)\b.*",
    re.IGNORECASE,
)


def read_document(content: bytes, file: str) -> Document:
    """Return the blocks of one XHTML document.

    Args:
        content: The file as it stands in the book.
        file: Its name, kept in the blocks' sources.
    """
    root = parse_markup(content)
    title, body = find(root, "title"), find(root, "body")
    document = Document(
        file,
        _types_of_document(body),
        text_of(title) if title is not None else "",
        language=next(filter(None, map(_language, (body, root))), ""),
    )
    _Walk(document).walk(root if body is None else body)
    know_plain_headings(document)
    return document


def _language(element: Element | None) -> str:
    """The language that an element declares."""
    if element is None:
        return ""
    return normal_tag(element.get(_XML_LANGUAGE) or element.get("xml:lang") or element.get("lang") or "")


def _types_of_document(body: Element | None) -> frozenset[str]:
    """Types of the body and of the sections that are its only child in turn."""
    element, types = body, frozenset[str]()
    while element is not None:
        types |= types_of(element)
        only = element[0] if len(element) == 1 else None
        element = only if only is not None and name_of(only) in {"section", "article", "div", "nav"} else None
    return types


@dataclass(slots=True)
class _Frame:
    """An element the walk is inside of."""

    element: Element
    name: str
    step: str  # its name and position among like-named siblings: the last part of its place
    begin: int  # place of the element's first character in the document's text
    kind: BlockKind
    is_block: bool
    left_out: str = ""  # the kind of thing it is, when it is in no block
    script: Script | None = None  # whether its text stands above or below the line
    is_number_apart: bool = False  # and is a number that must be kept apart from what is before it
    is_bold: bool = False
    is_centred: bool = False
    keeps_lines: bool = False  # its line ends are shown
    link: str = ""  # where the innermost link around it leads; empty for one out of the book
    first_block: int = 0  # number of the first block inside it
    place: str = ""  # once it was asked for: in a deep document all of them would fill the memory
    children: Iterator[Element] = field(default_factory=lambda: iter(()))
    seen: dict[str, int] = field(default_factory=dict)  # like-named children so far


@dataclass(slots=True)
class _Run:
    """Text being gathered for the next block, all of it inside one block element."""

    owner: _Frame
    place: str
    begin: int
    pieces: list[str] = field(default_factory=list)
    left_out: list[tuple[int, int]] = field(default_factory=list)  # places in the document's text
    line_ends: list[int] = field(default_factory=list)
    shown_lines: list[int] = field(default_factory=list)  # ends of lines where the markup's own are shown
    added: list[tuple[int, str]] = field(default_factory=list)  # what pictures of letters show, and where
    late_anchors: list[tuple[str, int]] = field(default_factory=list)  # empty ones, and where
    linked_characters: int = 0
    bold_characters: int = 0
    last_shown: str = " "  # the last character that is read
    opens_with_mark: bool = False

    @property
    def has_words(self) -> bool:
        return any(map(str.strip, self.pieces)) or bool(self.added)

    @property
    def is_drawn_letter(self) -> bool:
        """Whether there is nothing in it but a picture of a letter."""
        return len(self.added) == 1 and not any(map(str.strip, self.pieces))

    @property
    def may_be_drop_cap(self) -> bool:
        """Whether there is nothing in it but a letter that is no word by itself, drawn or written."""
        if self.is_drawn_letter:
            return True
        is_short = len(self.pieces) <= _DROP_CAP_PIECES and not self.added
        return is_short and bool(_LONE_LETTER.fullmatch("".join(self.pieces).strip()))


class _Walk:
    """A walk over the tree without recursion: hostile books nest thousands of elements."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._position = 0  # characters of the document's text passed so far
        self._run: _Run | None = None
        self._holds_run = False  # a drop cap waits for the rest of its word
        self._is_sure_cap = False  # and its class says that it is one
        self._left_out: dict[str, list[str]] = {}

    def walk(self, root: Element) -> None:
        """Turn all text below the root into blocks of the document."""
        stack: list[_Frame] = []
        self._push(root, stack)
        while stack:
            child = next(stack[-1].children, None)
            if child is not None:
                self._push(child, stack)
                continue
            frame = stack.pop()
            self._leave(frame, stack)
            if stack and frame.element.tail:
                self._take(frame.element.tail, stack)
        self._end_block()  # of a document without a body, which no element ends
        self._document.skipped = [
            Skipped(kind, len(texts), self._document.file, "\n".join(filter(None, texts)))
            for kind, texts in self._left_out.items()
        ]

    def _push(self, element: Element, stack: list[_Frame]) -> None:
        stack.append(self._enter(element, stack))
        if element.text:
            self._take(element.text, stack)

    def _enter(self, element: Element, stack: list[_Frame]) -> _Frame:
        parent = stack[-1] if stack else None
        name = name_of(element)
        inherited = parent.kind if parent else BlockKind.PARAGRAPH
        frame = _Frame(
            element,
            name,
            _step(name, parent),
            self._position,
            kind_of(element, name, inherited),
            is_block(element, name),
            first_block=len(self._document.blocks),
            children=iter(element),
        )
        if parent:
            frame.left_out, frame.link = parent.left_out, parent.link
            frame.script, frame.is_number_apart = parent.script, parent.is_number_apart
            frame.is_bold, frame.is_centred = parent.is_bold, parent.is_centred
            frame.keeps_lines = parent.keeps_lines
        frame.keeps_lines = frame.keeps_lines or name == "pre"
        frame.script = script_of(element, name) or frame.script
        frame.is_bold = frame.is_bold or is_bold(element, name)
        frame.is_centred = frame.is_centred or is_centred(element, name)
        is_outermost = not frame.left_out
        if is_outermost:
            frame.left_out = reason_left_out(element, name) or self._mark_of_note(frame)
        if frame.is_block and is_outermost and (not self._holds_run or name in HEADINGS or name == "hr"):
            self._end_block()
        self._mark_anchors(element)
        if is_outermost:
            self._begin(frame, stack)
        return frame

    def _begin(self, frame: _Frame, stack: list[_Frame]) -> None:
        """What an element does to the block being gathered, and to what is counted."""
        element, name = frame.element, frame.name
        if frame.left_out:
            self._note_left_out(frame.left_out, element)
        elif name == "br" or name in CELLS:
            self._end_line()
        elif name == "hr":
            self._add_scene_break(_place([*stack, frame]))
        elif name == "img":
            self._picture(element, [*stack, frame])
        elif name == "a" and (href := element.get("href")):
            frame.link = "" if _OUTWARD_LINK.match(href) else href
        elif frame.script and not (stack and stack[-1].script is frame.script):
            self._set_apart(frame)

    def _set_apart(self, frame: _Frame) -> None:
        """Keep an exponent, an index or a fraction apart from the number or the word that it stands at."""
        run, after = self._run, frame.element.tail or ""
        if run is None or frame.script is None:
            return
        frame.is_number_apart = raised.is_apart(text_of(frame.element), frame.script, run.last_shown, after)
        if frame.script is Script.RAISED and raised.is_fraction(after) and run.last_shown.isdigit():
            run.added.append((self._position, " "))

    def _mark_of_note(self, frame: _Frame) -> str:
        """``note mark`` for one that is, noting where it leads."""
        if frame.name not in _INLINE_MARKS or (frame.name == "span" and not frame.element.attrib):
            return ""
        before = "".join(self._run.pieces[-2:]) if self._run else ""
        is_raised = frame.script is Script.RAISED
        is_mark = is_note_mark(frame.element, frame.name, before[-12:], is_raised=is_raised)
        return "note mark" if is_mark else ""

    def _refer(self, element: Element) -> None:
        """Remember which block has the note mark, and where it leads."""
        hrefs = [str(inner.get("href")) for inner in element.iter() if "#" in str(inner.get("href", ""))]
        if self._run is None or not self._run.has_words:
            self._opens_with_mark = True
        for href in hrefs[:1]:
            target, _, fragment = href.partition("#")
            folder = posixpath.dirname(self._document.file)
            file = (
                posixpath.normpath(posixpath.join(folder, unquote(target))) if target else self._document.file
            )
            self._document.references.append((len(self._document.blocks), f"{file}#{unquote(fragment)}"))

    _opens_with_mark = False

    def _mark_anchors(self, element: Element) -> None:
        """Remember where an anchor stands: at the block being gathered, if it has begun."""
        for name in (element.get("id"), element.get("name") if name_of(element) == "a" else None):
            if name and str(name) not in self._document.anchors:
                self._document.anchors[str(name)] = len(self._document.blocks)
                if self._run and len(element) == 0 and not element.text and not element.get("href"):
                    self._run.late_anchors.append((str(name), len(self._run.pieces)))

    def _leave(self, frame: _Frame, stack: list[_Frame]) -> None:
        if stack and stack[-1].left_out:
            return
        if self._run and frame.left_out:
            self._run.left_out.append((frame.begin, self._position))
        if frame.is_block and not frame.left_out:
            self._holds_run = self._run is not None and (
                is_drop_cap(frame.element) or (self._run.may_be_drop_cap and frame.name not in HEADINGS)
            )
            self._is_sure_cap = is_drop_cap(frame.element)
            if not self._holds_run:
                self._end_block()
        elif frame.is_block:
            self._end_block()
        self._note_section(frame)
        name = frame.element.get("id")
        if frame.is_block and name and self._document.anchors.get(name) == frame.first_block:
            self._document.ends[name] = len(self._document.blocks)

    def _note_section(self, frame: _Frame) -> None:
        """Remember the types of a part of the document."""
        types = types_of(frame.element) if frame.is_block else frozenset[str]()
        if types and frame.first_block < len(self._document.blocks):
            self._document.sections.append(Section(types, frame.first_block, len(self._document.blocks)))

    def _take(self, text: str, stack: list[_Frame]) -> None:
        """Add a text node to the blocks: where its lines are shown, an empty one parts paragraphs."""
        if not stack[-1].keeps_lines:
            self._take_whole(text, stack)
            return
        for part in _EMPTY_LINES.split(text):
            if not part.strip() and part.count("\n") > 1:
                self._end_block()
            self._take_whole(part, stack)

    def _take_whole(self, text: str, stack: list[_Frame]) -> None:
        """Add text to the block being gathered, beginning one where there is none."""
        frame = stack[-1]
        if not frame.left_out and text.strip():
            if self._run and self._holds_run:
                self._join(text)
            self._holds_run = False
            if self._run is None:
                self._begin_block(stack)
        if self._run:
            self._gather(self._run, text, frame)
        self._position += len(text)

    def _gather(self, run: _Run, text: str, frame: _Frame) -> None:
        if self._holds_run:
            run.left_out.append((self._position, self._position + len(text)))
        is_new_word = frame.kind is BlockKind.HEADING and _is_new_word(run.pieces, text)
        if is_new_word or (not frame.left_out and self._parts_sentences(run, text)):
            run.added.append((self._position, " "))
        if frame.keeps_lines:
            run.shown_lines += [self._position + at for at, c in enumerate(text) if c == "\n"]
        script = frame.script if frame.is_number_apart else None
        run.pieces.append(raised.written(text, script) if script else text)
        if frame.left_out:
            return
        run.last_shown = text[-1] if text.strip() else run.last_shown
        run.linked_characters += len(text.strip()) if frame.link else 0
        run.bold_characters += len(text.strip()) if frame.is_bold else 0

    def _parts_sentences(self, run: _Run, text: str) -> bool:
        """Whether what was left out stood for the space between a sentence and the next."""
        if not run.left_out or run.left_out[-1][1] != self._position:
            return False
        return run.last_shown in ".!?:;”" and text[0].isalpha()

    def _join(self, text: str) -> None:
        """Let a word go on with its large first letter; a picture of a letter may also stand alone."""
        rest = text.lstrip()
        is_capitals = rest[:2].isalpha() and rest[:2].isupper() and not headings.is_chapter(rest)
        goes_on = rest[0].islower() or rest[0] in "'’" or is_capitals
        if self._run and not (goes_on or self._is_sure_cap):
            self._end_block()
        elif self._run:
            self._run.left_out.append((self._position, self._position + len(text) - len(rest)))

    def _begin_block(self, stack: list[_Frame]) -> None:
        depth = next((n for n in range(len(stack), 0, -1) if stack[n - 1].is_block), 1)
        self._run = _Run(stack[depth - 1], _place(stack[:depth]), self._position)
        self._run.opens_with_mark, self._opens_with_mark = self._opens_with_mark, False

    def _end_line(self) -> None:
        if self._run:
            self._run.line_ends.append(self._position)

    def _end_block(self) -> None:
        run, self._run = self._run, None
        self._holds_run = False
        if run is None:
            return
        raw = "".join(run.pieces)
        spans = [(max(0, start - run.begin), end - run.begin) for start, end in run.left_out]
        added = [(place - run.begin, letter) for place, letter in run.added]
        kind = _kind_of_lines(run, raw) if run.shown_lines else run.owner.kind
        ends = run.line_ends if kind is BlockKind.PARAGRAPH else sorted([*run.line_ends, *run.shown_lines])
        text, alignment = clean(raw, spans, [place - run.begin for place in ends], added)
        if not text:
            return
        if run.is_drawn_letter and kind is not BlockKind.HEADING:
            kind = BlockKind.IMAGE_DESCRIPTION
        if kind is BlockKind.PARAGRAPH and "\n" in text and _is_verse_shaped(text):
            kind = BlockKind.VERSE
        begin = run.begin - run.owner.begin
        source = Source(self._document.file, run.place, begin, begin + len(raw), alignment)
        self._add(Block(kind, text, source, _level(run.owner, kind)))
        number = len(self._document.blocks) - 1
        shown = max((at for at, piece in enumerate(run.pieces) if piece.strip()), default=-1)
        for name, at in run.late_anchors:  # at the very end of a paragraph: it means what follows
            if kind is not BlockKind.HEADING and at > shown:
                self._document.anchors[name] = number + 1
        if run.opens_with_mark:
            self._document.opens_with_mark.add(number)
        if run.linked_characters:
            self._document.linked[number] = min(1.0, run.linked_characters / len(text))
        self._note_look(run, number)

    def _note_look(self, run: _Run, number: int) -> None:
        """Remember what sets a paragraph apart from the text around it."""
        level = next(filter(None, map(heading_level, _holding_all(run.owner.element))), 0)
        characters = sum(len(piece.strip()) for piece in run.pieces)
        is_bold = 0 < characters <= run.bold_characters
        if level or is_bold or run.owner.is_centred:
            self._document.set_apart[number] = level

    def _add(self, block: Block) -> None:
        self._opens_with_mark = False
        self._document.blocks.append(block)

    def _add_scene_break(self, place: str) -> None:
        self._add(Block(BlockKind.SCENE_BREAK, "", Source(self._document.file, place, 0, 0)))

    def _picture(self, element: Element, stack: list[_Frame]) -> None:
        """A picture's description as a block where it stands between blocks, else among what is skipped.

        A picture of a letter or of a heading is read as what it shows.
        """
        description = " ".join((element.get("alt") or "").split())
        self._left_out.setdefault("picture", []).append("")
        is_first = not (self._run and self._run.has_words)
        if (is_first and _LETTER.fullmatch(description)) or _is_drawn_heading(description, stack):
            self._draw(description, stack)
        elif self._run is not None:
            self._run.added.append((self._position, " "))
            self._left_out.setdefault("image description", []).extend(filter(None, [description]))
        elif description:
            source = Source(self._document.file, _place(stack), 0, 0)
            is_title = headings.is_chapter(description) or headings.is_part(description)
            kind = BlockKind.HEADING if is_title else BlockKind.IMAGE_DESCRIPTION
            self._add(Block(kind, description, source, 2 if is_title else 0))

    def _draw(self, text: str, stack: list[_Frame]) -> None:
        """Read what a picture shows as text of the block it stands in."""
        if self._run is None:
            self._begin_block(stack)
        if self._run:
            self._run.added.append((self._position, text))

    def _note_left_out(self, kind: str, element: Element) -> None:
        if kind == "markup":
            return
        if kind == "note mark":
            self._refer(element)
        self._left_out.setdefault(kind, []).append(_text_apart(element))


def _holding_all(element: Element) -> Iterator[Element]:
    """An element, and those inside it that hold all of its text."""
    yield element
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
        yield element


def _text_apart(element: Element) -> str:
    """All text inside an element, that of its blocks and pictures apart."""
    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        name = name_of(inner)
        if event == "start" and name == "img":
            pieces.append(f" {inner.get('alt') or ''} ")
        if is_block(inner, name) or name in CELLS or name in {"br", "option"}:
            pieces.append(" ")
        text = inner.text if event == "start" else (inner.tail if inner is not element else "")
        pieces.append(text or "")
    return " ".join("".join(pieces).split())


def _is_new_word(pieces: Sequence[str], text: str) -> bool:
    """Whether a heading's next element begins a word: "Letter" and "I" stand in two lines on the page."""
    return bool(pieces and _WORD_END.search(pieces[-1])) and (text[0].isupper() or text[0].isdigit())


def _is_drawn_heading(description: str, stack: Sequence[_Frame]) -> bool:
    """Whether a picture stands in a heading without words: its description is what the heading says."""
    heading = next((frame for frame in stack[::-1] if frame.name in HEADINGS), None)
    if heading is None or not description or _NO_WORDING.fullmatch(description):
        return False
    return not text_of(heading.element)


def _step(name: str, parent: _Frame | None) -> str:
    if parent is None:
        return name
    parent.seen[name] = parent.seen.get(name, 0) + 1
    return f"{name}[{parent.seen[name]}]"


def _place(frames: Sequence[_Frame]) -> str:
    """The path to the innermost of these elements."""
    known = next((number for number in range(len(frames) - 1, -1, -1) if frames[number].place), -1)
    beginning = [frames[known].place] if known >= 0 else []
    frames[-1].place = "/".join([*beginning, *(frame.step for frame in frames[known + 1 :])])
    return frames[-1].place


def _level(owner: _Frame, kind: BlockKind) -> int:
    if kind is not BlockKind.HEADING:
        return 0
    return int(owner.name[1]) if owner.name in HEADINGS else 6


def _kind_of_lines(run: _Run, raw: str) -> BlockKind:
    """What lines are that the markup keeps: a program's, a poem's, or prose as wide as a screen."""
    element = run.owner.element
    is_code = find(element, "code") is not None or bool(_CODE_CLASS.search(element.get("class", "")))
    if run.owner.kind is not BlockKind.CODE or is_code or not _is_wording(raw):
        return run.owner.kind
    lines = [line.strip() for line in raw.strip().split("\n")]
    is_wide = sum(map(len, lines[:-1])) >= _SCREEN_CHARACTERS * len(lines[:-1])
    return BlockKind.PARAGRAPH if is_wide else BlockKind.VERSE


def _is_wording(text: str) -> bool:
    """Whether a text has none of the signs that programs and drawings are full of."""
    signs = sum(text.count(sign) for sign in "{}[]()=<>_/\\|#$@&*+^~`")
    return signs * 50 < len(text) and sum(c.isalpha() for c in text) * 2 > len(text.replace(" ", ""))


def _is_verse_shaped(text: str) -> bool:
    """Whether lines broken by hand are short enough to be verse, an address or a signature."""
    return max(map(len, re.split("\n", text))) <= _VERSE_CHARACTERS
