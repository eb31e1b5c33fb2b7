"""Tests of telling what is new."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox1_setup.news import news

OLD = "# Changelog\n\n## [Unreleased]\n\n### Added\n- It reads\n  books.\n"


def test_only_what_the_old_changelog_lacks_is_told_by_kind_and_in_plain_words() -> None:
    """Also where both are unreleased: the entries decide, not the headings."""
    new = (
        "# Changelog\n\n## [2.0] - 2026-01-01\n\n### Added\n- **Loud**: `run.py` sings ([more](docs/x.md)).\n"
        "- Two\n  lines.\n\n### Fixed\n- A hiccup.\n\n## [1.0]\n\n### Added\n- It reads\n  books.\n"
    )

    assert news(OLD, new) == (
        "Added:",
        "  - Loud: run.py sings (more).",
        "  - Two lines.",
        "Fixed:",
        "  - A hiccup.",
    )


def test_the_same_changelog_has_no_news() -> None:
    """Nor one that lost entries."""
    assert news(OLD, OLD) == ()
    assert news(OLD, "") == ()


def test_a_long_list_is_cut_and_says_so() -> None:
    """Who was away for a year reads the file."""
    new = "### Added\n" + "".join(f"- Thing {number}.\n" for number in range(50))

    told = news("", new)

    assert len(told) == 32
    assert told[-1] == "  and 20 more, in CHANGELOG.md"


@given(st.text(), st.text())
def test_any_text_can_be_compared(old: str, new: str) -> None:
    """A changelog is written by people."""
    assert isinstance(news(old, new), tuple)
    assert news(new, new) == ()
