"""Tests of where a sentence ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.script.abbreviations import ABBREVIATIONS
from vox1.script.first_words import FIRST_WORDS
from vox1.script.sentences import sentence_spans, split_sentences

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "sentences.txt"
FICTION = GOLDEN.with_name("sentences-of-fiction.txt")
SIX = ("en", "de", "fr", "es", "it", "pt")
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


def golden_cases(file: Path) -> list[tuple[str, list[str]]]:
    """Return a golden file's cases: a language and the sentences of its text."""
    _, *cases = file.read_text(encoding="utf-8").strip().split("\n\n")
    return [(lines[0].strip("[]"), lines[1:]) for lines in (case.split("\n") for case in cases)]


@pytest.mark.parametrize(("language", "expected"), golden_cases(GOLDEN) + golden_cases(FICTION))
def test_hard_cases_end_where_a_careful_reader_ends_them(language: str, expected: list[str]) -> None:
    """Abbreviations, initials, numbers, quotations and other languages are split as in the golden files."""
    text = ("" if language in {"ja", "zh"} else " ").join(expected)

    assert split_sentences(text, language) == expected


def test_the_golden_files_hold_their_cases() -> None:
    """A golden file that was emptied or misread must not pass by having nothing to check."""
    languages = [language for language, _ in golden_cases(FICTION)]

    assert len(golden_cases(GOLDEN)) > 50
    assert all(languages.count(language) >= 25 for language in SIX)


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


PLAIN_WORDS = ("stone", "river", "lamp", "winter", "garden", "horse")
PLAIN_SENTENCES = st.lists(st.sampled_from(PLAIN_WORDS), min_size=2, max_size=6).flatmap(
    lambda words: st.sampled_from(
        [" ".join(words).capitalize() + mark for mark in (".", "!", "?", "…", "?!")]
    )
)


@given(sentences=st.lists(PLAIN_SENTENCES, min_size=1, max_size=6), language=st.sampled_from(SIX))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_plain_sentences_come_back_as_they_were_joined(sentences: list[str], language: str) -> None:
    """Where nothing is in doubt, each mark before a capital ends a sentence, in every language."""
    assert split_sentences(" ".join(sentences), language) == sentences


@pytest.mark.parametrize("language", sorted(ABBREVIATIONS))
def test_what_leads_on_never_ends_a_sentence(language: str) -> None:
    """No title is cut from its name, in any language that has a list."""
    for title in ABBREVIATIONS[language].leading:
        text = f"Anna {title}. Lamp winter."
        assert split_sentences(text, language) == [text]


@pytest.mark.parametrize("language", sorted(ABBREVIATIONS))
def test_what_numbers_is_not_cut_from_its_number(language: str) -> None:
    """A page ("p. 5") or a volume ("vol. II") stays whole, in any language that has a list."""
    for noun in ABBREVIATIONS[language].numbering:
        for number in ("5", "XIV"):
            text = f"Anna {noun}. {number} winter."
            assert split_sentences(text, language) == [text]


@pytest.mark.parametrize("language", SIX)
def test_a_company_ends_a_sentence_before_a_first_word_only(language: str) -> None:
    """What follows "Corp." may be one name with it; an article after it begins a sentence."""
    for word in sorted(FIRST_WORDS[language]):
        if word.isalpha() and len(word) > 2:
            begun = f"{word.capitalize()} stone."
            assert split_sentences(f"Anna left Lamp Corp. {begun}", language) == [
                "Anna left Lamp Corp.",
                begun,
            ]
    assert len(split_sentences("Anna left Lamp Corp. Winter stone.", language)) == 1


def test_sentences_with_no_space_between_are_told_apart() -> None:
    """Scanned and converted books lose spaces; a domain name or a version number has none to lose."""
    assert split_sentences("He ran to the lake.The boat was gone.", "en") == [
        "He ran to the lake.",
        "The boat was gone.",
    ]
    assert split_sentences("“Stop!”“No!” he said.", "en") == ["“Stop!”", "“No!” he said."]
    for whole in ("Ask at lamp.The-Net today.", "See lamp.example.org now.", "It is Lamp.Net now."):
        assert split_sentences(whole, "en") == [whole]


def test_a_straight_quotation_mark_between_spaces_goes_with_the_one_it_pairs() -> None:
    """Some French books set spaces inside straight marks, which then look alike on both sides."""
    sentences = ['Il dit : " Viens. "', '" Non. "', "Elle rit."]

    assert split_sentences(" ".join(sentences), "fr") == sentences


def test_a_mark_of_no_width_does_not_hide_the_space() -> None:
    """Some publishers set a word joiner beside dashes and ellipses."""
    assert split_sentences("It was the end.\u2060—The lamp went out.", "en") == [
        "It was the end.",
        "\u2060—The lamp went out.",
    ]


def test_a_footnote_number_stays_with_its_sentence() -> None:
    """A number set high after the full stop is the sentence's, not the next one's."""
    assert split_sentences("He left.² She stayed.[3] Nobody spoke.", "en") == [
        "He left.²",
        "She stayed.[3]",
        "Nobody spoke.",
    ]


def test_initials_stay_with_the_name_in_other_alphabets() -> None:
    """A capital alone is an initial in Greek and Cyrillic too."""
    for language, text in (("ru", "Пришёл И. С. Тургенев."), ("el", "Ήρθε ο Κ. Καβάφης.")):
        assert split_sentences(text, language) == [text]


HOSTILE = {
    "no full stop": "a" * 1_000_000,
    "words and no full stop": "stone " * 170_000,
    "nothing but full stops": "." * 1_000_000,
    "full stops and a word": "." * 1_000_000 + "x",
    "spaced full stops": "a" + " ." * 500_000,
    "full stops without spaces": ".x" * 200_000,
    "initials": "A. " * 100_000,
    "list numbers": "1.\n" * 100_000,
    "straight quotation marks": 'a. " ' * 100_000,
    "quotation marks without words": '." ' * 200_000,
    "brackets": "(" * 500_000 + "a. " + "(" * 500_000,
    "dashes": "a. " + "- " * 500_000 + "B",
    "spaces": "a." + " " * 1_000_000 + "B",
    "empty lines": "\n" * 500_000,
    "lines of marks": "***\n" * 100_000,
    "titles": "Mr. " * 100_000,
    "small letters": "Stone. river " * 80_000,
    "small letters in small quotations": 'stone." and "river. ' * 50_000,
    "speakers": "“A!” Aa Bb Cc Dd Ee " * 20_000,
    "ideographic full stops": "。" * 500_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_makes_the_work_grow_with_its_square(text: str) -> None:
    """Each of these takes a second or so; work that grew with the square would take hours."""
    sentences = split_sentences(text, "en")

    assert plain("".join(sentences)) == plain(text)


def test_a_long_text_is_split_in_time() -> None:
    """A book in one paragraph takes seconds at most: the work grows with the text, not with its square."""
    text = "“Dr. Finch said nothing. (He left.) " * 5_000

    assert len(split_sentences(text, "en")) > 5_000
