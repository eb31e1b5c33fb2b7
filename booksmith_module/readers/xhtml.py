"""XHTML documents: markup in, blocks out, every text node either read or counted as left out."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import CData, PreformattedString, Tag
from lxml import etree

from booksmith_module.book import Block, BlockKind, Skipped, Source
from booksmith_module.clean import clean
from booksmith_module.document import Document

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
_NAMED = {
    **dict.fromkeys(("rt", "rp"), "reading aid"),
    **dict.fromkeys(("audio", "canvas", "iframe", "map", "noscript", "object", "video"), "embedded media"),
    **dict.fromkeys(("button", "select", "textarea"), "form"),
    "svg": "picture",
    "math": "formula",
}
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
_VERSE_CHARACTERS = 60


def parse_markup(content: bytes) -> BeautifulSoup:
    """Return the tree of a document, losing none of its text.

    Well-formed XML is parsed as XML, anything else as forgiving HTML. lxml's own HTML parser is
    not used: it drops what is nested deeper than 255 elements and text nodes of 10 MB and more,
    without an error. Named entities are replaced first, because an XML parser that has not
    loaded the DTD drops them.
    """
    text = _without_prolog(_decode(content))
    if _is_well_formed(text) and (tree := _tree(text, "lxml-xml")).find(_is_body):
        return tree
    # Also for <BODY>, which is a body only in HTML. Python's parser stops at marks like Word's <![if ...]>.
    return _tree(re.sub(r"<!\[(?!CDATA\[)[^>]*>?", "", text), "html.parser")


def _tree(text: str, parser: str) -> BeautifulSoup:
    # Anywhere else, BeautifulSoup makes one space of many, and places in the text would not be the file's.
    return BeautifulSoup(text, parser, preserve_whitespace_tags=_BLOCKS)


_DECLARED = re.compile(rb"(?:<\?xml[^>]*encoding|<meta[^>]*charset)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Bytes that are not UTF-8, as `surrogateescape` gives them, and what Windows-1252 has there.
_NOT_UTF_8 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def _decode(content: bytes) -> str:
    """Bytes as text: by byte order mark, by the declared encoding, or as UTF-8 with Windows-1252 in it.

    Documents that say they are Latin-1 or ASCII are Windows-1252 to every browser
    (https://encoding.spec.whatwg.org/#names-and-labels) and often UTF-8 in truth; text in UTF-8 is
    valid UTF-8, and text in Windows-1252 hardly ever is.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:2] in {b"<\0", b"\0<"}:
        return content.decode("utf-16-le" if content[:1] == b"<" else "utf-16-be", errors="replace")
    declared = _DECLARED.search(content[:1024])
    if declared and not _is_western(name := declared.group(1).decode("ascii", "replace")):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            pass  # it says what it is not
    return content.decode("utf-8", errors="surrogateescape").translate(_NOT_UTF_8)


def _is_western(encoding: str) -> bool:
    """Whether an encoding has nothing that UTF-8 or Windows-1252 would read otherwise."""
    try:
        return codecs.lookup(encoding).name in {"ascii", "cp1252", "iso8859-1", "utf-8"}
    except LookupError:
        return True


def _without_prolog(text: str) -> str:
    """Drop the XML declaration and document type, and turn entities only HTML knows into characters."""
    text = re.sub(r"\A\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", "", text, count=1, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"&#(?:1[2-5]\d|[xX][89][0-9a-fA-F]);", _windows_character, text)
    return re.sub(r"&([A-Za-z][A-Za-z0-9]*);", _resolved_entity, text)


def _windows_character(match: re.Match[str]) -> str:
    """``&#146;`` is an apostrophe to HTML, and a control character to XML."""
    return html.unescape(match.group())


def _resolved_entity(match: re.Match[str]) -> str:
    if match.group(1) in {"amp", "lt", "gt", "quot", "apos"}:
        return match.group()
    return html.escape(html.entities.html5.get(match.group(1) + ";", match.group()))


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
    _Walk(document).walk(tree.find(_is_body) or tree)
    return document


def types_of(element: Tag) -> frozenset[str]:
    """Return the EPUB types and ARIA roles of an element, in small letters."""
    named = f"{_attribute(element, 'epub:type')} {_attribute(element, 'role')}"
    return frozenset(named.lower().split())


def _name(element: Tag) -> str:
    """An element's name without a namespace prefix: ``m:math`` is ``math``."""
    return element.name.rpartition(":")[2]


def _is_body(element: Tag) -> bool:
    return _name(element) == "body"


def _attribute(element: Tag, name: str) -> str:
    value = element.get(name, "")
    return " ".join(value) if isinstance(value, list) else str(value)


def _types_of_document(tree: BeautifulSoup) -> frozenset[str]:
    """Types of the body and of the sections that are its only child in turn."""
    element = tree.find(_is_body)
    types: frozenset[str] = frozenset()
    while isinstance(element, Tag):
        types |= types_of(element)
        inner = [child for child in element.children if isinstance(child, Tag)]
        element = inner[0] if len(inner) == 1 and _name(inner[0]) in {"section", "article", "div"} else None
    return types


