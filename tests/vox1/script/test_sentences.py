"""Tests of where a sentence ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.script.sentences import sentence_spans, split_sentences

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "sentences.txt"
LANGUAGES = (
    "en",
    "en-GB",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "ru",
    "ja",
    "zh",
    "hi",
    "ar",
    "",
    "xx",
    "en_US",
    "😀",
)


def golden_cases() -> list[tuple[str, list[str]]]:
    """Return the golden file's cases: a language and the sentences of its text."""
    _, *cases = GOLDEN.read_text(encoding="utf-8").strip().split("\n\n")
    return [(lines[0].strip("[]"), lines[1:]) for lines in (case.split("\n") for case in cases)]


@pytest.mark.parametrize(("language", "expected"), golden_cases())
def test_hard_cases_end_where_a_careful_reader_ends_them(language: str, expected: list[str]) -> None:
    """Abbreviations, initials, numbers, quotations and other languages are split as in the golden file."""
    text = ("" if language in {"ja", "zh"} else " ").join(expected)

    assert split_sentences(text, language) == expected


def test_the_golden_file_holds_its_cases() -> None:
    """A golden file that was emptied or misread must not pass by having nothing to check."""
    assert len(golden_cases()) > 50
    assert {"en", "de", "es", "fr"} <= {language for language, _ in golden_cases()}


def plain(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


# Text made to be hard: marks, quotation marks, numbers and line ends in any order.
_MARKS = st.sampled_from(
    [
        *".!?…,;:—-'\"“”‘’«»()[]„¿¡。！？」।",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\x85",
        "\x1c",
        "...",
        ". . .",
    ]
)
_WORDS = st.sampled_from(
    ["Dr.", "J.", "I", "IV.", "p.m.", "U.S.", "no.", "3.14", "1.", "(a)", "word", "Word", "é", "東京"]
)
HARD_TEXTS = st.lists(_MARKS | _WORDS, max_size=40).map("".join)


@given(text=HARD_TEXTS | st.text(max_size=200), language=st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_character_is_lost_or_moved(text: str, language: str) -> None:
    """Whatever the text, its sentences joined are the text, but for white space."""
    sentences = split_sentences(text, language)

    assert plain("".join(sentences)) == plain(text)
    assert all(sentence == sentence.strip() != "" for sentence in sentences)


@given(text=HARD_TEXTS, language=st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_spans_are_where_the_sentences_stand(text: str, language: str) -> None:
    """Spans are in order, do not overlap, and nothing but white space is between them."""
    spans = sentence_spans(text, language)

    bounds = [0, *(place for span in spans for place in span), len(text)]
    assert bounds == sorted(bounds)
    assert [text[start:end] for start, end in spans] == split_sentences(text, language)
    between = [text[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2)]
    assert "".join(between).strip() == ""


@given(text=HARD_TEXTS, language=st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_marks_alone_are_no_sentence(text: str, language: str) -> None:
    """Only a text without any letter or digit is a sentence without one: a voice cannot say marks."""
    sentences = split_sentences(text, language)

    if any(character.isalnum() for character in text):
        assert all(any(character.isalnum() for character in part) for part in sentences[1:])


def test_a_newline_ends_a_sentence() -> None:
    """Lines of verse are told apart even where nothing but the line ends."""
    assert split_sentences("The rain falls\nthe duck stays", "en") == ["The rain falls", "the duck stays"]


def test_a_list_number_stays_with_what_it_numbers() -> None:
    """Said alone, "one." would be a sentence of its own with a pause after it."""
    assert split_sentences("1. Take bread. 2. Cut it.", "en") == ["1. Take bread.", "2. Cut it."]


def test_white_space_alone_has_no_sentences() -> None:
    """There is nothing to say in an empty or blank text."""
    assert [split_sentences(text, "en") for text in ("", " ", "\n\n", "\t\u00a0")] == [[], [], [], []]


def test_a_long_text_is_split_in_time() -> None:
    """A book in one paragraph takes seconds at most: the work grows with the text, not with its square."""
    text = "“Dr. Finch said nothing. (He left.) " * 5_000

    assert len(split_sentences(text, "en")) > 5_000
