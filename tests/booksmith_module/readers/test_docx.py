"""Tests of reading Word documents: what is printed is read, and what is not is listed."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections import Counter
from html import escape, unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module import limits
from booksmith_module.book import BlockKind, Book
from booksmith_module.errors import BookError
from booksmith_module.options import Notes, ReadingOptions
from booksmith_module.readers.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="{target}"/></Relationships>'
)
STYLES = """<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="Titre 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Src"><w:name w:val="Source Code"/></w:style>
<w:style w:type="character" w:styleId="Hid"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>"""


def part(name: str, inside: str, namespace: str = W) -> bytes:
    """Return a part with some markup in its root element."""
    root = f'<w:{name} xmlns:w="{namespace}" {NAMESPACES}>{inside}</w:{name}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{root}'.encode()


def docx(
    path: Path, body: str, namespace: str = W, main: str = "word/document.xml", **parts: bytes | None
) -> Path:
    """Write a document; other parts are named ``word__footnotes`` for ``word/footnotes.xml``."""
    entries: dict[str, bytes | None] = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": RELATIONSHIPS.format(target=main).encode(),
        main: part("document", f"<w:body>{body}<w:sectPr/></w:body>", namespace),
        "word/styles.xml": part("styles", STYLES, namespace),
        **{f"{name.replace('__', '/')}.xml": content for name, content in parts.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries.items():
            if content is not None:
                container.writestr(name, content)
    return path


def p(*runs: str, style: str = "", more: str = "") -> str:
    """Return a paragraph of runs, given as text or as markup."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inside}</w:p>"


