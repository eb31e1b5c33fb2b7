"""Tests of documents as blocks: every text node is read, once, with its kind and its source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.book import Block, Skipped, merge_skipped
from booksmith_module.document import Document, Section
from booksmith_module.readers.xhtml import read_document

_XHTML = "{http://www.w3.org/1999/xhtml}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_HEAD = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head><title>T</title><style>p { margin: 0 }</style></head>"
)


def document(body: str, head: str = _HEAD) -> Document:
    """Read a document with this body."""
    return read_document(f"{head}<body>{body}</body></html>".encode(), "c.xhtml")


def texts(body: str) -> list[str]:
    """Return the texts of the blocks of a body."""
    return [block.text for block in document(body).blocks]


def kinds(body: str) -> list[tuple[str, str]]:
    """Return the kinds and texts of the blocks of a body."""
    return [(block.kind.value, block.text) for block in document(body).blocks]


# --- any XHTML: what another parser finds at a block's place is what the block says ---

_TEXTS = [
    "word",
    "a",
    "東京",
    "“é",
    ".",
    "𝒳",
    "00000",
    "&amp;",
    "&lt;",
    "&#233;",
    "&quot;",
    "&shy;",
    "&nbsp;",
    "&hellip;",
]
_TEXTS += [
    " ",
    "\n",
    "\t  ",
    "&#160;",
    "<br/>",
    "<!-- not text -->",
    "<wbr/>",
    "<![CDATA[a <i> & b]]>",
    "<hr/>",
]
_LEFT_OUT = [
    '<a epub:type="noteref" href="#n">left1</a>',
    '<span epub:type="pagebreak">left2</span>',
    "<svg><text>left3</text></svg>",
    '<span hidden="">left4 <div>left5</div><br/></span>',
    "<script>left8</script>",
    '<img src="x.png" alt=""/>',
]
_OPEN = ["p", "h1", "li", "td", "pre", "blockquote", "div", "section", "em", "b", "span", "a", "sup", "ruby"]
_END = "</>"


def nested(tokens: list[str]) -> str:
    """Write tokens as well-formed markup: a name opens an element, and an end closes the innermost."""
    parts: list[str] = []
    open_names: list[str] = []
    for token in tokens:
        if token in _OPEN:
            open_names.append(token)
            parts.append(f"<{token}>")
        elif token != _END:
            parts.append(token)
        elif open_names:
            parts.append(f"</{open_names.pop()}>")
    return "".join(parts + [f"</{name}>" for name in reversed(open_names)])


_TOKENS = (
    st.sampled_from(_TEXTS) | st.sampled_from([*_OPEN, _END]) | st.sampled_from([*_LEFT_OUT, _END, _END])
)
BODIES = st.lists(_TOKENS, max_size=60).map(nested)
# What the parser of the tests cannot know: entities that only HTML has.
_HTML_ENTITIES = {"&shy;": "\u00ad", "&nbsp;": "\u00a0", "&eacute;": "é", "&hellip;": "…"}


def reparsed(body: str) -> ET.Element:
    """Parse a body with the standard library."""
    markup = re.sub("&[a-z]+;", lambda match: _HTML_ENTITIES.get(match.group(), match.group()), body)
    tree = ET.fromstring(f"{_HEAD}<body>{markup}</body></html>")  # noqa: S314 - made by the test
    return tree[1]


def found(root: ET.Element, place: str) -> ET.Element:
    """Follow a place such as ``body/div[2]/p[1]``."""
    for step in place.split("/")[1:]:
        name, _, number = step.rstrip("]").partition("[")
        root = root.findall(_XHTML + name)[int(number) - 1]
    return root


def is_left_out(element: ET.Element) -> bool:
    """Tell whether an element is one of those that the generated bodies leave out."""
    name = element.tag.removeprefix(_XHTML)
    return name in {"svg", "script", "img"} or bool({"hidden", _TYPE} & set(element.keys()))


def read_characters(element: ET.Element, *, left_out: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield each character of an element's text with whether it is to be read."""
    left_out = left_out or is_left_out(element)
    yield from ((character, not left_out) for character in element.text or "")
    for child in element:
        yield from read_characters(child, left_out=left_out)
        yield from ((character, not left_out) for character in child.tail or "")


