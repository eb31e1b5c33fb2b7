"""The lines of the log: nothing is lost under a heading, and what is bad is seen on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox1_gui.activity import Entry, Level
from vox1_gui.log_lines import LogLines

ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(Level),
        st.sampled_from(["one", "two", "three"]),
        topic=st.sampled_from(["", "Rain", "Snow"]),
        line=st.sampled_from(["", "", "chapter 1", "chapter 2"]),
        heading=st.sampled_from(["", "Chapter"]),
    ),
    max_size=60,
)


def test_a_chapter_is_one_line_which_says_the_latest() -> None:
    """Before there is anything but details, it says what it is about."""
    lines = LogLines(100)
    spoken = Entry(Level.DETAIL, "Sentence 1.1", line="c", heading="Chapter 1")
    line = lines.add(spoken)
    assert line.title == "Chapter 1"
    assert lines.add(Entry(Level.WARNING, "Sentence 1.2 is odd", line="c", heading="Chapter 1")) is line
    assert (line.title, line.level, line.warnings) == ("Chapter 1", Level.WARNING, 1)
    lines.add(Entry(Level.INFO, "Chapter 1 is done", line="c", heading="Chapter 1"))
    assert (line.title, line.level) == ("Chapter 1 is done", Level.WARNING)
    assert line.entry.text == "Sentence 1.2 is odd"


def test_a_detail_stands_under_the_last_line_of_its_topic() -> None:
    """Whoever tells of it need not know of lines."""
    lines = LogLines(100)
    first = lines.add(Entry(Level.INFO, "It begins", topic="Rain"))
    other = lines.add(Entry(Level.INFO, "Something else", topic="Snow"))
    assert lines.add(Entry(Level.DETAIL, "A file", topic="Rain")) is first
    assert [line.number for line in lines.newest_first()] == [other.number, first.number]


def test_an_error_alone_is_its_own_line() -> None:
    """Two of them are two."""
    lines = LogLines(100)
    one, two = (lines.add(Entry(Level.ERROR, text, topic="Rain")) for text in ("One", "Two"))
    assert one is not two
    assert (one.title, two.title) == ("One", "Two")


def test_what_is_searched_for_is_found_in_details_and_hints() -> None:
    """And levels keep the rest away."""
    lines = LogLines(100)
    line = lines.add(Entry(Level.INFO, "Chapter 1", topic="Rain", line="c"))
    lines.add(Entry(Level.DETAIL, "Sentence", "Listen to the ROOF", line="c"))
    assert line.matches("roof", Level.DETAIL)
    assert line.matches("rain", Level.INFO)
    assert not line.matches("snow", Level.DETAIL)
    assert not line.matches("", Level.WARNING)


@given(entries=ENTRIES, most=st.integers(min_value=1, max_value=20))
def test_the_latest_are_kept_whatever_comes(entries: list[Entry], most: int) -> None:
    """Never more than there is room for, each under one line, and of lines that are gone somebody is told."""
    lines = LogLines(most)
    begun = {lines.add(entry).number for entry in entries}
    kept = [entry for line in lines.newest_first() for entry in line.entries]
    assert len(kept) == min(len(entries), most)
    assert {id(entry) for entry in kept} <= {id(entry) for entry in entries}
    assert all(line.entries for line in lines.newest_first())
    assert set(lines.gone) == begun - {line.number for line in lines.newest_first()}
