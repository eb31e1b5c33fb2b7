"""XHTML documents: markup in, blocks out, every text node either read or counted as left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from lxml import etree

from booksmith_module.book import Block, BlockKind, Skipped, Source
from booksmith_module.clean import clean

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_KINDS = {
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("td", "th", "caption"), BlockKind.TABLE),
    "pre": BlockKind.CODE,
    "figcaption": BlockKind.CAPTION,
}
# Elements whose content is not the author's text.
_NOT_TEXT = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
        "svg",
        "math",
        "rt",
        "rp",
        "map",
        "select",
        "textarea",
        "button",
    ]
)
_NAMED = {"rt": "reading aid", "rp": "reading aid", "svg": "picture", "math": "formula"}
# EPUB structural semantics and their DPUB-ARIA roles: https://www.w3.org/TR/epub-ssv-11/
_LEFT_OUT = {
    "footnote": "footnote",
    "endnote": "footnote",
    "rearnote": "footnote",
    "footnotes": "footnote",
    "endnotes": "footnote",
    "rearnotes": "footnote",
    "doc-footnote": "footnote",
    "doc-endnotes": "footnote",
    "noteref": "note reference",
    "doc-noteref": "note reference",
    "backlink": "note reference",
    "doc-backlink": "note reference",
    "pagebreak": "page number",
    "doc-pagebreak": "page number",
}
_VERSE = frozenset(("verse", "z3998:verse", "poem", "z3998:poem", "stanza"))
_SAMPLE_CHARACTERS = 60


@dataclass(slots=True)
class Document:
    """One XHTML document as blocks.

    Attributes:
        file: Its name inside the book.
        types: The semantic types named on its body and on an only section inside it.
        title: What its head calls it; often of no use.
        blocks: Its text in order.
        anchors: Where each element id stands: the number of the first block at or after it.
        skipped: What was left out of the blocks.
    """

    file: str
    types: frozenset[str] = frozenset()
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)


def parse_markup(content: bytes) -> BeautifulSoup:
    """Return the tree of a document, losing none of its text.

    Well-formed XML is parsed as XML, anything else as forgiving HTML. lxml's own HTML parser is
    not used: it drops what is nested deeper than 255 elements and text nodes of 10 MB and more,
    without an error. Named entities are replaced first, because an XML parser that has not
    loaded the DTD drops them.
    """
    text = _without_prolog(_decode(content))
    if _is_well_formed(text):
        return BeautifulSoup(text, "lxml-xml")
    return BeautifulSoup(text, "html.parser")


def _decode(content: bytes) -> str:
    """Bytes as text by byte order mark, then XML declaration, then UTF-8, then Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:2] in {b"<\0", b"\0<"}:
        return content.decode("utf-16-le" if content[:1] == b"<" else "utf-16-be", errors="replace")
    declared = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)", content[:200])
    for encoding in (declared.group(1).decode("ascii") if declared else "utf-8", "utf-8"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", errors="replace")


def _without_prolog(text: str) -> str:
    """Drop the XML declaration and document type, and turn named entities into characters."""
    text = re.sub(r"\A\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", "", text, count=1, flags=re.DOTALL | re.IGNORECASE)
    return re.sub(r"&([A-Za-z][A-Za-z0-9]*);", _resolved_entity, text)


def _resolved_entity(match: re.Match[str]) -> str:
    if match.group(1) in {"amp", "lt", "gt", "quot", "apos"}:
        return match.group()
    return html.entities.html5.get(match.group(1) + ";", match.group().replace("&", "&amp;"))


def _is_well_formed(text: str) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        etree.fromstring(text.encode("utf-8", errors="surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def read_document(content: bytes, file: str) -> Document:
    """Return the blocks of one XHTML document.

    Args:
        content: The file as it stands in the book.
        file: Its name, kept in the blocks' sources.
    """
    tree = parse_markup(content)
    title = tree.find("title")
    document = Document(file, _types_of_document(tree), title.get_text(" ", strip=True) if title else "")
    _Walk(document).walk(tree.find("body") or tree)
    return document


def types_of(element: Tag) -> frozenset[str]:
    """Return the EPUB types and ARIA roles of an element, in small letters."""
    named = f"{_attribute(element, 'epub:type')} {_attribute(element, 'role')}"
    return frozenset(named.lower().split())


def _attribute(element: Tag, name: str) -> str:
    value = element.get(name, "")
    return " ".join(value) if isinstance(value, list) else str(value)


def _types_of_document(tree: BeautifulSoup) -> frozenset[str]:
    """Types of the body and of the sections that are its only child in turn."""
    element = tree.find("body")
    types: frozenset[str] = frozenset()
    while isinstance(element, Tag):
        types |= types_of(element)
        inner = [child for child in element.children if isinstance(child, Tag)]
        element = inner[0] if len(inner) == 1 and inner[0].name in {"section", "article", "div"} else None
    return types


@dataclass(slots=True)
class _Frame:
    """An element the walk is inside of."""

    element: Tag
    place: str
    begin: int  # place of the element's first character in the document's text
    kind: BlockKind
    left_out: str = ""  # the kind of thing it is, when it is not read
    children: Iterator[object] = field(default_factory=lambda: iter(()))
    seen: dict[str, int] = field(default_factory=dict)  # like-named children so far


@dataclass(slots=True)
class _Run:
    """Text being gathered for the next block, all of it inside one block element."""

    owner: _Frame
    begin: int
    pieces: list[str] = field(default_factory=list)
    left_out: list[tuple[int, int]] = field(default_factory=list)  # places in the document's text
    line_ends: list[int] = field(default_factory=list)


class _Walk:
    """A walk over the tree without recursion: hostile books nest thousands of elements."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._position = 0  # characters of the document's text passed so far
        self._run: _Run | None = None
        self._left_out: dict[str, tuple[int, str]] = {}

    def walk(self, root: Tag) -> None:
        """Turn all text below the root into blocks of the document."""
        stack = [self._enter(root, None)]
        while stack:
            child = next(stack[-1].children, None)
            if child is None:
                self._leave(stack.pop(), stack)
            elif isinstance(child, Tag):
                stack.append(self._enter(child, stack))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._take(str(child), stack)
        self._document.skipped = [
            Skipped(kind, count, self._document.file, sample)
            for kind, (count, sample) in self._left_out.items()
        ]

    def _enter(self, element: Tag, stack: list[_Frame] | None) -> _Frame:
        parent = stack[-1] if stack else None
        frame = _Frame(element, _place(element, parent), self._position, _kind(element, parent))
        frame.left_out = parent.left_out if parent and parent.left_out else _reason_left_out(element)
        frame.children = iter(element.children)
        if frame.left_out and not (parent and parent.left_out):
            self._note_left_out(frame.left_out, element)
        if element.name in _BLOCKS:
            self._end_block()
        self._mark(element)
        if element.name == "br" and self._run:
            self._run.line_ends.append(self._position)
        if element.name == "hr" and not frame.left_out:
            self._add_scene_break(frame)
        if element.name == "img":
            self._note_left_out("picture", element)
        return frame

    def _mark(self, element: Tag) -> None:
        """Remember where an anchor stands: at the block being gathered, if it has begun."""
        for name in (_attribute(element, "id"), _attribute(element, "name") if element.name == "a" else ""):
            if name:
                self._document.anchors.setdefault(name, len(self._document.blocks))

    def _leave(self, frame: _Frame, stack: list[_Frame]) -> None:
        if self._run and frame.left_out and not (stack and stack[-1].left_out):
            self._run.left_out.append((frame.begin, self._position))
        if frame.element.name in _BLOCKS:
            self._end_block()

    def _take(self, text: str, stack: list[_Frame]) -> None:
        """Add a text node to the block being gathered, beginning one where there is none."""
        if self._run is None and text.strip() and not stack[-1].left_out:
            owner = next((f for f in reversed(stack) if f.element.name in _BLOCKS), stack[0])
            self._run = _Run(owner, self._position)
        if self._run:
            self._run.pieces.append(text)
        self._position += len(text)

    def _end_block(self) -> None:
        run, self._run = self._run, None
        if run is None:
            return
        raw = "".join(run.pieces)
        spans = [(max(0, start - run.begin), end - run.begin) for start, end in run.left_out]
        text, alignment = clean(raw, spans, [place - run.begin for place in run.line_ends])
        if not text:
            return
        kind = run.owner.kind
        if kind is BlockKind.PARAGRAPH and "\n" in text and _is_verse_shaped(text):
            kind = BlockKind.VERSE
        begin = run.begin - run.owner.begin
        source = Source(self._document.file, run.owner.place, begin, begin + len(raw), alignment)
        self._document.blocks.append(Block(kind, text, source))

    def _add_scene_break(self, frame: _Frame) -> None:
        source = Source(self._document.file, frame.place, 0, 0)
        self._document.blocks.append(Block(BlockKind.SCENE_BREAK, "", source))

    def _note_left_out(self, kind: str, element: Tag) -> None:
        if kind == "markup":
            return
        count, sample = self._left_out.get(kind, (0, ""))
        if not sample:
            words = element.get_text(" ", strip=True) or _attribute(element, "alt")
            sample = " ".join(words.split())[:_SAMPLE_CHARACTERS]
        self._left_out[kind] = (count + 1, sample)


def _place(element: Tag, parent: _Frame | None) -> str:
    name = element.name
    if parent is None:
        return name
    parent.seen[name] = parent.seen.get(name, 0) + 1
    return f"{parent.place}/{name}[{parent.seen[name]}]"


def _kind(element: Tag, parent: _Frame | None) -> BlockKind:
    """The kind of block that text directly inside this element makes."""
    if types_of(element) & _VERSE:
        return BlockKind.VERSE
    inherited = parent.kind if parent else BlockKind.PARAGRAPH
    if inherited is BlockKind.VERSE:
        return inherited
    return _KINDS.get(element.name, BlockKind.PARAGRAPH if element.name == "p" else inherited)


def _is_verse_shaped(text: str) -> bool:
    """Whether lines broken by hand are short enough to be verse, an address or a signature."""
    lines = text.split("\n")
    return max(map(len, lines)) <= _SAMPLE_CHARACTERS


def _reason_left_out(element: Tag) -> str:
    """What an element that is not read is; empty for one that is."""
    if element.name in _NOT_TEXT:
        return _NAMED.get(element.name, "markup")
    kinds = [_LEFT_OUT[name] for name in types_of(element) if name in _LEFT_OUT]
    if kinds:
        return kinds[0]
    if element.get("hidden") is not None or _attribute(element, "aria-hidden") == "true":
        return "hidden text"
    return ""


def merge_skipped(skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Return one entry for each kind and file, in order of first sight."""
    merged: dict[tuple[str, str], Skipped] = {}
    for item in skipped:
        known = merged.get((item.kind, item.where))
        count = item.count + (known.count if known else 0)
        sample = (known.sample if known else "") or item.sample
        merged[item.kind, item.where] = Skipped(item.kind, count, item.where, sample)
    return tuple(merged.values())