def is_visible(character: str) -> bool:
    """Tell whether a character is neither white space nor a soft hyphen."""
    return not character.isspace() and character != "\u00ad"


def on_the_line(character: str) -> str:
    """Return the plain digit for one above the line."""
    return str(unicodedata.digit(character, character))


@given(body=BODIES)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_character_of_every_block_leads_to_its_own_in_the_file(body: str) -> None:
    """Found by place, start, end and alignment in another parser's tree, the characters are the same."""
    root = reparsed(body)

    for block in document(body).blocks:
        assert block.source is not None
        characters = list(read_characters(found(root, block.source.place)))
        raw = characters[block.source.start : block.source.end]
        assert len(raw) == block.source.end - block.source.start
        for place, character in enumerate(block.text):
            start, end = block.source.alignment.source_span(place, place + 1)
            if is_visible(character):
                assert raw[start:end] == [(on_the_line(character), True)]


@given(body=BODIES)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_character_is_in_exactly_one_block_or_left_out(body: str) -> None:
    """All that another parser finds to be read is in the blocks, in order and once."""
    expected = [c for c, is_read in read_characters(reparsed(body)) if is_read and is_visible(c)]

    read = [on_the_line(c) for text in texts(body) for c in text if is_visible(c)]

    assert read == expected


@given(body=BODIES)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_what_is_left_out_is_counted(body: str) -> None:
    """Notes, pictures and hidden text are not read, and the listener is told how many there are."""
    outermost: list[ET.Element] = []
    stack = [reparsed(body)]
    while stack:
        element = stack.pop()
        if is_left_out(element):
            outermost.append(element)
        else:
            stack += element
    expected = sum(element.tag != f"{_XHTML}script" for element in outermost)

    assert sum(skipped.count for skipped in document(body).skipped) == expected


@given(body=BODIES)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_blocks_have_single_spaces(body: str) -> None:
    """Layout in the file is not layout in the text: a newline stands only for a line end on the page."""
    for text in texts(body):
        assert not re.search(r"^\s|\s$|\s{2}|[^\S \n]", text)
        assert "\n" not in text or "<br/>" in body or "<td>" in body


