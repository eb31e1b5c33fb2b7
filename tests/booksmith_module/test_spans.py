"""Tests of spans: the words of speakers, found again in their chapters."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.book import Block, BlockKind, Book, Chapter, Span, Speaker
from booksmith_module.errors import BookError
from booksmith_module.manifest import from_json, to_json
from booksmith_module.spans import spans_to_json, with_spans

LINES = ["“Yes,” said Anna.", "“Yes,” said Ben. “Yes.”", "It rained."]
BREAK = Block(BlockKind.SCENE_BREAK, "")


def paragraphs(*texts: str) -> list[Block]:
    """Return blocks of running text."""
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def said(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """Return who says what."""
    return [(s.speaker, block.text[s.start : s.end]) for block in blocks for s in block.spans]


def test_words_are_found_one_after_the_other() -> None:
    """The same words of two speakers are told apart by their order."""
    spans = [{"speaker": "Anna", "text": "“Yes,”"}, {"speaker": "Ben", "text": "“Yes,”"}]

    blocks = with_spans(paragraphs(*LINES), spans)

    assert [[span.speaker for span in block.spans] for block in blocks] == [["Anna"], ["Ben"], []]
    assert said(blocks) == [("Anna", "“Yes,”"), ("Ben", "“Yes,”")]


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("Yesterday it rained. “Yes,” said Anna.", "Yes", 22),
        ("A note. “No,” said Anna.", "No", 9),
        ("Yesterday it rained.", "Yes", 0),
        ("她说你好吗。", "你好", 2),
        ("He said so. “So?” — “So!”", "So!”", 21),
    ],
)
def test_words_are_not_looked_for_within_others(text: str, words: str, place: int) -> None:
    """The rest of the word would be said by somebody else."""
    (block,) = with_spans(paragraphs(text), [{"speaker": "Anna", "text": words}])

    assert [span.start for span in block.spans] == [place]


def test_words_may_go_over_paragraphs_and_be_typed_with_other_spaces() -> None:
    """And a scene break between them is no part of the text."""
    first, second, third = paragraphs("“One.", "Two", "three.” He left.")

    blocks = with_spans([first, second, BREAK, third], [{"speaker": " Ben ", "text": "One. Two \n three.”"}])

    assert said(blocks) == [("Ben", "One."), ("Ben", "Two"), ("Ben", "three.”")]


@given(st.data())
def test_what_is_written_comes_back(data: st.DataObject) -> None:
    """Every span in its place, also where the same words stand before it."""
    blocks = []
    for text in data.draw(
        st.lists(st.text("ab \u201d.", min_size=1, max_size=12).map(str.strip).filter(bool))
    ):
        if data.draw(st.booleans()):
            blocks.append(BREAK)
        edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
        pairs = [
            p
            for p in zip(edges[::2], edges[1::2], strict=False)
            if text[slice(*p)].strip() == text[slice(*p)]
        ]
        spans = tuple(Span(*pair, data.draw(st.sampled_from(["Anna", "Ben"]))) for pair in pairs)
        blocks.append(Block(BlockKind.PARAGRAPH, text, spans=spans))
    written = json.loads(json.dumps(spans_to_json(blocks)))

    bare = [Block(block.kind, block.text) for block in blocks]

    assert with_spans(bare, written) == tuple(blocks)


def test_a_whole_cast_comes_back_from_a_manifest() -> None:
    """Voices of the book, of a chapter and of its speakers."""
    block = Block(BlockKind.PARAGRAPH, LINES[0], spans=(Span(0, 6, "Anna"),))
    chapter = Chapter("One", (block,), voice="ryan", language="fr")
    book = Book("Rain", (), "en", (chapter,), voice="vivian", cast=(Speaker("Anna", "serena", "softly"),))

    assert from_json(json.loads(json.dumps(to_json(book)))) == book


def test_a_cast_may_be_typed_short() -> None:
    """A name and a voice are enough."""
    chapters = [{"text": LINES[0], "spans": [{"speaker": "Anna", "text": "“Yes,”"}]}]

    book = from_json({"title": "Rain", "chapters": chapters, "cast": {"Anna": "serena"}})

    assert book.cast == (Speaker("Anna", "serena"),)
    assert said(book.chapters[0].blocks) == [("Anna", "“Yes,”")]


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        ({"speaker": "Anna", "text": "No."}, "not in their chapter"),
        ({"speaker": "Anna"}, "'text'"),
        ({"speaker": "", "text": "Yes"}, "without the name"),
        ({"speaker": "Anna", "text": 3}, "without the name"),
        ("Anna", "wrong kind"),
    ],
)
def test_words_that_are_not_there_are_refused(span: Any, reason: str) -> None:
    """They would be said by the wrong voice, and nobody would know."""
    with pytest.raises(BookError) as caught:
        from_json({"title": "Rain", "chapters": [{"text": LINES[0], "spans": [span]}]})
    assert caught.value.code == "bad-manifest"
    assert reason in caught.value.message


def test_a_wrong_start_is_only_a_help_that_does_not_help() -> None:
    """The words are looked for all the same."""
    for start in (3, 10_000, 10**30, -1, True, "0"):
        spans = [{"speaker": "Anna", "text": "Yes", "start": start}]
        assert said(with_spans(paragraphs(*LINES), spans)) == [("Anna", "Yes")]
