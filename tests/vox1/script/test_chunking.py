"""Tests of chunks: every word once and in order, cut only where a reader would breathe."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.book import Block, BlockKind, Chapter, Span, is_sayable
from booksmith_module.readers.epub import read_epub
from vox1.script.chunking import Chunk, Ending, Piece, Size, chunk_chapter
from vox1.script.lexicon import Lexicon, new_entry
from vox1.script.sentences import sentence_spans
from vox1.script.speech import Speech

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "five-teaspoons-of-rain.epub"
SIZE = Size()
ENGLISH = Speech("en")
PROPERTY = settings(max_examples=75, deadline=None, derandomize=True)

_WORDS = st.sampled_from(
    [
        "rain",
        "Dr.",
        "I",
        "“No!”",
        "said,",
        "gone.",
        "why?",
        "duck;",
        "well—",
        "J. R.",
        "…",
        "3.14",
        "x" * 90,
        "*",
        "é",
    ]
)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=60).map(" ".join)
_VERSES = st.lists(_TEXTS.map(lambda text: text[:60].strip()), min_size=1, max_size=5).map("\n".join)


def _block(kind: BlockKind) -> st.SearchStrategy[Block]:
    if kind is BlockKind.SCENE_BREAK:
        return st.just(Block(kind, ""))
    return (_VERSES if kind is BlockKind.VERSE else _TEXTS).map(lambda text: Block(kind, text))


_SHORT = _block(BlockKind.PARAGRAPH).map(lambda block: Block(block.kind, block.text[:40].strip()))
_KINDS = st.sampled_from(BlockKind).flatmap(_block)
CHAPTERS = st.lists(_KINDS | _block(BlockKind.PARAGRAPH) | _SHORT, max_size=12).map(
    lambda blocks: Chapter("A chapter", tuple(blocks))
)


def plain(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def spoken_blocks(chapter: Chapter) -> list[Block]:
    """Return the blocks in which there is something to say."""
    return [block for block in chapter.blocks if is_sayable(block.text)]


def words_read_by_hand(path: Path) -> list[str]:
    """Read the words of an EPUB's spine without any of the program's code."""
    with zipfile.ZipFile(path) as book:
        package = book.read("EPUB/package.opf").decode()
        names = {m[1]: m[0] for m in re.findall(r'href="([^"]+)" id="([^"]+)"', package)}
        names |= dict(re.findall(r'<item id="([^"]+)" href="([^"]+)"', package))
        bodies = [
            re.sub(r"(?s).*<body[^>]*>|</body>.*", "", book.read(f"EPUB/{names[reference]}").decode())
            for reference in re.findall(r'<itemref idref="([^"]+)"', package)
        ]
    text = re.sub(
        r"(?s)<aside[^>]*footnote.*?</aside>|<a[^>]*noteref.*?</a>|<svg.*?</svg>", "", "\n".join(bodies)
    )
    text = re.sub(r"</?(?:b|i|em|strong|span|a|abbr|cite|q|small|sup)\b[^>]*>", "", text)
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).split()


def chunks_of_book(path: Path) -> list[list[Chunk]]:
    """Return the chunks of every chapter of a book."""
    book = read_epub(path)
    return [chunk_chapter(chapter, Speech(book.language), SIZE) for chapter in book.chapters]


def test_the_samples_words_are_all_in_its_chunks_in_order() -> None:
    """The committed book, read by ten lines of other code, has the same words in the same order."""
    words = [word for chunks in chunks_of_book(SAMPLE) for chunk in chunks for word in chunk.text.split()]

    expected = [word for word in words_read_by_hand(SAMPLE) if is_sayable(word)]
    assert [word for word in words if is_sayable(word)] == expected
    assert len(expected) > 2_000


_MARKUP = st.recursive(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).map(
        html.escape
    ),
    lambda inner: st.tuples(st.sampled_from(["em", "b", "span"]), inner, inner).map(
        lambda parts: f"{parts[1]} <{parts[0]}>{parts[2]}</{parts[0]}>"
    ),
    max_leaves=5,
)
_BODIES = st.lists(
    st.tuples(st.sampled_from(["p", "h2", "li", "div", "blockquote"]), _MARKUP).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    )
    | st.just("<hr/>"),
    min_size=1,
    max_size=8,
).map("\n".join)


@given(bodies=st.lists(_BODIES, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_books_words_are_all_in_its_chunks_in_order(
    bodies: list[str], make_epub: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any book, read by ten lines of other code, has the same letters in the same order."""
    bodies = ["<p>Begun.</p>", *bodies]
    path = make_epub(
        tmp_path_factory.getbasetemp() / "generated.epub",
        [(f"Chapter {number}", body) for number, body in enumerate(bodies)],
    )

    text = "".join(chunk.text for chunks in chunks_of_book(path) for chunk in chunks)

    letters = [character for character in "".join(words_read_by_hand(path)) if character.isalnum()]
    assert [character for character in text if character.isalnum()] == letters