# --- kinds ---


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>One</h1><h6>Two</h6>", [("heading", "One"), ("heading", "Two")]),
        ("<p>One</p>loose<p>Two</p>", [("paragraph", "One"), ("paragraph", "loose"), ("paragraph", "Two")]),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", [("list-item", "One"), ("paragraph", "Two")]),
        ("<dl><dt>One</dt><dd>Two</dd></dl>", [("list-item", "One"), ("list-item", "Two")]),
        (
            "<table><tr><td>1</td><th>2</th></tr><tr><td>3</td></tr></table>",
            [("table", "1\n2"), ("table", "3")],
        ),
        (
            "<table><tr><td><p>Layout</p></td><td>x</td></tr></table>",
            [("paragraph", "Layout"), ("table", "x")],
        ),
        ("<pre>a = 1\n  b</pre>", [("code", "a = 1\nb")]),
        (
            "<figure><img alt='x'/><figcaption>Duck</figcaption></figure>",
            [("image-description", "x"), ("caption", "Duck")],
        ),
        ('<aside epub:type="footnote"><p>1 A note.</p></aside>', [("note", "1 A note.")]),
        ('<section role="doc-endnotes"><h2>Notes</h2><p>1</p></section>', [("note", "Notes"), ("note", "1")]),
        ('<p class="footnote">1 A note.</p>', [("note", "1 A note.")]),
        ('<div class="poem"><h3>Ode</h3><p>One</p></div>', [("heading", "Ode"), ("verse", "One")]),
        ('<p><span class="dropcap">T</span>he end</p>', [("paragraph", "The end")]),
        ('<div class="dropcap">T</div><p>he end</p>', [("paragraph", "The end")]),
        (
            '<p>end<span style="display: block">start</span></p>',
            [("paragraph", "end"), ("paragraph", "start")],
        ),
        ("<p>One</p><hr/><p>Two</p>", [("paragraph", "One"), ("scene-break", ""), ("paragraph", "Two")]),
        ("<p>12 High St<br/>Town</p>", [("verse", "12 High St\nTown")]),
        (f"<p>{'long ' * 20}<br/>Town</p>", [("paragraph", f"{'long ' * 20}".strip() + "\nTown")]),
        (
            '<div epub:type="z3998:verse"><p>One<br/>two</p><p>Three</p></div>',
            [("verse", "One\ntwo"), ("verse", "Three")],
        ),
        ("<h2>One<br/>Two</h2>", [("heading", "One\nTwo")]),
        ("<h2><span>A</span><p>b</p></h2>", [("heading", "A"), ("paragraph", "b")]),
        ("<p> \n</p><p>&#160;</p><div><br/></div>", []),
    ],
)
def test_blocks_are_what_they_are_on_the_page(body: str, expected: list[tuple[str, str]]) -> None:
    """Each kind of element makes its kind of block; an empty one makes none."""
    assert kinds(body) == expected


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<a epub:type="noteref" href="#n">1</a>', "note mark"),
        ('<span class="pagenum">[Pg 12]</span>', "page number"),
        ('<span class="linenum">10</span>', "line number"),
        ('<nav epub:type="page-list"><a href="#p1">1</a></nav>', "contents list"),
        ('<div class="pgheader">The Project</div>', "licence"),
        ('<p style="display:none">x</p>', "hidden text"),
        ('<span epub:type="pagebreak">12</span>', "page number"),
        ('<span role="doc-pagebreak" aria-label="12"></span>', "page number"),
        ("<ruby>東<rt>ひがし</rt></ruby>", "reading aid"),
        ("<math><mi>x</mi></math>", "formula"),
        ('<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math>', "formula"),
        ("<svg><title>Duck</title></svg>", "picture"),
        ('<img src="duck.png" alt=""/>', "picture"),
        ('<p hidden="hidden">x</p>', "hidden text"),
        ('<p aria-hidden="true">x</p>', "hidden text"),
        ("<object><p>No plug-in.</p></object>", "embedded media"),
        ("<audio controls=''>Not here.</audio>", "embedded media"),
        ("<button>Press</button>", "form"),
    ],
)
def test_what_is_not_read_is_named(markup: str, kind: str) -> None:
    """What is on the page and not in the audiobook is counted under a name that a listener knows."""
    left = document(f"<p>Before.</p>{markup}<p>After.</p>")

    assert [skipped.kind for skipped in left.skipped] == [kind]
    assert [block.text for block in left.blocks if block.text != "東"] == ["Before.", "After."]