def r(text: str, more: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{more}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def blocks(book: Book) -> list[tuple[BlockKind, str]]:
    """Return the kinds and texts of a book's blocks."""
    return [(block.kind, block.text) for chapter in book.chapters for block in chapter.blocks]


def texts(book: Book) -> list[str]:
    """Return the texts of a book's blocks."""
    return [text for _, text in blocks(book)]


def skipped(book: Book) -> dict[str, str]:
    """Return the texts that are left out, by kind."""
    kinds: dict[str, list[str]] = {}
    for item in book.skipped:
        kinds.setdefault(item.kind, []).append(item.text)
    return {kind: "\n".join(found) for kind, found in kinds.items()}


def read(tmp_path: Path, *body: str, **parts: bytes | None) -> Book:
    """Read a document with a body."""
    return read_docx(docx(tmp_path / "book.docx", "".join(body), W, "word/document.xml", **parts))


# --- blocks ---


def test_headings_are_known_by_their_styles_in_any_language(tmp_path: Path) -> None:
    """By the style's name, not its id; by the style it is based on; by its own outline level."""
    book = read(
        tmp_path,
        p("One", style="berschrift1"),
        p("Two", style="H2"),
        p("Three", style="Mine"),
        p("Four", more='<w:outlineLvl w:val="2"/>'),
        p("Text", style="Loop"),
        p("More", style="Unknown", more='<w:outlineLvl w:val="9"/>'),
    )

    made = [(block.text, block.level) for chapter in book.chapters for block in chapter.blocks]
    assert made == [("One", 1), ("Two", 2), ("Three", 1), ("Four", 3), ("Text", 0), ("More", 0)]


def test_without_styles_chapters_are_known_by_their_words(tmp_path: Path) -> None:
    """Most who write a novel make the line bold, or only write Chapter One."""
    book = read(
        tmp_path,
        p("Chapter One"),
        p("It rained."),
        p(r("The Second Day", "<w:b/>")),
        p("It rained again."),
        p("3", more='<w:jc w:val="center"/>'),
        p(r("It really rained.", "<w:b/>")),
    )

    assert [text for kind, text in blocks(book) if kind is BlockKind.HEADING] == [
        "Chapter One",
        "The Second Day",
        "3",
    ]


def test_words_split_over_runs_are_whole(tmp_path: Path) -> None:
    """Word cuts runs anywhere; tabs and line ends part words, soft hyphens do not."""
    made = read(
        tmp_path,
        p(
            "con",
            "ver",
            "sation<w:tab/>".replace("<w:tab/>", ""),
            "<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>",
        ),
        p("<w:r><w:t>water</w:t><w:softHyphen/><w:t>fall</w:t></w:r>"),
        p("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>"),
    )

    assert texts(made) == ["conversation a\nb", "waterfall", "well\u2011known"]


def test_kinds_follow_styles_lists_and_tables(tmp_path: Path) -> None:
    """Captions, listings, list items, cells; a table of one column is a frame around text."""
    cell = "<w:tc>{}</w:tc>".format
    row = f"<w:tr>{cell(p('a'))}{cell(p('b'))}</w:tr>"
    book = read(
        tmp_path,
        p("Caption", style="Cap"),
        p("x = 1", style="Src"),
        p("item", more='<w:numPr><w:numId w:val="3"/></w:numPr>'),
        p("no item", more='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        f"<w:tbl>{row}</w:tbl>",
        f"<w:tbl><w:tr>{cell(p('framed'))}</w:tr></w:tbl>",
        p("<w:r><w:t>Roses are red,</w:t><w:br/><w:t>mostly.</w:t></w:r>"),
        p("* * *"),
        p("The end"),
    )

    assert blocks(book) == [
        (BlockKind.CAPTION, "Caption"),
        (BlockKind.CODE, "x = 1"),
        (BlockKind.LIST_ITEM, "item"),
        (BlockKind.PARAGRAPH, "no item"),
        (BlockKind.TABLE, "a"),
        (BlockKind.TABLE, "b"),
        (BlockKind.PARAGRAPH, "framed"),
        (BlockKind.VERSE, "Roses are red,\nmostly."),
        (BlockKind.SCENE_BREAK, ""),
        (BlockKind.PARAGRAPH, "The end"),
    ]


def test_a_drop_capital_is_part_of_its_word(tmp_path: Path) -> None:
    """Word keeps the letter in a paragraph of its own."""
    frame = '<w:framePr w:dropCap="drop" w:lines="3"/>'

    assert texts(read(tmp_path, p("O", more=frame), p("nce upon a time."))) == ["Once upon a time."]


def test_text_boxes_are_read_once_after_their_paragraph(tmp_path: Path) -> None:
    """The copy for old programs is listed, not read."""
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1"/>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )

    book = read(tmp_path, p("Before ", drawing, "after."), p("Next."))

    assert texts(book) == ["Before after.", "In the box.", "Next."]
    assert skipped(book)["second copy"] == "In the box."


# --- what is not read ---


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    """Deleted and moved-away text is listed, inserted text is read, and joined paragraphs are one."""
    book = read(
        tmp_path,
        p(
            "It ",
            '<w:del w:id="1"><w:r><w:delText>snowed</w:delText></w:r></w:del>',
            f"<w:ins>{r('rained')}</w:ins>",
            ".",
        ),
        p("One", more='<w:rPr><w:del w:id="2"/></w:rPr>'),
        p(" line", f"<w:moveFrom>{r(' gone')}</w:moveFrom>", "."),
    )

    assert texts(book) == ["It rained.", "One line."]
    assert skipped(book)["deleted text"] == "snowed\ngone"


def test_hidden_text_contents_lists_forms_and_formulas_are_listed(tmp_path: Path) -> None:
    """None of them is read, all of their words are in the list."""
    placeholder = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    book = read(
        tmp_path,
        p("Chapter One\t3", style="TOC1"),
        p(
            "Seen ",
            r("hidden ", "<w:vanish/>"),
            r("unseen ", '<w:rStyle w:val="Hid"/>'),
            r("here.", '<w:vanish w:val="0"/>'),
        ),
        p("x is ", "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "."),
        placeholder.format(p("Click here.")),
        p("<w:ruby><w:rt>", r("kan"), "</w:rt><w:rubyBase>", r("漢"), "</w:rubyBase></w:ruby>"),
    )

    assert texts(book) == ["Seen here.", "x is .", "漢"]
    assert skipped(book)["reading aid"] == "kan"
    assert skipped(book)["contents list"] == "Chapter One 3"
    assert skipped(book)["hidden text"] == "hidden\nunseen"
    assert skipped(book)["formula"] == "a+b"
    assert skipped(book)["form"] == "Click here."


def test_notes_lead_from_their_marks(tmp_path: Path) -> None:
    """Footnotes and endnotes are set apart; a mark of the author's own is not read."""
    note = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", " From the west.")}</w:footnote>'
    end = f'<w:endnote w:id="1">{p("Ibid.")}</w:endnote>'
    path = docx(
        tmp_path / "book.docx",
        p(
            "Rain",
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            ".",
            '<w:r><w:endnoteReference w:customMarkFollows="1" w:id="1"/><w:t>†</w:t></w:r>',
        ),
        word__footnotes=part("footnotes", note),
        word__endnotes=part("endnotes", end),
    )

    book = read_docx(path)

    assert texts(book) == ["Rain."]
    assert skipped(book)["note"] == "From the west.\nIbid."
    assert skipped(book)["note mark"] == "†"
    in_place = read_docx(path, ReadingOptions(notes=Notes.IN_PLACE))
    assert words_in(in_place) == words_in(book)


def test_headers_comments_and_diagrams_are_listed(tmp_path: Path) -> None:
    """They stand in files of their own, so their words are taken from there."""
    book = read(
        tmp_path,
        p("Text"),
        word__header1=part("hdr", p("The Long Rain")),
        word__footer2=part("ftr", p("Page")),
        word__comments=part("comments", f"<w:comment>{p('Really?')}</w:comment>"),
    )

    assert skipped(book) == {"running head": "Page", "comment": "Really?"} | skipped(book)
    assert {item.text for item in book.skipped} == {"The Long Rain", "Page", "Really?"}


def test_pictures_are_counted_or_described(tmp_path: Path) -> None:
    """A description is a block that can be asked for."""
    drawing = '<w:r><w:drawing><wp:docPr id="1" name="P" descr="{}"/></w:drawing></w:r>'.format
    path = docx(tmp_path / "book.docx", p("One", drawing("A barn")) + p("Two", drawing("")))

    assert skipped(read_docx(path)) == {"picture": "", "image description": "A barn"}
    assert texts(read_docx(path, ReadingOptions(image_descriptions=True))) == ["One", "A barn", "Two"]


# --- the book ---


def core(**fields: str) -> bytes:
    """Return a document's properties."""
    inside = "".join(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in fields.items())
    namespaces = 'xmlns:x="x" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"<x:coreProperties {namespaces}>{inside}</x:coreProperties>".encode()


def test_properties_are_the_books(tmp_path: Path) -> None:
    """Title, authors and language as Word's own form has them."""
    book = read(
        tmp_path, p("Text"), docProps__core=core(title="The Long Rain", creator="Ann; Bob", language="en-GB")
    )

    assert (book.title, book.authors, book.language) == ("The Long Rain", ("Ann", "Bob"), "en-GB")


def test_a_title_of_words_own_making_is_none(tmp_path: Path) -> None:
    """Then the heading of the first page is, and without one the file's name."""
    properties = core(title="Microsoft Word - Document1.doc")
    language = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    styles = part("styles", language + STYLES)

    book = read(
        tmp_path, p("Regen", style="berschrift1"), p("Text"), docProps__core=properties, word__styles=styles
    )

    assert (book.title, book.language) == ("Regen", "de-DE")
    assert read(tmp_path, p("Text"), docProps__core=properties).title == "book"


def test_the_strict_form_and_other_part_names_are_read(tmp_path: Path) -> None:
    """Other programs use the other namespace and other names."""
    path = docx(
        tmp_path / "a.docx",
        p("One", style="berschrift1") + p("Text"),
        namespace=STRICT,
        main="word/document2.xml",
    )

    assert texts(read_docx(path)) == ["One", "Text"]


def test_a_page_inside_the_document_is_read(tmp_path: Path) -> None:
    """Some programs put a whole HTML file into an empty document; of others the loss is said."""
    link = '<Relationship Id="{}" Target="{}"/>'.format
    relationships = f"<Relationships>{link('a', 'part.html')}{link('b', 'part.rtf')}</Relationships>"
    path = docx(tmp_path / "a.docx", '<w:altChunk r:id="a"/><w:altChunk r:id="b"/>')
    with zipfile.ZipFile(path, "a") as container:
        container.writestr("word/_rels/document.xml.rels", relationships)
        container.writestr("word/part.html", "<p>Inside.</p>")

    book = read_docx(path)

    assert texts(book) == ["Inside."]
    assert [item.kind for item in book.skipped] == ["damaged document"]
    assert len(book.warnings) == 2


# --- hostile and broken files ---


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<w:document", "damaged"),
        (b"", "damaged"),
        (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "damaged"),
        (b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>', "damaged"),
        (part("document", "<w:body/>"), "no-text"),
        (part("document", "<w:p><w:r>" * 5000 + "</w:r></w:p>" * 5000), "damaged"),
        (None, "damaged"),
    ],
)
def test_a_broken_main_part_is_an_error(tmp_path: Path, content: bytes | None, code: str) -> None:
    """Cut short, with entities, empty, too deep, missing."""
    with pytest.raises(BookError) as caught:
        read(tmp_path, p("x"), word__document=content)

    assert caught.value.code == code


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an entry inflates to is counted, not what it says."""
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 10_000)

    with pytest.raises(BookError) as caught:
        read(tmp_path, p("word " * 10_000))

    assert caught.value.code == "too-large"


def test_more_entries_than_any_book_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The container's list is looked at before anything is read."""
    monkeypatch.setattr(limits, "MAX_ZIP_ENTRIES", 3)

    with pytest.raises(BookError) as caught:
        read(tmp_path, p("word"))

    assert caught.value.code == "too-large"


# --- nothing is lost ---


def words_of(text: str) -> Counter[str]:
    """Count the runs of letters and digits of a text."""
    return Counter(re.findall(r"[^\W_]+", text))


def words_in(book: Book) -> Counter[str]:
    """Count what is read and what is left out."""
    return words_of(
        "\n".join([*(chapter.text for chapter in book.chapters), *(s.text for s in book.skipped)])
    )


def words_written(path: Path) -> Counter[str]:
    """Count the words of all text elements, paragraph by paragraph, without the reader's help."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as container:
        for name in container.namelist():
            if name.startswith("word/"):
                markup = container.read(name).decode()
                markup = re.sub(r"<w:(?:tab|br|cr)\b[^>]*>|</?w:(?:p|del|moveFrom)\b[^>]*>", " ", markup)
                pieces = re.findall(
                    r"<[mw]:(?:t|delText)(?: [^>]*)?>([^<]*)</[mw]:(?:t|delText)>|( )", markup
                )
                found += words_of(unescape("".join(text or space for text, space in pieces)))
    return found


_BOX = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
_WORDS = st.text("ab cé1 ", max_size=12)
_RUNS = st.one_of(
    _WORDS.map(lambda text: r(f" {text} ")),
    _WORDS.map(lambda text: r(f" {text} ", "<w:vanish/>")),
    _WORDS.map(lambda text: f"<w:ins>{r(f' {text} ')}</w:ins>"),
    _WORDS.map(lambda text: f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"),
    _WORDS.map(lambda text: _BOX.format(p(f" {text} "))),
    _WORDS.map(lambda text: f"<w:hyperlink>{r(f' {text} ')}</w:hyperlink>"),
    st.sampled_from(
        ["<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", '<w:r><w:footnoteReference w:id="1"/></w:r>']
    ),
)
_PARAGRAPHS = st.builds(
    lambda runs, style: p(*runs, style=style),
    st.lists(_RUNS, max_size=5),
    st.sampled_from(["", "berschrift1", "TOC1", "Cap", "Src", "Loop"]),
)
_BODIES = st.lists(
    st.one_of(
        _PARAGRAPHS,
        st.lists(_PARAGRAPHS, min_size=2, max_size=3).map(
            lambda cells: f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"
        ),
        _PARAGRAPHS.map(lambda inside: f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"),
    ),
    max_size=5,
)


@given(_BODIES)
def test_every_word_is_read_or_listed(bodies: list[str]) -> None:
    """All text elements of the file = the words of the chapters + the words left out."""
    note = f'<w:footnote w:id="1">{p("A note.")}</w:footnote>'
    with tempfile.TemporaryDirectory() as folder:
        path = docx(
            Path(folder) / "book.docx",
            "".join([p("Always."), *bodies]),
            word__footnotes=part("footnotes", note),
            word__header1=part("hdr", p("Head")),
        )
        assert words_in(read_docx(path)) == words_written(path)


def test_numbers_off_the_line_are_kept_apart(tmp_path: Path) -> None:
    """By the run's own setting, or by its style's; letters stay on the line."""
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    style = f'<w:style w:type="character" w:styleId="Up"><w:name w:val="Up"/><w:rPr>{up}</w:rPr></w:style>'
    runs = (r("10"), r("6", up), r(" kg H"), r("2", down), r("O, the 1"), r("st", up), r(" x"))

    book = read(
        tmp_path, p(*runs, r("2", '<w:rStyle w:val="Up"/>')), word__styles=part("styles", STYLES + style)
    )

    assert texts(book) == ["10⁶ kg H₂O, the 1st x²"]
