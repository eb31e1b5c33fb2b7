"""Tests of what German and the Romance languages share: no text breaks the rules, none keeps a figure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.script.normalise import normalise, spoken_form
from vox1.script.normalise.abbreviations import Abbreviations
from vox1.script.normalise.european import figure
from vox1.script.normalise.french_words import ABBREVIATIONS as FRENCH
from vox1.script.normalise.german_words import ABBREVIATIONS as GERMAN
from vox1.script.normalise.italian_words import ABBREVIATIONS as ITALIAN
from vox1.script.normalise.portuguese_words import ABBREVIATIONS as PORTUGUESE
from vox1.script.normalise.spanish_words import ABBREVIATIONS as SPANISH

LANGUAGES = ("de", "es", "fr", "it", "pt", "pt-PT")
PIECES = st.sampled_from(
    """
    1 2. 3, 21 100 007 1.234,56 1,234.56 1914–18 3/4 ½ 2½ 14:30 14h30 3.5.1923 2003-03-02 24/7 1° 2º 3ª
    4e XIV IV. I V C MCMXC Ludwig Louis Luigi Felipe João Kapitel Chapitre capítulo capitolo siglo
    siècle secolo século € $ R$ £ % ° °C km m² kg Mio. millions millones milioni milhões Uhr h z. B. M.
    Sr. S. D. etc. usw. ecc. D.H. a@b.de www.x.org @du +49 (0) - – — & @ + = # NATO CDU GmbH HALT ’68
    '800 der am la el il o und y e et ( ) « » „ “ . , : ; ! ? / \\ | [1] ²
    """.split()  # noqa: SIM905 - a table of pieces is easier to read so
)
TEXTS = st.lists(PIECES | st.sampled_from([" ", " ", "\n", "\u00a0"]), max_size=24).map("".join)
BREAKERS = (
    "1",
    "1 ",
    "1.",
    "1,",
    "1/",
    "1-",
    "1:",
    "000 ",
    "IV ",
    "I",
    "A",
    "a.",
    "$",
    "°",
    "12h",
    "@a",
    "St. ",
    "3. und ",
    "1 1/",
    "Louis ",
    "12.30 \n",
    " ",
    "\n",
    "(",
    "’",
    "Tel. 1",
    "le 5 ",
    "1°",
    "½",
    "a-",
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=TEXTS | st.text(max_size=60))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_text_breaks_the_rules_or_keeps_a_figure(language: str, text: str) -> None:
    """Whatever a book holds, it is said, and every digit in it has become words."""
    assert not re.search(r"\d", normalise(text, language))


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_alignment_leads_back(language: str, text: str) -> None:
    """What was not edited equals what is written."""
    spoken, alignment = spoken_form(text, language)

    for place, character in enumerate(spoken):
        start, end = alignment.source_span(place, place + 1)
        edited = any(edit.start <= place < edit.end for edit in alignment.edits)
        assert edited or text[start:end] == character


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(alphabet="abcdefghilmnoprstuvzàéèíòçãñüß ,;", max_size=80))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_words_without_signs_stay(language: str, text: str) -> None:
    """A text of small letters has nothing to say otherwise, but for the short forms that are words."""
    if not re.search(r"(?<!\w)(?:no|nos|càd|c|p|m|st|bd|id)(?!\w)", text):
        assert normalise(text, language) == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", BREAKERS)
def test_a_hostile_text_is_said_in_time(language: str, piece: str) -> None:
    """No pattern goes back over what it has read; half a minute's work would time the suite out."""
    assert isinstance(normalise(piece * (10_000 // len(piece)), language), str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_have_names_of_their_own(language: str) -> None:
    """Any rule can be switched off: without the cardinals, a number stays as it is written."""
    assert spoken_form("xyz 12 xyz", language, without=frozenset({"cardinal"}))[0] == "xyz 12 xyz"


@pytest.mark.parametrize(
    ("language", "table"),
    [("de", GERMAN), ("es", SPANISH), ("fr", FRENCH), ("it", ITALIAN), ("pt", PORTUGUESE)],
)
def test_an_abbreviation_is_known_with_and_without_a_capital_and_a_point(
    language: str, table: Abbreviations
) -> None:
    """However a book writes an abbreviation, it is said, wherever it stands: French "No. 5" was an error."""
    written = [*table.anywhere, *table.may_end, *table.before_name, *table.before_number]
    for form in (shape for word in written for shape in (word, word.capitalize(), word.lower())):
        for context in ("{} 5", "{}. 5", "{} Anna", "{}. Anna", "{}", "{}. IV"):
            assert normalise(context.format(form), language)


@pytest.mark.parametrize(
    ("written", "whole", "part"),
    [
        ("1.234.567", "1234567", ""),
        ("1.234,56", "1234", "56"),
        ("1 234,5", "1234", "5"),
        ("1,234.56", "1234", "56"),
        ("1’000", "1000", ""),
        ("3.5", "3", "5"),
        ("0.500", "0", "500"),
        ("12,345", "12", "345"),
    ],
)
def test_marks_tell_thousands_from_decimals(written: str, whole: str, part: str) -> None:
    """A point before three digits groups them, a comma begins the decimals, and English is understood."""
    taken_apart = figure(written)

    assert taken_apart is not None
    assert (taken_apart.whole, taken_apart.part) == (whole, part)


def test_several_numbers_are_no_figure() -> None:
    """A section's number is said part by part."""
    assert figure("3.2.1") is None
    assert normalise("Siehe 3.2.1 oben", "de") == "Siehe drei Punkt zwei Punkt eins oben"


def test_portugal_counts_its_own_way() -> None:
    """Sixteen and a thousand million differ between Brazil and Portugal."""
    assert normalise("16 e 1.000.000.000", "pt") == "dezesseis e um bilhão"
    assert normalise("16 e 1.000.000.000", "pt-PT") == "dezasseis e mil milhões"