def test_a_skipped_thing_keeps_its_words() -> None:
    """The listener can tell which note it is; the same kind is one entry with a count."""
    left = document(
        '<p>a<a epub:type="noteref">1</a></p><p>c <img alt="A duck"/></p><p>b<a epub:type="noteref">2</a></p>'
    )

    assert left.skipped == [
        Skipped("note mark", 2, "c.xhtml", "1\n2"),
        Skipped("picture", 1, "c.xhtml", ""),
        Skipped("image description", 1, "c.xhtml", "A duck"),
    ]
    assert left.skipped[0].sample == "1"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('so<a href="#fn1" id="r1"><sup>1</sup></a> it', "so it"),
        ('so<sup><a href="n.xhtml#n1">1</a></sup> it', "so it"),
        ('so <a href="#n">[12]</a>.', "so ."),
        ('so<a href="#n">*</a>.', "so."),
        ('so.<a href="#note3">3</a>', "so."),
        ("people.<sup>12</sup> Then", "people. Then"),
        ("people<sup>12</sup> then", "people then"),
        ('so<span class="footnote-ref">1</span>', "so"),
        ('see chapter <a href="c5.xhtml#c5">5</a>', "see chapter 5"),
        ('<a href="#c1">I</a>', "I"),
        ("the 1<sup>st</sup> M<sup>me</sup>", "the 1st Mme"),
        ("add <sup>1</sup>/<sub>2</sub> cup", "add 1/2 cup"),
        ('people<span class="superscript">12</span> then', "people then"),
        ('people<span style="vertical-align: super">12</span> then', "people then"),
        ("<sup>1</sup>In the beginning.<sup>2</sup>And", "In the beginning. And"),
        ('the <a href="#n">whole</a> link', "the whole link"),
        ('a note.<a href="#r1">↩</a>', "a note."),
        ('a note. <a href="#r1">↩︎</a>', "a note."),
    ],
)
def test_note_marks_are_known_by_their_shape(markup: str, text: str) -> None:
    """Raised, bracketed or linked to a note: a mark is not read; exponents and ordinals are."""
    assert texts(f"<p>{markup}</p>") == [text]


def test_a_mark_leads_to_its_note() -> None:
    """References name the block with the mark and the note; a note begins with a mark of its own."""
    left = document(
        '<p>Before.</p><p>So<a id="r1" href="#n1"><sup>1</sup></a> it is.</p>'
        '<p id="n1"><a href="#ref1">1</a> A note.</p>'
    )

    assert left.references == [(1, "c.xhtml#n1"), (2, "c.xhtml#ref1")]
    assert left.opens_with_mark == {2}


def test_parts_of_a_document_say_what_they_are() -> None:
    """An index inside a document is known as one, with the blocks it has."""
    left = document('<p>a</p><section epub:type="index"><h2>Index</h2><p>b</p></section><p>c</p>')

    assert left.sections == [Section(frozenset(("index",)), 1, 3)]


def test_entries_of_one_kind_and_file_are_merged() -> None:
    """A book's list of what was skipped has one line for each kind in each file."""
    skipped = [Skipped("note", 1, "a", ""), Skipped("note", 2, "b", "x"), Skipped("note", 3, "a", "y")]

    assert merge_skipped(skipped) == (Skipped("note", 4, "a", "y"), Skipped("note", 2, "b", "x"))


# --- anchors and types ---


def test_anchors_lead_to_the_block_that_they_stand_at() -> None:
    """A contents list that leads into a document finds the block, wherever in it the anchor is."""
    body = '<h1 id="one">One</h1><p>Text <a id="in"/>here.</p><a name="old"/>'

    anchors = document(body + '<div id="outer"><p id="p">End</p></div><p id="after"/>').anchors

    assert anchors == {"one": 0, "in": 1, "old": 2, "outer": 2, "p": 2, "after": 3}


def test_types_of_a_document_are_those_of_its_body_and_only_section() -> None:
    """Where a section is all there is in the body, what it says of itself holds for the document."""
    assert document('<section epub:type="Chapter"><p>x</p></section>').types == {"chapter"}
    assert document('<section epub:type="chapter"/><section epub:type="part"/>').types == set()


# --- hostile and broken documents ---


def all_words(content: bytes) -> list[str]:
    """Return the words of a document's blocks."""
    return " ".join(block.text for block in read_document(content, "c.xhtml").blocks).split()


@pytest.mark.parametrize("tag", ["div", "font", "p"])
def test_text_nested_deeply_is_read(tag: str) -> None:
    """5,000 elements deep, where other parsers drop what is below the 255th, every word is there."""
    body = "".join(f"<{tag}>w{number} " for number in range(5_000))

    closed = all_words(f"{_HEAD}<body>{body}{f'</{tag}>' * 5_000}</body></html>".encode())
    unclosed = all_words(f"{_HEAD}<body>{body}</body></html>".encode())

    assert closed == unclosed == [f"w{number}" for number in range(5_000)]