@dataclass(slots=True)
class _Frame:
    """An element the walk is inside of."""

    element: Tag
    name: str
    step: str  # its name and position among like-named siblings: the last part of its place
    begin: int  # place of the element's first character in the document's text
    kind: BlockKind
    left_out: str = ""  # the kind of thing it is, when it is not read
    place: str = ""  # once it was asked for: in a deep document all of them would fill the memory
    children: Iterator[object] = field(default_factory=lambda: iter(()))
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


class _Walk:
    """A walk over the tree without recursion: hostile books nest thousands of elements."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._position = 0  # characters of the document's text passed so far
        self._run: _Run | None = None
        self._left_out: dict[str, list[str]] = {}

    def walk(self, root: Tag) -> None:
        """Turn all text below the root into blocks of the document."""
        stack: list[_Frame] = []
        stack.append(self._enter(root, stack))
        while stack:
            child = next(stack[-1].children, None)
            if child is None:
                self._leave(stack.pop(), stack)
            elif isinstance(child, Tag):
                stack.append(self._enter(child, stack))
            elif isinstance(child, CData) or not isinstance(child, PreformattedString):
                self._take(str(child), stack)
        self._end_block()  # of a document without a body, which no element ends
        self._document.skipped = [
            Skipped(kind, len(texts), self._document.file, "\n".join(filter(None, texts)))
            for kind, texts in self._left_out.items()
        ]

    def _enter(self, element: Tag, stack: list[_Frame]) -> _Frame:
        parent = stack[-1] if stack else None
        name = _name(element)
        frame = _Frame(element, name, _step(name, parent), self._position, _kind(element, parent))
        frame.left_out = parent.left_out if parent and parent.left_out else _reason_left_out(element)
        frame.children = iter(element.children)
        if name == "img":
            self._note_left_out("picture", element)
        if name in _BLOCKS and not (parent and parent.left_out):
            self._end_block()
        self._mark(element)
        if parent and parent.left_out:
            return frame
        if frame.left_out:
            self._note_left_out(frame.left_out, element)
        elif name == "br" and self._run:
            self._run.line_ends.append(self._position)
        elif name == "hr":
            self._add_scene_break(_place([*stack, frame]))
        return frame

    def _mark(self, element: Tag) -> None:
        """Remember where an anchor stands: at the block being gathered, if it has begun."""
        for name in (_attribute(element, "id"), _attribute(element, "name") if element.name == "a" else ""):
            if name:
                self._document.anchors.setdefault(name, len(self._document.blocks))

    def _leave(self, frame: _Frame, stack: list[_Frame]) -> None:
        if stack and stack[-1].left_out:
            return
        if self._run and frame.left_out:
            self._run.left_out.append((frame.begin, self._position))
        if frame.name in _BLOCKS:
            self._end_block()

    def _take(self, text: str, stack: list[_Frame]) -> None:
        """Add a text node to the block being gathered, beginning one where there is none."""
        if self._run is None and text.strip() and not stack[-1].left_out:
            depth = next((n for n in range(len(stack), 0, -1) if stack[n - 1].name in _BLOCKS), 1)
            self._run = _Run(stack[depth - 1], _place(stack[:depth]), self._position)
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
        source = Source(self._document.file, run.place, begin, begin + len(raw), alignment)
        self._document.blocks.append(Block(kind, text, source))

    def _add_scene_break(self, place: str) -> None:
        source = Source(self._document.file, place, 0, 0)
        self._document.blocks.append(Block(BlockKind.SCENE_BREAK, "", source))

    def _note_left_out(self, kind: str, element: Tag) -> None:
        if kind == "markup":
            return
        words = element.get_text(" ", strip=True) or _attribute(element, "alt")
        self._left_out.setdefault(kind, []).append(" ".join(words.split()))


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


def _kind(element: Tag, parent: _Frame | None) -> BlockKind:
    """The kind of block that text directly inside this element makes."""
    if types_of(element) & _VERSE:
        return BlockKind.VERSE
    inherited = parent.kind if parent else BlockKind.PARAGRAPH
    if inherited is BlockKind.VERSE:
        return inherited
    name = _name(element)
    return _KINDS.get(name, BlockKind.PARAGRAPH if name == "p" else inherited)


def _is_verse_shaped(text: str) -> bool:
    """Whether lines broken by hand are short enough to be verse, an address or a signature."""
    lines = text.split("\n")
    return max(map(len, lines)) <= _VERSE_CHARACTERS


def _reason_left_out(element: Tag) -> str:
    """What an element that is not read is; empty for one that is."""
    if (name := _name(element)) in _NOT_TEXT:
        return _NAMED.get(name, "markup")
    kinds = [_LEFT_OUT[name] for name in types_of(element) if name in _LEFT_OUT]
    if kinds:
        return kinds[0]
    if element.get("hidden") is not None or _attribute(element, "aria-hidden") == "true":
        return "hidden text"
    return ""