@given(chapter=CHAPTERS)
@PROPERTY
def test_joined_chunks_are_the_chapter(chapter: Chapter) -> None:
    """Nothing is lost, said twice or moved, down to the last mark of every block that is said."""
    chunks = chunk_chapter(chapter, ENGLISH, SIZE)

    assert plain("".join(chunk.text for chunk in chunks)) == plain(
        "".join(block.text for block in spoken_blocks(chapter))
    )


@given(chapter=CHAPTERS)
@PROPERTY
def test_no_chunk_is_too_long_or_empty(chapter: Chapter) -> None:
    """The engine's limit holds for every chunk, and every chunk has something to say."""
    chunks = chunk_chapter(chapter, ENGLISH, SIZE)

    assert all(len(chunk.text) <= SIZE.most for chunk in chunks)
    assert all(is_sayable(chunk.text) for chunk in chunks)


@given(chapter=CHAPTERS, most=st.integers(100, 400))
@PROPERTY
def test_the_longest_chunk_can_be_chosen(chapter: Chapter, most: int) -> None:
    """It holds for every chunk, and the least goes with it."""
    size = SIZE.with_most(most)

    assert all(len(chunk.text) <= most for chunk in chunk_chapter(chapter, ENGLISH, size))
    assert size.standalone < size.least < size.most
    assert SIZE.with_most(0) == SIZE.with_most(SIZE.most) == SIZE


@given(chapter=CHAPTERS)
@PROPERTY
def test_no_chunk_crosses_a_heading_or_a_break(chapter: Chapter) -> None:
    """A heading is alone in its chunks, and what is between two pieces of a chunk is nothing."""
    for chunk in chunk_chapter(chapter, ENGLISH, SIZE):
        numbers = [piece.block for piece in chunk.pieces]

        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        kinds = [chapter.blocks[number].kind for number in numbers]
        assert kinds == [BlockKind.HEADING] or BlockKind.HEADING not in kinds


@given(chapter=CHAPTERS)
@PROPERTY
def test_chunks_are_whole_sentences(chapter: Chapter) -> None:
    """A cut is where a sentence ends, unless the sentence alone is longer than a chunk may be."""
    for chunk in chunk_chapter(chapter, ENGLISH, SIZE):
        for piece in chunk.pieces:
            spans = sentence_spans(chapter.blocks[piece.block].text, "en")
            cut = [(a, b) for a, b in spans if a < piece.start < b or a < piece.end < b]
            assert all(end - start > SIZE.most for start, end in cut)


@given(chapter=CHAPTERS)
@PROPERTY
def test_pieces_say_where_a_chunk_stands(chapter: Chapter) -> None:
    """A chunk's text is its pieces of the chapter's blocks, a newline between two."""
    for chunk in chunk_chapter(chapter, ENGLISH, SIZE):
        parts = [chapter.blocks[piece.block].text[piece.start : piece.end] for piece in chunk.pieces]

        assert chunk.text == "\n".join(parts)