def test_a_text_node_of_eleven_megabytes_is_read() -> None:
    """Other parsers give an empty text for a node of 10 MB and more."""
    count = 11 * 2**20 // 8

    [block] = document(f"<p>{'longish ' * count}</p>").blocks

    assert len(block.text) == 8 * count - 1


_SENTENCE = "Ô rage — “naïve” coöperation… don’t!"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-16-be", "utf-16"),
        ("cp1252", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", "us-ascii"),
        ("cp1252", ""),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "windows-1252"),
        ("utf-8", "no-such-encoding"),
        ("utf-8", "utf-16"),
    ],
)
def test_text_is_decoded_whatever_the_file_says_of_itself(encoding: str, declared: str) -> None:
    """A wrong or missing declaration garbles no word."""
    prolog = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""

    words = all_words(f"{prolog}{_HEAD}<body><p>{_SENTENCE}</p></body></html>".encode(encoding))

    assert words == _SENTENCE.split()


@pytest.mark.parametrize(
    "declaration", ['<?xml version="1.0" encoding="windows-1251"?>', '<meta charset="windows-1251"/>']
)
def test_a_declared_alphabet_is_used(declaration: str) -> None:
    """Encodings other than Western ones cannot be guessed, so what the file says is believed."""
    content = f"{declaration}<html><body><p>Жил-был поп</p></body></html>".encode("windows-1251")

    assert all_words(content) == ["Жил-был", "поп"]


def test_one_bad_byte_garbles_no_other_word() -> None:
    """A Windows apostrophe pasted into a UTF-8 file is one, and the accents elsewhere stay."""
    content = "<html><body><p>élan, don’t</p></body></html>".encode().replace("’".encode(), b"\x92")

    assert all_words(content) == ["élan,", "don’t"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
        ("caf&eacute; &mdash; &nbsp;x&hellip;", "café — x…"),
        ("don&#146;t &#147;go&#X94;", "don’t “go”"),
        ("&LT;b&GT; &AMP; &QUOT;", '<b> & "'),
        ("AT&T &unknown; &nosemicolon", "AT&T &unknown; &nosemicolon"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<![CDATA[a <b> & c]]>", "a <b> & c"),
        ("<b>un<i>closed", "unclosed"),
        ("a</p></div></span>b", "a b"),
        ("<o:p>office</o:p>", "office"),
        ("a<!-- no -->b<?php no ?>c", "abc"),
    ],
)
def test_entities_and_broken_markup_lose_no_text(markup: str, text: str) -> None:
    """Named by HTML or by number, unknown or bare: each is the character a browser shows."""
    assert " ".join(texts(f"<p>{markup}</p>")).split() == text.split()


@pytest.mark.parametrize(
    "content",
    [
        b"<P>One</P><P>two</P>",
        b"<HTML><HEAD><TITLE>T</TITLE></HEAD><BODY><P>One</P><P>two</P></BODY></HTML>",
        b"<html><head><title/></head><body><script src='x'/><p>One<p>two</body></html>",
        b"<!DOCTYPE html [ <!ENTITY x 'y'> ]><html><body><p>One</p><p>two</p></body></html>",
        b"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.1//EN' 'x.dtd'>\n<html><body>One<hr/>two</body></html>",
        b"\n\n<?xml version='1.0'?><html><body><p>One</p><p>two</p></body></html>",
        b"<html><body><p><![CDATA[One]]></p><p>two<br></body></html>",
        b"<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:body><h:p>One</h:p><h:p>two</h:p></h:body></h:html>",
        b"One<hr>two",
    ],
)
def test_unusual_documents_are_read(content: bytes) -> None:
    """Capital letters, prefixes, missing or odd beginnings: the words are there, in blocks of their own."""
    blocks = [block for block in read_document(content, "c.xhtml").blocks if block.text]

    assert [block.text for block in blocks] == ["One", "two"]


