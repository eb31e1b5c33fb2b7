"""Tests of vox1.outputs.readalong.sentences and .runs: what is enclosed, and that nothing else is changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from booksmith_module.book import is_sayable
from booksmith_module.readers.xhtml import read_document
from vox1.outputs.readalong.document import close_document, open_document
from vox1.outputs.readalong.sentences import Stretch, enclose

LINK = '<link rel="stylesheet" type="text/css" href="s.css"/>'
HEAD = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head>"
WORDS = ("One. Two", " three ", "&amp;", "Four", "é&nbsp;", "\r\n", "—", " ")
PHRASES = ("i", "b", "span", "a", "em", "code", "sup")
BLOCKS = ("p", "div", "h2", "li", "td", "blockquote")


def enclosed(body: str, *stretches: tuple[str, int, int]) -> str:
    """Return a body with stretches of its elements' text enclosed."""
    page = f"{HEAD}<body>{body}</body></html>"
    markup, _ = enclose(page, [Stretch(*stretch) for stretch in stretches], "s.css")
    assert LINK + "</head>" in markup
    return markup[markup.index("<body>") + 6 : -14]


def marked(*numbers: int) -> str:
    """Return the start tag of one of the elements that are added."""
    return "".join(f'<span id="vox1-{number}">' for number in numbers)


@pytest.mark.parametrize(
    ("body", "stretch", "expected"),
    [
        ("<p>One. Two.</p>", (5, 9), "<p>One. [Two.]</p>"),
        ("<p>So <i>very</i> odd.</p>", (0, 12), "<p>[So <i>very</i> odd.]</p>"),
        ("<p><i>So</i> odd.</p>", (0, 7), "<p>[<i>So</i> odd.]</p>"),
        ("<p><i>All of it.</i></p>", (0, 10), "<p><i>[All of it.]</i></p>"),
        ("<p><i>A. Now</i> b.</p>", (3, 9), "<p><i>A. [Now]</i> [b.]</p>"),
        ("<p>A <i>b. C</i> d.</p>", (0, 4), "<p>[A] <i>[b.] C</i> d.</p>"),
        ("<p>A<a href='#n'>1</a> b.</p>", (0, 5), "<p>[A<a href='#n'>1</a> b.]</p>"),
        ("<p>A<br/>b.</p>", (0, 3), "<p>[A<br/>b.]</p>"),
        (
            "<p><span>A</span><br/>\n<span>b</span></p>",
            (0, 3),
            "<p><span>[A]</span><br/>\n<span>[b]</span></p>",
        ),
        ("<p><span>A</span>\n<span>b</span></p>", (0, 3), "<p><span>[A]</span>\n<span>[b]</span></p>"),
        ("<p><span>A</span><span>b</span></p>", (0, 2), "<p>[<span>A</span><span>b</span>]</p>"),
        ("<p>A <math><mi>x</mi></math> b.</p>", (0, 6), "<p>[A <math><mi>x</mi></math> b.]</p>"),
        ("<p>A&#8212;b&hellip;<!-- c --></p>", (2, 4), "<p>A&#8212;[b&hellip;]<!-- c --></p>"),
        ("<p>A <b>”</b></p>", (0, 3), "<p>[A <b>”</b>]</p>"),
        ("<p>A <i>b.” C</i></p>", (0, 5), "<p>[A] <i>[b.”] C</i></p>"),
    ],
)
def test_a_stretch_is_enclosed_in_as_few_elements_as_can_be(
    body: str, stretch: tuple[int, int], expected: str
) -> None:
    """One, unless the tags of the book stand across it; lines of verse stay the lines that they are."""
    tags = iter(range(1, 9))
    expected = re.sub(r"\[", lambda _: marked(next(tags)), expected).replace("]", "</span>")

    assert enclosed(body, ("body/p[1]", *stretch)) == expected


def test_cells_of_a_table_are_enclosed_each_by_itself() -> None:
    """No element can be around the cells of a row but the row."""
    body = "<table><tr><td>One</td><td>two.</td></tr></table>"

    assert enclosed(body, ("body/table[1]/tr[1]", 0, 7)) == (
        f"<table><tr><td>{marked(1)}One</span></td><td>{marked(2)}two.</span></td></tr></table>"
    )


def test_an_element_without_text_is_named_itself() -> None:
    """The description of a picture is heard while the picture is shown."""
    body = '<p><img src="a" alt="Duck"/></p><p><img id="x&amp;y" src="b" alt="Hen"/></p>'
    page = f"{HEAD}<body>{body}</body></html>"

    markup, targets = enclose(
        page, [Stretch("body/p[1]/img[1]", 0, 0), Stretch("body/p[2]/img[1]", 0, 0)], "s.css"
    )

    assert '<img id="vox1-1" src="a" alt="Duck"/>' in markup
    assert [[target.name for target in found] for found in targets] == [["vox1-1"], ["x&y"]]