def expected_ending(chunk: Chunk, blocks: Sequence[Block]) -> set[Ending]:
    """Work out from the blocks alone what may end where a chunk ends."""
    last = chunk.pieces[-1]
    following = blocks[last.block + 1 :]
    if last.end < len(blocks[last.block].text):
        return {Ending.CLAUSE, Ending.SENTENCE}
    if not any(is_sayable(block.text) for block in following):
        return {Ending.CHAPTER}
    if blocks[last.block].kind is BlockKind.HEADING:
        return {Ending.HEADING}
    return {Ending.PARAGRAPH if is_sayable(following[0].text) else Ending.SCENE}


@given(chapter=CHAPTERS)
@PROPERTY
def test_endings_tell_what_ends(chapter: Chapter) -> None:
    """The pause after each chunk follows from what ends there: chapter, heading, scene, paragraph ..."""
    for chunk in chunk_chapter(chapter, ENGLISH, SIZE):
        assert chunk.ending in expected_ending(chunk, chapter.blocks)


@given(chapter=CHAPTERS, places=st.tuples(st.floats(0, 1), st.floats(0, 1)))
@PROPERTY
def test_what_is_sayable_leads_back_to_the_blocks(chapter: Chapter, places: tuple[float, float]) -> None:
    """Any part of what is said names the blocks that hold its words, where no rule spells words out."""
    for chunk in chunk_chapter(chapter, Speech("nl"), SIZE):
        start, end = sorted(round(place * len(chunk.spoken)) for place in places)

        found = chunk.source_of(start, end, chapter.blocks)

        text = "".join(block.text[first:last] for block, first, last in found)
        said = re.findall(r"[^\W_]", chunk.spoken[start:end])
        assert re.findall(r"[^\W_]", text) == said
        assert all(any(block is of for of in chapter.blocks) for block, _, _ in found)


def test_a_word_leads_back_to_its_own_characters() -> None:
    """Found in what is said, a word is found in the block, behind all that was spelled out before it."""
    blocks = (
        Block(BlockKind.VERSE, "The ﬁrst oﬃce--\nclosed"),
        Block(BlockKind.PARAGRAPH, "The duck stayed."),
    )
    [chunk] = chunk_chapter(Chapter("One", blocks), ENGLISH, SIZE)
    start = chunk.spoken.index("duck")

    found = chunk.source_of(start, start + len("duck"), blocks)

    assert found == [(blocks[1], 4, 8)]


def paragraph(*sentences: int) -> Block:
    """Make a paragraph of sentences of these lengths in characters."""
    return Block(BlockKind.PARAGRAPH, " ".join("S" + "o" * (length - 2) + "." for length in sentences))


@pytest.mark.parametrize(
    ("blocks", "lengths"),
    [
        ([paragraph(250), paragraph(250)], [250, 250]),
        ([paragraph(90), paragraph(90), paragraph(90)], [272]),
        ([paragraph(30), paragraph(250)], [281]),
        ([paragraph(100), paragraph(250)], [100, 250]),
        ([paragraph(120, 90, 110, 90)], [211, 201]),
        ([paragraph(340, 340)], [340, 340]),
        ([paragraph(349), paragraph(10)], [349, 10]),
        ([paragraph(174), paragraph(175)], [350]),
        ([paragraph(175), paragraph(175)], [175, 175]),
        ([paragraph(350)], [350]),
        ([], []),
    ],
)
def test_paragraphs_are_packed_to_a_breath_of_reading(blocks: list[Block], lengths: list[int]) -> None:
    """Short paragraphs go together, long ones alone, and longer ones are cut into even parts."""
    chunks = chunk_chapter(Chapter("One", tuple(blocks)), ENGLISH, SIZE)

    assert [len(chunk.text) for chunk in chunks] == lengths


def test_a_sentence_too_long_is_cut_at_its_best_mark() -> None:
    """A semicolon near the middle is taken before a comma, and a comma before a space."""
    half = "word " * 45
    text = f"{half}end; {half}end, and {half}end."
    chunks = chunk_chapter(Chapter("One", (Block(BlockKind.PARAGRAPH, text),)), ENGLISH, SIZE)

    assert [chunk.text[-4:] for chunk in chunks] == ["end;", "end,", "end."]
    assert [chunk.ending for chunk in chunks] == [Ending.CLAUSE, Ending.CLAUSE, Ending.CHAPTER]