@pytest.mark.parametrize(
    "content", [b"", b" ", b"\x00" * 100, b"<", b"\xff\xfe", b"<html/>", b"<html><body/></html>"]
)
def test_documents_of_nothing_have_no_blocks(content: bytes) -> None:
    """An empty or senseless document is no error and says nothing."""
    assert [block for block in read_document(content, "c.xhtml").blocks if block.text.strip("<\ufffd")] == []


def test_entities_of_the_document_itself_are_not_expanded() -> None:
    """Billion laughs and files of the reader's own computer stay out of the text."""
    content = (
        b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b"<html><body><p>x &b; &f;</p></body></html>"
    )

    assert all_words(content) == ["x", "&b;", "&f;"]


def test_hidden_text_that_breaks_a_paragraph_is_not_read() -> None:
    """A block element or line end inside a hidden one neither reads it nor cuts the paragraph."""
    body = "<p>One <span hidden=''>no <div>no</div><br/>no</span>two.</p>"

    [block] = document(body).blocks

    assert block.text == "One two."
    assert block.source is not None
    assert block.source.alignment.source_span(4, 8) == (11, 15)


@given(content=st.binary(max_size=200) | st.text("<>/&;!-[]=\"' abp\n", max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_bytes_raise(content: bytes) -> None:
    """Whatever is in a file, reading it ends with blocks."""
    assert all(isinstance(block, Block) for block in read_document(content, "c.xhtml").blocks)


# --- plain signs ---


@pytest.mark.parametrize(
    "markup",
    [
        "<span class='pagenum'>12</span>",
        "<span class='pagenum'>[Pg 12]</span>",
        "<a class='pageno' id='Page_12'>{12}</a>",
        "<span class='x-ebookmaker-pageno' title='12'>[12]</span>",
        "<span class='page-number'>Page 12</span>",
        "<span class='PageBreak'>12</span>",
        "<a id='page_12'>12</a>",
        "<span id='pg12'>[12]</span>",
        "<span class='folio'>xii</span>",
        "<small class='any'>[p. 12]</small>",
    ],
)
def test_page_numbers_of_many_makers_are_known(markup: str) -> None:
    """By class, by an id that says the same number, or by their own words; the word they split is whole."""
    left = document(f"<p>every{markup}thing</p>")

    assert [block.text for block in left.blocks] == ["everything"]
    assert [skipped.kind for skipped in left.skipped] == ["page number"]


@pytest.mark.parametrize(
    "markup",
    ["<span class='page'>twelve</span>", "<b id='p12'>13</b>", "<p id='p1'>1</p>", "<span>[12]</span>"],
)
def test_other_numbers_are_read(markup: str) -> None:
    """A word in a page's class, another number than the id's, a paragraph's id, no sign at all."""
    assert not document(f"<p>See</p>{markup}").skipped


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p><img class='dropcap' alt='T' src='t.png'/>he end.</p>", ["The end."]),
        ("<div><img alt='T' src='t.png'/></div>\n<p>he end.</p>", ["The end."]),
        ("<div class='dropcap'>T</div>\n<p>\nhe end.</p>", ["The end."]),
        ("<div><img alt='O' src='o.png'/></div><p>NCE upon</p>", ["ONCE upon"]),
        ("<p><img alt='“W' src='w.png'/>hat?”</p>", ["“What?”"]),
        ("<p><img alt='A' src='a.png'/> man.</p>", ["A man."]),
        ("<div><img alt='A' src='a.png'/></div><p>Apple</p>", ["A", "Apple"]),
        ("<div><img alt='A' src='a.png'/></div><h2>an end</h2>", ["A", "an end"]),
        ("<p>x<img alt='a picture' src='p.png'/>y</p>", ["x y"]),
        ("<h1><img alt='Chapter One' src='1.png'/></h1>", ["Chapter One"]),
        ("<h1>One <img alt='a lamp' src='1.png'/></h1>", ["One"]),
        ("<h1>One</h1><h2><img alt='ornament.png' src='o'/></h2><p>x</p>", ["One", "ornament.png", "x"]),
    ],
)
def test_drawn_letters_and_headings_are_read_as_what_they_show(body: str, expected: list[str]) -> None:
    """A letter drawn as a picture is part of its word; any other picture parts the words around it."""
    assert texts(body) == expected