def test_text_past_the_end_of_the_element_is_found() -> None:
    """A large first letter may be a paragraph of its own, and the rest of its word the next."""
    page = f"{HEAD}<body><p class='dropcap'>T</p><p>he end. No.</p></body></html>"
    block = read_document(page.encode(), "a.xhtml").blocks[0]
    assert block.text == "The end. No."
    assert block.source is not None

    end = block.source.alignment.source_span(0, 8)[1]
    found = enclosed("<p class='dropcap'>T</p><p>he end. No.</p>", (block.source.place, 0, end))

    assert found == f"<p class='dropcap'>{marked(1)}T</span></p><p>{marked(2)}he end.</span> No.</p>"


def test_names_are_new_in_a_book_that_was_made_by_us_before() -> None:
    """An id that occurs twice is no id."""
    first = enclosed("<p>One.</p>", ("body/p[1]", 0, 4))

    assert 'id="vox1-2-1"' in enclosed(first, ("body/p[1]", 0, 4))


def test_elements_have_the_prefix_that_the_document_has() -> None:
    """Without it they would belong to no language at all."""
    page = (
        "<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head><h:title>T</h:title></h:head>"
        "<h:body><h:p>One.</h:p></h:body></h:html>"
    )

    markup, _ = enclose(page, [Stretch("body/p[1]", 0, 4)], "s.css")

    assert '<h:span id="vox1-1">One.</h:span>' in markup
    assert "<h:link " in markup


def test_a_place_that_is_not_there_is_told() -> None:
    """Nothing is highlighted, and whoever asked knows it."""
    assert enclose(f"{HEAD}<body/></html>", [Stretch("body/p[9]", 0, 4)], "s.css")[1] == [()]


def _nested(parts: Sequence[str]) -> str:
    """Well-formed markup from any row of words, names to open and ``/`` to close the last."""
    opened: list[str] = []
    written = []
    for part in parts:
        if part == "/":
            if opened:
                written.append(f"</{opened.pop()}>")
        elif part in PHRASES or part in BLOCKS:
            if part in BLOCKS:
                written += [f"</{name}>" for name in reversed(opened)]
                opened = []
            opened.append(part)
            written.append(f"<{part}>")
        else:
            written.append(part)
    return "".join(written + [f"</{name}>" for name in reversed(opened)])


BODIES = st.lists(
    st.sampled_from(WORDS) | st.sampled_from([*PHRASES, "/", "/"]) | st.sampled_from([*BLOCKS, "<br/>"]),
    max_size=40,
).map(_nested)


@given(body=BODIES, cuts=st.lists(st.floats(0, 1), max_size=3))
def test_whatever_the_markup_each_stretch_is_enclosed_and_the_text_is_the_same(
    body: str, cuts: list[float]
) -> None:
    """Every letter of every block is in an element of its own stretch, and in no other."""
    page = f"{HEAD}<body>{body}</body></html>"
    document = read_document(page.encode(), "a.xhtml")
    stretches, texts = [], []
    for block in document.blocks:
        assert block.source is not None
        edges = sorted({0, len(block.text), *(int(cut * len(block.text)) for cut in cuts)})
        for start, end in pairwise(edges):
            text = block.text[start:end]
            if is_sayable(text):
                span = block.source.alignment.source_span(start, end)
                stretches.append(
                    Stretch(block.source.place, block.source.start + span[0], block.source.start + span[1])
                )
                texts.append(text)

    opened = open_document(page.encode())
    markup, targets = enclose(opened, stretches, "s.css")

    before, after = (
        etree.fromstring(close_document(m).replace(b"&nbsp;", b"&#160;")) for m in (opened, markup)
    )
    assert "".join(before[1].itertext()) == "".join(after[1].itertext())
    named = {element.get("id"): element for element in after.iter() if element.get("id")}
    assert len(named) == sum(map(len, targets))
    for text, found in zip(texts, targets, strict=True):
        said = "".join("".join(named[target.name].itertext()) for target in found)
        assert re.sub(r"[\W_]", "", said) == re.sub(r"[\W_]", "", text)
    etree.strip_tags(after, "{*}span")
    etree.strip_tags(before, "{*}span")
    for link in after.iter("{*}link"):
        link.getparent().remove(link)
    assert etree.tostring(after) == etree.tostring(before)
