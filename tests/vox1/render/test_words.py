"""Tests of the words, with transcripts made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.render.words import compare, fold

TEXT = "The rain had stopped. Nora opened the old book on the bar. Nobody said a word about it."


def test_what_was_heard_as_written_has_no_errors() -> None:
    """Case, punctuation and line ends are not heard."""
    comparison = compare(
        TEXT, "the rain had stopped nora opened the old book on the bar\nnobody said a word about it"
    )

    assert comparison.error_rate == 0.0
    assert comparison.reasons == ()


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("two hundred and five", "205"),
        ("nineteen eighty-four", "1984"),
        ("1,234 men", "one thousand two hundred and thirty four men"),
        ("on the twenty-first", "On the 21"),
        ("three million", "3,000,000"),
        ("Mr. O’Neil", "mister O'Neil"),
        ("café", "cafe"),
        ("ＡＢＣ", "abc"),
        ("one, two, three", "1 2 3"),
        ("zero", "0"),
    ],
)
def test_spellings_of_the_same_speech_fold_to_the_same_words(written: str, heard: str) -> None:
    """Numbers, titles, accents, wide letters."""
    assert fold(written) == fold(heard)


def test_a_script_without_spaces_is_compared_by_characters() -> None:
    """There is no other way to count words in it."""
    assert fold("中文。") == ["中", "文"]


def test_a_name_spelt_otherwise_is_heard() -> None:
    """Recognisers spell as they please."""
    assert compare("Tunnicliffe waited.", "Tunnicliff waited").error_rate == 0.0


def test_a_lost_sentence_is_named() -> None:
    """The listener reads which."""
    comparison = compare(TEXT, "The rain had stopped. Nobody said a word about it.")

    assert comparison.missing_sentences == ("Nora opened the old book on the bar.",)
    assert comparison.reasons == ("this was not heard: Nora opened the old book on the bar.",)


def test_a_sentence_heard_twice_is_named() -> None:
    """Only the one that the text has once."""
    comparison = compare(TEXT, TEXT.replace("Nobody", "Nora opened the old book on the bar. Nobody"))

    assert comparison.repeated_sentences == ("Nora opened the old book on the bar.",)
    assert comparison.reasons == ("this was heard twice: Nora opened the old book on the bar.",)


def test_a_refrain_of_the_text_may_be_heard_as_often() -> None:
    """What the text says twice is not a repeat."""
    refrain = "Round and round it went. " * 3

    assert compare(refrain, refrain).reasons == ()


def test_babble_is_told_by_its_error_rate() -> None:
    """Words enough, but others."""
    comparison = compare("He counted four of the spoons.", "he counted red of some boats")

    assert comparison.reasons == ("50 % of its words were not heard as written",)


def test_a_long_run_of_other_words_is_told() -> None:
    """Half a sentence is neither a missing sentence nor a high error rate."""
    text = f"{TEXT} {' '.join(f'word{letter}' for letter in 'abcdefghijklmnop')} and then it was over."
    cut = text.replace("wordd worde wordf wordg wordh wordi ", "")

    assert compare(text, cut).reasons == ("6 words in a row were not heard",)
    assert compare(cut, text).reasons == ("6 words in a row were heard that are not in the text",)


def test_errors_are_wrong_missing_and_added_words() -> None:
    """Between two words that were heard, what can pair up is wrong."""
    comparison = compare("one cat sat on a red mat", "one dog sat on a mat today")

    assert (comparison.wrong, comparison.missing, comparison.added) == (1, 1, 1)
    assert comparison.error_rate == pytest.approx(3 / 7)


@pytest.mark.parametrize(("text", "heard"), [("", ""), ("", "noise"), ("Yes.", ""), ("…", "…")])
def test_texts_without_words_are_compared_too(text: str, heard: str) -> None:
    """Nothing raises; a word of one syllable that was not heard is an error."""
    assert compare(text, heard).words == len(fold(text))


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(text: str, heard: str) -> None:
    """And every word to be said is heard, wrong or missing."""
    comparison = compare(text, heard)

    assert comparison.wrong + comparison.missing <= comparison.words
    assert comparison.error_rate >= 0.0


@pytest.mark.parametrize(
    "text", ["0.0", "It was 1984. 12 of them left.", "They asked two hundred. Five came."]
)
def test_numbers_on_both_sides_of_a_point_are_heard(text: str) -> None:
    """A number ends with its sentence, in the text and in what was heard."""
    assert compare(text, text).error_rate == 0.0


@settings(deadline=None)
@given(st.text(max_size=120))
def test_a_text_that_is_heard_as_it_is_has_no_errors(text: str) -> None:
    """Whatever its script."""
    assert compare(text, text).error_rate == 0.0
