"""Tests of speech: the lexicon's words are said as the listener wants, and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from booksmith_module.alignment import Alignment, substitute
from vox1.script import speech
from vox1.script.lexicon import Lexicon, new_entry
from vox1.script.normalise import spoken_form
from vox1.script.speech import Speech

PROPERTY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LEXICON = Lexicon(
    (new_entry("Hermione", "her-MY-oh-nee"), new_entry("Tom Riddle", "TOM RID-dl", "en")),
    (new_entry("may", "m. 5--"), new_entry(r"X(\d)", r"ex \1", is_regex=True)),
)
TOKENS = st.sampled_from(
    [
        "Hermione",
        "Hermione’s",
        "Tom",
        "Riddle",
        "Tom Riddle",
        "may",
        "X5",
        "rain",
        "--",
        "...",
        "\n",
        "5",
        "VIII",
        "10%",
        "Dr.",
        "1/2",
        "*",
        "ﬁ",
        "—",
        "”",
        ",",
        "é",
        "$3",
    ]
)
TEXTS = st.lists(TOKENS, max_size=20).map(" ".join) | st.lists(TOKENS, max_size=20).map("".join)


def wide(text: str, language: str, *, without: frozenset[str] = frozenset()) -> tuple[str, Alignment]:
    """Normalise as a rule with wide reach does: every number with all words around it in one edit."""
    del language, without
    words = {"5": "five", "1/2": "one half", "$3": "three dollars", "X5": "X five"}
    pattern = re.compile(r"(?:[\w’]+ )*(?:5|1/2|\$3|X5)(?: [\w’]+)*")
    return substitute(
        pattern, lambda m: " ".join(words.get(word, word) for word in m.group().split(" ")), text
    )


def fused(text: str, language: str, *, without: frozenset[str] = frozenset()) -> tuple[str, Alignment]:
    """Normalise as a rule does that says a number before what stands before it, both changed."""
    del language, without
    return substitute(re.compile(r"(\w+) (5|10%)"), lambda m: f"the five-{m[1].upper()}", text)


def rebuilt(source: str, text: str, alignment: Alignment) -> str:
    """Make a text from its source by an alignment alone: equal outside the edits."""
    parts, read = [], 0
    for edit in alignment.edits:
        assert read <= edit.source_start <= edit.source_end
        parts += [source[read : edit.source_start], text[edit.start : edit.end]]
        read = edit.source_end
    return "".join([*parts, source[read:]])


def test_a_word_is_said_as_the_listener_wants() -> None:
    """The rest of the sentence is said by the rules, before and after it."""
    said, alignment = Speech("en", LEXICON).spoken("It was--Hermione’s, not Tom Riddle’s...")

    assert said == "It was—her-MY-oh-nee’s, not TOM RID-dl’s…"
    start = said.index("her-MY")
    assert alignment.source_span(start, start + len("her-MY-oh-nee")) == (8, 16)
    assert alignment.source_span(said.index("not"), said.index("not") + 3) == (20, 23)
    assert alignment.source_span(said.index("—"), said.index("—") + 1) == (6, 8)


def test_a_respelling_is_not_normalised() -> None:
    """It is what the voice is given, down to its marks."""
    assert Speech("en", LEXICON).spoken("It may.")[0] == "It m. 5--."


def test_without_a_word_of_the_lexicon_a_text_is_said_by_the_rules() -> None:
    """To the last edit."""
    text = "A ﬁne day--\nand more..."
    assert Speech("en", LEXICON).spoken(text) == Speech("en").spoken(text) == spoken_form(text, "en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Henry VIII’s Dr. Smith", "ON-ree the Eighth’s Doctor SMYTH"),
        ("On May 5th, 1990.", "On MEH fifth, nineteen ninety."),
        ("Smith & Co. had 5 km", "SMYTH and Company had five K"),
    ],
)
def test_what_the_rules_make_of_a_words_neighbours_stays(text: str, said: str) -> None:
    """A number after a king's name is his number, and after a month's its day."""
    words = [("Henry", "ON-ree"), ("Smith", "SMYTH"), ("May", "MEH"), ("km", "K")]
    lexicon = Lexicon(tuple(new_entry(*word) for word in words))

    assert Speech("en", lexicon).spoken(text)[0] == said


def test_an_entry_holds_in_its_language_only() -> None:
    """Elsewhere the word is said as the voice has it."""
    assert Speech("de", LEXICON).spoken("Tom Riddle may")[0] == "Tom Riddle m. 5--"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Then Hermione 5 times", "Then HER five times"),
        ("5 Hermione", "five HER"),
        ("Hermione", "HER"),
        ("rain 5 Hermione rain 1/2 rain", "rain five HER rain one half rain"),
        ("Hermione Hermione 5", "HER HER five"),
    ],
)
def test_a_rule_that_takes_in_a_word_and_its_neighbours_loses_none_of_them(
    text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it left as it was is not taken for changed."""
    monkeypatch.setattr(speech, "spoken_form", wide)
    lexicon = Lexicon((new_entry("Hermione", "HER"),))

    assert Speech("en", lexicon).spoken(text)[0] == said