def test_a_picture_of_a_letter_alone_is_a_description() -> None:
    """Nothing goes on with it, so it is a picture like others."""
    assert kinds("<div><img alt='A' src='a.png'/></div><p>Apple</p>")[0] == ("image-description", "A")


def test_what_is_left_out_keeps_its_words_apart() -> None:
    """The skipped list counts the words of a licence as the page has them."""
    left = document("<section class='pg-boilerplate'><h2>The Mill</h2><div>This ebook</div>x<br/>y</section>")

    assert left.skipped[0].text == "The Mill This ebook x y"


def test_a_transcribers_box_is_not_read() -> None:
    """Its class and its words say so; a class alone does not."""
    left = document(
        "<div class='transnote'><p>Transcriber's Note</p><p>Kept.</p></div><div class='tnote'>Tin</div>"
    )

    assert [(item.kind, item.text) for item in left.skipped] == [
        ("transcriber's note", "Transcriber's Note Kept.")
    ]


def test_links_out_of_the_book_are_not_its_contents() -> None:
    """Only links to places in the book make a contents list."""
    left = document("<p><a href='http://example.com/a'>Site</a></p><p><a href='#a'>Chapter</a></p>")

    assert left.linked == {1: 1.0}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2><span class='label'>Letter</span><span class='ordinal'>I</span></h2>", ["Letter I"]),
        ("<h2>Chapter<b>1</b></h2>", ["Chapter 1"]),
        ("<h2><span>T</span>HE <i>Mc</i>Donalds</h2>", ["THE McDonalds"]),
        ("<h2>Letter<br/>I</h2>", ["Letter\nI"]),
        ("<p>end</p>start<div>here</div>", ["end", "start", "here"]),
        ("<table><tr><td>five</td><td>six</td></tr></table>", ["five\nsix"]),
        ("<ul><li>eight<ul><li>nine</li></ul>ten</li></ul>", ["eight", "nine", "ten"]),
        ("<dl><dt>term</dt><dd>what it is</dd></dl>", ["term", "what it is"]),
    ],
)
def test_nothing_is_glued_together(body: str, expected: list[str]) -> None:
    """What stands apart on the page is apart in the text; a word in two elements is one word."""
    assert texts(body) == expected


def test_what_is_left_out_keeps_what_its_pictures_show() -> None:
    """The mark of a note may be a picture; its words are listed with it."""
    marked = document(
        '<p>It rained.<a epub:type="noteref" href="#n"><img src="1.png" alt="note one"/></a></p>'
    )

    assert "note one" in [item.text for item in marked.skipped if item.kind == "note mark"]


def test_of_two_attributes_of_one_name_the_first_counts() -> None:
    """As in every browser; well-formed documents have no such thing."""
    read = document('<p>It rained.<br><img alt="A duck" alt="A goose"></p>')

    assert [item.text for item in read.skipped if item.kind == "image description"] == ["A duck"]


# --- above and below the line ---


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("x<sup>2</sup> and 10<sup>6</sup> m<sup>2</sup>", "x² and 10⁶ m²"),
        ("10<sup>-6</sup> or 10<sup>−6</sup>", "10⁻⁶ or 10⁻⁶"),
        ("H<sub>2</sub>O", "H₂O"),
        ("C<sub><i>6</i></sub>H<sub>12</sub>", "C₆H₁₂"),
        ('H<span class="subscript">2</span>O', "H₂O"),
        ('10<span style="vertical-align:super;font-size:60%">6</span>', "10⁶"),
        ("the 19<sup>th</sup>, N<sup>o</sup> 5, x<sub>i</sub>", "the 19th, No 5, xi"),
        ("1<sup>1</sup>/<sub>2</sub> cups and 3<sup>1</sup>⁄<sub>4</sub>", "1 1/2 cups and 3 1⁄4"),
        ("<sup>14</sup>C", "14C"),
    ],
)
def test_a_number_off_the_line_is_kept_apart_from_what_it_stands_at(markup: str, text: str) -> None:
    """10 to the sixth is not a hundred and six; the length stays, so places in the file are right."""
    assert texts(f"<p>{markup}</p>") == [text]


