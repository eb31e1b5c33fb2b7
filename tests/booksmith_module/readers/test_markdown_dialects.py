"""Tests of reading what programs add to Markdown: signs are left out, and no word is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.readers.markdown_dialects import in_commonmark

_PIECES = [
    "rain",
    "\n",
    "\n\n",
    " ",
    "| ",
    "::: ",
    "{.a}",
    "[[",
    "]]",
    "![[",
    "==",
    "%%",
    "[@b]",
    "```",
    "`",
    "> [!x] ",
]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# The Mill {#mill .unnumbered}", "# The Mill"),
        ("![A mill](mill.png){width=50%}", "![A mill](mill.png)"),
        ("[Small]{.smallcaps} caps", "[Small] caps"),
        ("::: {.epigraph}\nA motto.\n:::", "\nA motto.\n"),
        ("| The rain is come,\n| and gone.", "The rain is come,  \nand gone.  "),
        ("As he says [@smith2020, p. 4; see @doe].", "As he says."),
        ("See [[The Mill|the mill]] and [[Lane]].", "See the mill and Lane."),
        ("It was ==never== said.%%really?%%", "It was never said."),
        ("> [!note] Mind\n> the rain", "> Mind\n> the rain"),
        ("- [ ] to do\n- [x] done", "- to do\n- done"),
    ],
)
def test_signs_of_dialects_are_not_said(written: str, read: str) -> None:
    """Pandoc's attributes, divisions and citations, Obsidian's links, marks and comments."""
    assert in_commonmark(written).text == read


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "A set {1, 2} and a {brace}.",
        "Write to me@example.com [or not].",
        "a == b, and c == d",
        "```\n::: {.x}\n[[a|b]] ==c==\n```",
        "Use `[[a|b]]` and `{#x}`.",
        "[A link](http://example.com) and [a note][1].",
    ],
)
def test_the_authors_own_signs_and_code_stay(text: str) -> None:
    """Tables, braces, addresses and listings."""
    assert in_commonmark(text) == (text, {})


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_no_word_is_lost(text: str) -> None:
    """What is not read is listed."""
    plain = in_commonmark(text)

    listed = " ".join(words for found in plain.left_out.values() for words in found)
    kept = Counter(re.findall("rain", f"{plain.text} {listed}"))
    aliases = sum(len(re.findall("rain", match)) for match in re.findall(r"\[\[[^\[\]|]*\|", text))
    assert Counter(re.findall("rain", text))["rain"] - aliases <= kept["rain"]