def test_a_long_speech_is_cut_where_its_sentences_end() -> None:
    """Quotation marks around many sentences do not make them one."""
    speech = "“" + " ".join(f"I was the duck of number {number} in the north." for number in range(12)) + "”"
    chunks = chunk_chapter(Chapter("One", (Block(BlockKind.PARAGRAPH, speech),)), ENGLISH, SIZE)

    assert len(chunks) > 1
    assert [chunk.text[-1] for chunk in chunks] == [*"." * (len(chunks) - 1), "”"]


def test_one_endless_word_is_cut_all_the_same() -> None:
    """A text without any space must not stop a render: it is cut to size and keeps its letters."""
    chunks = chunk_chapter(Chapter("One", (Block(BlockKind.PARAGRAPH, "a" * 2_000),)), ENGLISH, SIZE)

    assert "".join(chunk.text for chunk in chunks) == "a" * 2_000
    assert max(len(chunk.text) for chunk in chunks) <= SIZE.most


def test_endings_of_a_small_chapter() -> None:
    """Heading, paragraph, scene and chapter each end as what they are; marks alone are a scene break."""
    kinds = [
        (BlockKind.HEADING, "The Duck"),
        (BlockKind.PARAGRAPH, "w " * 140),
        (BlockKind.PARAGRAPH, "w " * 140),
        (BlockKind.SCENE_BREAK, ""),
        (BlockKind.PARAGRAPH, "w " * 140),
        (BlockKind.PARAGRAPH, "* * *"),
        (BlockKind.PARAGRAPH, "The end."),
        (BlockKind.HEADING, "II"),
        (BlockKind.PARAGRAPH, "Over."),
        (BlockKind.SCENE_BREAK, ""),
    ]
    chapter = Chapter("One", tuple(Block(kind, text.strip()) for kind, text in kinds))

    endings = [chunk.ending.value for chunk in chunk_chapter(chapter, ENGLISH, SIZE)]

    assert endings == ["heading", "paragraph", "scene", "scene", "paragraph", "heading", "chapter"]