# --- first letters ---


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<div class="drop">W</div><p>hen they came.</p>', "When they came."),
        ("<p>W</p><p>hen they came.</p>", "When they came."),
        ("<p>“W</p><p>hen they came.”</p>", "“When they came.”"),
        ('<p class="first-letter">A</p><p>nd they came.</p>', "And they came."),
        ('<p><img src="w.png" alt="W"/>hen they came.</p>', "When they came."),
        ('<div><img src="w.png" alt="W"/></div><p>HEN they came.</p>', "WHEN they came."),
    ],
)
def test_a_first_letter_in_an_element_of_its_own_goes_with_its_word(markup: str, text: str) -> None:
    """Whatever its class, where the text goes on in the middle of a word."""
    assert texts(markup) == [text]


@pytest.mark.parametrize(
    "markup", ["<p>X</p><p>Marks it.</p>", "<p>A</p><p>man came.</p>", "<h2>V</h2><p>he came.</p>"]
)
def test_a_letter_that_may_stand_alone_does(markup: str) -> None:
    """A word of one letter, a heading, and a letter with a whole sentence after it."""
    assert len(texts(markup)) == 2


# --- lines as the markup has them ---


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<pre>The rain is come,\n  the rain is gone.\n\nO hush,\nmy dear.</pre>", ["verse", "verse"]),
        ("<pre>if (x) { y[2]; }\nelse { z(); }</pre>", ["code"]),
        ("<pre><code>The rain\nis come</code></pre>", ["code"]),
        ('<pre class="poem">The rain\nis come</pre>', ["verse"]),
        ("<pre>It was the best of times and the worst of times to them\nwho lived.</pre>", ["paragraph"]),
    ],
)
def test_preformatted_text_is_verse_code_or_prose(markup: str, expected: list[str]) -> None:
    """Old books have poems, and whole chapters, in the element that shows lines as they are."""
    found = kinds(markup)

    assert [kind for kind, _ in found] == expected
    assert "\n" in found[0][1] or expected[0] in {"paragraph", "code"}


def test_the_lines_of_words_own_contents_list_are_listed() -> None:
    """Saved as a web page, they are paragraphs of a class of Word's."""
    made = document('<p class="MsoToc1">The Mill 3</p><p class="MsoNormal">The rain.</p>')

    assert [block.text for block in made.blocks] == ["The rain."]
    assert [(item.kind, item.text) for item in made.skipped] == [("contents list", "The Mill 3")]


def test_a_note_that_is_shown_on_a_touch_is_a_note() -> None:
    """It is hidden until then, and read with the notes if they are."""
    made = document('<p>So.</p><aside epub:type="footnote" hidden="hidden"><p>A note.</p></aside>')

    assert [(b.kind.value, b.text) for b in made.blocks] == [("paragraph", "So."), ("note", "A note.")]


def test_a_box_that_is_called_a_note_is_text() -> None:
    """Technical books give it the old type of notes; on an aside or a list item it is one."""
    box = '<{0} epub:type="note"><h6>Note</h6><p>Foxes bite.</p></{0}>'

    assert kinds(box.format("div")) == [("heading", "Note"), ("paragraph", "Foxes bite.")]
    assert kinds(box.format("aside")) == [("note", "Note"), ("note", "Foxes bite.")]


def test_the_numbers_of_bible_verses_are_left_out() -> None:
    """By their class; a bold number of the text is read."""
    assert texts('<p><b class="vn">3</b> And it rained. <b>4</b> men.</p>') == ["And it rained. 4 men."]