def test_a_rule_that_changes_a_word_with_its_neighbours_is_done_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The neighbours are normalised by themselves; what lies farther is said as ever."""
    monkeypatch.setattr(speech, "spoken_form", fused)
    lexicon = Lexicon((new_entry("Hermione", "HER"),))

    said, alignment = Speech("en", lexicon).spoken("rain 5, Hermione 5, rain 10%")

    assert said == "the five-RAIN, HER 5, the five-RAIN"
    assert alignment.source_span(said.index("HER"), said.index("HER") + 3) == (8, 16)


def test_the_rules_see_the_word_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that looks at the word before a number still finds it there."""

    def looking(text: str, language: str, *, without: frozenset[str]) -> tuple[str, Alignment]:
        del language, without
        return substitute(re.compile(r"(?<=Hermione )5"), lambda _: "the fifth", text)

    monkeypatch.setattr(speech, "spoken_form", looking)
    assert Speech("en", LEXICON).spoken("5 Hermione 5")[0] == "5 her-MY-oh-nee the fifth"


def test_rules_that_are_switched_off_are_named_to_the_normaliser(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that reads numbers well gets them raw."""
    seen = []

    def noting(text: str, language: str, *, without: frozenset[str]) -> tuple[str, Alignment]:
        seen.append((language, without))
        return text, Alignment()

    monkeypatch.setattr(speech, "spoken_form", noting)
    Speech("en-GB", LEXICON, frozenset(("number",))).spoken("may")
    assert seen == [("en-GB", frozenset(("number",)))]


@pytest.mark.parametrize("normaliser", [spoken_form, wide, fused])
@given(text=TEXTS)
@PROPERTY
def test_nothing_else_changes(
    text: str,
    normaliser: Callable[..., tuple[str, Alignment]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every respelling is said, every other word is too, and all of it leads back to where it stands."""
    monkeypatch.setattr(speech, "spoken_form", normaliser)
    spoken = Speech("en", LEXICON)

    said, alignment = spoken.spoken(text)

    assert rebuilt(text, said, alignment) == said
    replacements = spoken.replacements(text)
    to_spoken = alignment.inverse()
    for start, end, respelling in replacements:
        begin, finish = to_spoken.source_span(start, end)
        assert said[begin:finish] == respelling
        assert alignment.source_span(begin, finish) == (start, end)
    others = text
    for start, end, _ in reversed(replacements):
        others = others[:start] + "#" + others[end:]
    assert said.lower().count("rain") == others.count("rain")


@given(text=TEXTS)
@PROPERTY
def test_where_no_rule_reaches_over_a_word_the_rest_is_as_without_it(text: str) -> None:
    """The lexicon's words aside, both texts are the same, character for character."""
    plain, plain_alignment = Speech("en").spoken(text)
    spoken = Speech("en", LEXICON)
    edits = plain_alignment.edits
    for start, end, _ in spoken.replacements(text):
        assume(all(edit.source_end <= start or end <= edit.source_start for edit in edits))
    said, alignment = spoken.spoken(text)
    expected, read = [], 0
    for start, end, respelling in spoken.replacements(text):
        begin, finish = plain_alignment.inverse().source_span(start, end)
        expected += [plain[read:begin], respelling]
        read = finish

    assert said == "".join([*expected, plain[read:]])
    assert len(alignment.edits) <= len(plain_alignment.edits) + len(spoken.replacements(text))


@given(st.text(st.characters() | st.sampled_from("mayX5 \n'’-"), max_size=60))
@PROPERTY
def test_no_text_raises(text: str) -> None:
    """Whatever a book holds, there is a way to say it and a way back."""
    said, alignment = Speech("en", LEXICON).spoken(text)

    assert rebuilt(text, said, alignment) == said
