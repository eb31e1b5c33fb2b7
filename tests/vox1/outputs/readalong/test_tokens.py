"""Tests of vox1.outputs.readalong.tokens."""

from __future__ import annotations

import pytest

from booksmith_module.readers.markup import parse_well_formed
from vox1.outputs.readalong.tokens import Kind, TokenError, body_of, find_places, offsets, spliced, text_of

PAGE = "<html><head><title>T</title></head><body>{}</body></html>"


def test_a_document_is_cut_without_losing_a_character() -> None:
    """Comments, instructions and quotation marks in tags among it."""
    page = PAGE.format("<!-- <p> --><p title='a > b'>One&nbsp;<br/>two<?x y?></p>\r\n")

    tokens = body_of(page)

    assert "".join(page[token.start : token.end] for token in tokens) == page[page.index("<body") : -7]
    assert [token.kind for token in tokens[1:4]] == [Kind.OTHER, Kind.OPEN, Kind.TEXT]


@pytest.mark.parametrize(
    ("text", "characters"),
    [("a&amp;b", 3), ("&eacute;t&#233;", 3), ("one\r\ntwo", 7), ("&#146;", 1), ("&acE;x", 3)],
)
def test_characters_are_counted_as_the_reader_counts_them(text: str, characters: int) -> None:
    """A reference is one character or two, and the end of a line is one on Windows too."""
    root = parse_well_formed(PAGE.format(text))

    assert root is not None
    assert len(offsets(text, 0, len(text))) - 1 == characters
    assert text_of(text, 0, len(text)) == root[1].text


def test_places_are_found_as_the_reader_names_them() -> None:
    """By name in small letters, without prefix, and by number among those of the same name."""
    page = PAGE.format("<div/><div><p>A</p><P>B</P><x:p xmlns:x='u'>C</x:p></div>")
    tokens = body_of(page)

    found = find_places(tokens, ["body/div[2]/p[2]", "body/div[2]/p[3]", "body/div[1]/p[1]", "body"])

    assert {place: page[tokens[n].end] for place, n in found.items()} == {
        "body/div[2]/p[2]": "B",
        "body/div[2]/p[3]": "C",
        "body": "<",
    }


@pytest.mark.parametrize("page", ["", "text", "<a>", PAGE.format("<![CDATA[x]]>"), PAGE.format("1 < 2")])
def test_what_cannot_be_cut_is_an_error(page: str) -> None:
    """It is then written anew from the tree that the reader made of it."""
    with pytest.raises(TokenError):
        body_of(page)


def test_changes_of_the_same_stretch_are_refused() -> None:
    """One of them would be lost."""
    assert spliced("abc", [(1, 1, "<"), (2, 2, ">"), (0, 1, "A")]) == "A<b>c"
    with pytest.raises(TokenError):
        spliced("abc", [(0, 2, ""), (1, 3, "")])


def test_very_deep_documents_are_cut() -> None:
    """Hostile books nest thousands of elements."""
    page = PAGE.format("<b>" * 5_000 + "x" + "</b>" * 5_000)
    place = "body" + "/b[1]" * 5_000

    assert body_of(page)[find_places(body_of(page), [place])[place]].name == "b"
