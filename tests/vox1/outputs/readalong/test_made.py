"""Tests of vox1.outputs.readalong.made."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.book import Block, BlockKind, Book, Chapter
from vox1.outputs.readalong.made import placed, write_epub
from vox1.outputs.readalong.tokens import body_of, find_places, text_between

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
BLOCKS = st.lists(
    st.builds(
        lambda kind, text, level: Block(
            kind,
            "" if kind is BlockKind.SCENE_BREAK else text,
            level=level if kind is BlockKind.HEADING else 0,
        ),
        st.sampled_from(BlockKind),
        TEXTS,
        st.integers(1, 9),
    ),
    max_size=8,
)


def entries(book: Book) -> dict[str, bytes]:
    """Make a book and return its files."""
    stream = io.BytesIO()
    write_epub(book, stream)
    with zipfile.ZipFile(stream) as container:
        return {name: container.read(name) for name in container.namelist()}


@given(blocks=BLOCKS, title=st.text(max_size=9))
def test_every_block_is_found_in_its_element(blocks: list[Block], title: str) -> None:
    """Whatever is in it: markup, control characters, lines of verse."""
    chapter = Chapter(title, tuple(blocks))
    files = entries(Book(title, (title,), "ar", (chapter,), description=title))

    for block in placed(chapter, 0):
        assert block.source is not None
        markup = files[block.source.file].decode()
        tokens = body_of(markup)
        number = find_places(tokens, [block.source.place])[block.source.place]
        text = text_between(markup, tokens)[tokens[number].at :][: len(block.text)]
        same = [a == b or not (a.isprintable() or a == "\n") for a, b in zip(block.text, text, strict=True)]
        assert all(same)
    for name, content in files.items():
        if name.endswith(("xhtml", "opf", "xml")):
            ET.fromstring(content)  # noqa: S314  # what we made


def test_a_book_says_what_is_known_of_it() -> None:
    """As the tags of the audiobook do."""
    book = Book(
        title="T",
        authors=("A", "B"),
        language="he",
        chapters=(Chapter("", (Block(BlockKind.PARAGRAPH, "First words."),)), Chapter("", ())),
        subtitle="S",
        series="R",
        series_number="2",
        year="1999",
        subjects=("x",),
    )

    files = {name: content.decode() for name, content in entries(book).items()}

    package = files["EPUB/package.opf"]
    for said in (
        "<dc:creator>B<",
        ">subtitle<",
        'refines="#series" property="group-position">2<',
        "<dc:date>1999<",
    ):
        assert said in package
    assert 'page-progression-direction="rtl"' in package
    assert 'dir="rtl"' in files["EPUB/chapter-001.xhtml"]
    assert ">First words.</a>" in files["EPUB/contents.xhtml"]
    assert ">2</a>" in files["EPUB/contents.xhtml"]
    assert next(iter(files)) == "mimetype"