def edited(chapter: Chapter, number: int, word: str) -> Chapter:
    """Replace the word in the middle of a block by another."""
    block = chapter.blocks[number]
    words = block.text.split(" ")
    words[len(words) // 2] = word
    blocks = list(chapter.blocks)
    blocks[number] = replace(block, text=" ".join(words))
    return replace(chapter, blocks=tuple(blocks))


@pytest.mark.parametrize("word", ["rain", "gentlemanly"])
def test_one_edited_word_changes_one_chunk(word: str) -> None:
    """All other takes of the sample stay good after a word in the middle of it is edited."""
    book = read_epub(SAMPLE)
    chapter = next(chapter for chapter in book.chapters if chapter.title == "High Pressure")
    middle = max(range(len(chapter.blocks)), key=lambda n: len(chapter.blocks[n].text))
    before = [chunk.spoken for chunk in chunk_chapter(chapter, Speech(book.language), SIZE)]

    after = [
        chunk.spoken for chunk in chunk_chapter(edited(chapter, middle, word), Speech(book.language), SIZE)
    ]

    assert len(after) == len(before)
    assert sum(new != old for new, old in zip(after, before, strict=True)) == 1


def test_an_edit_stays_near_where_it_was_made() -> None:
    """Whichever paragraph of the sample is edited, hardly any other chunk is made anew."""
    book = read_epub(SAMPLE)
    changed = []
    for chapter in book.chapters:
        before = {chunk.spoken for chunk in chunk_chapter(chapter, Speech(book.language), SIZE)}
        for number, block in enumerate(chapter.blocks):
            if block.kind is BlockKind.PARAGRAPH and len(block.text.split()) > 2:
                after = chunk_chapter(edited(chapter, number, "gentlemanly"), Speech(book.language), SIZE)
                changed.append(sum(chunk.spoken not in before for chunk in after))

    assert len(changed) > 50
    assert sum(changed) <= 1.2 * len(changed)


@given(chapter=CHAPTERS)
@PROPERTY
def test_a_lexicon_moves_no_chunk(chapter: Chapter) -> None:
    """Where chunks end follows from the text as written, however long a respelling is."""
    long = "a very long way of saying it. " * 9
    lexicon = Lexicon((new_entry("rain", long), new_entry("Dr.", "Doctor"), new_entry("gone", "x")))
    before = chunk_chapter(chapter, ENGLISH, SIZE)

    after = chunk_chapter(chapter, Speech("en", lexicon), SIZE)

    assert [(chunk.text, chunk.pieces, chunk.ending) for chunk in after] == [
        (chunk.text, chunk.pieces, chunk.ending) for chunk in before
    ]


def _told(chapter: Chapter, data: st.DataObject) -> Chapter:
    """A chapter with spans of two speakers, anywhere."""
    blocks = []
    for block in chapter.blocks:
        edges = sorted(data.draw(st.sets(st.integers(0, len(block.text)), max_size=6)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        names = data.draw(st.lists(st.sampled_from(["Anna", "Ben"]), min_size=3, max_size=3))
        spans = tuple(Span(*pair, name) for pair, name in zip(pairs, names, strict=False))
        blocks.append(replace(block, spans=spans))
    return replace(chapter, blocks=tuple(blocks))


@PROPERTY
@given(CHAPTERS, st.data())
def test_whoever_speaks_every_word_is_said_once_and_in_order(chapter: Chapter, data: st.DataObject) -> None:
    """Spans part the chunks and lose nothing, wherever they begin and end."""
    told = _told(chapter, data)

    chunks = chunk_chapter(told, ENGLISH, SIZE)

    assert plain("".join(c.text for c in chunks)) == plain("".join(b.text for b in spoken_blocks(told)))
    assert all(len(chunk.text) <= SIZE.most for chunk in chunks)
    for chunk in chunks:
        for piece in chunk.pieces:
            block = told.blocks[piece.block]
            said = {span.speaker for span in block.spans if _says(span, piece, block)}
            assert said <= {chunk.speaker}


def _says(span: Span, piece: Piece, block: Block) -> bool:
    """Whether a speaker says anything of a piece."""
    return is_sayable(block.text[max(span.start, piece.start) : min(span.end, piece.end)])


def test_a_quotation_is_a_chunk_of_its_speaker() -> None:
    """The narrator says who said it; marks go with the words beside them, and a sentence may go on."""
    text = "“I can't stay,” said Anna. “Not in this rain.” She left."
    spans = (Span(1, 14, "Anna"), Span(text.index("Not"), text.index("”", 20), "Anna"))
    chapter = Chapter("One", (Block(BlockKind.PARAGRAPH, text, spans=spans),))

    chunks = chunk_chapter(chapter, ENGLISH, SIZE)

    assert [(chunk.speaker, chunk.text, chunk.ending) for chunk in chunks] == [
        ("Anna", "“I can't stay,", Ending.CLAUSE),
        ("", "” said Anna. “", Ending.CLAUSE),
        ("Anna", "Not in this rain.", Ending.SENTENCE),
        ("", "” She left.", Ending.CHAPTER),
    ]


def test_paragraphs_of_one_speaker_share_chunks_and_those_of_two_do_not() -> None:
    """As paragraphs of the narrator do."""
    texts = [("Anna", "No."), ("Anna", "Never."), ("Ben", "Why?"), ("", "It rained.")]
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, text, spans=(Span(0, len(text), who),) if who else ())
        for who, text in texts
    )

    chunks = chunk_chapter(Chapter("One", blocks), ENGLISH, SIZE)

    assert [(c.speaker, c.text) for c in chunks] == [
        ("Anna", "No.\nNever."),
        ("Ben", "Why?"),
        ("", "It rained."),
    ]
