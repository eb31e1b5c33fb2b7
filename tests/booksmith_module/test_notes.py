"""Tests of notes: whole, never half read, their marks never spoken, and where the listener wants them."""

from __future__ import annotations

import pytest

from booksmith_module.book import Skipped
from booksmith_module.notes import NotesOf
from booksmith_module.options import Notes, ReadingOptions
from booksmith_module.readers.xhtml import read_document
from tests.booksmith_module.shapes import PROSE, left_out, narrated, read, reasons, text, titles

STORY = text(2)
# A chapter with two marks and its two notes, the first of two paragraphs, as programs write them.
# ``=====`` parts files.
_MAKERS = {
    "EPUB 3 asides": """
<p>One<a epub:type='noteref' href='#n1'>1</a> word,
two<a epub:type='noteref' href='#n2'>2</a>.</p>
STORY
<aside epub:type='footnote' id='n1'>
<p>First note.</p>
<p>More of it.</p></aside>
<aside epub:type='footnote' id='n2'>
<p>Second note.</p></aside>
""",
    "EPUB 2 links between files": """
<p>One<a id='r1' href='2#n1'><sup>1</sup></a> word,
two<a id='r2' href='2#n2'><sup>2</sup></a>.</p>
STORY
=====
<h1>Notes</h1>
<h2>Chapter 1</h2>
<p id='n1'><a href='1#r1'>1</a>. First note.</p>
<p>More of it.</p>
<p id='n2'><a href='1#r2'>2</a>. Second note.</p>
""",
    "links without raised marks": """
<p>One<a id='r1' href='2#n1'>1</a> word,
two<a id='r2' href='2#n2'>2</a>.</p>
STORY
=====
<h1>Notes</h1>
<p id='n1'>1. First note.</p>
<p>More of it.</p>
<p id='n2'>2. Second note.</p>
""",
    "notes below a rule": """
<p>One<a id='r1' href='#n1'>[1]</a> word,
two<a id='r2' href='#n2'>[2]</a>.</p>
STORY
<hr/>
<p id='n1'><a href='#r1'>[1]</a> First note.</p>
<p>More of it.</p>
<p id='n2'><a href='#r2'>[2]</a> Second note.</p>
""",
    "Gutenberg's blocks": """
<p>One<a id='FNanchor_1' href='#Footnote_1' class='fnanchor'>[1]</a> word,
two<a id='FNanchor_2' href='#Footnote_2' class='fnanchor'>[2]</a>.</p>
STORY
<div class='footnotes'>
<h3>FOOTNOTES:</h3>
<div class='footnote'>
<p><a id='Footnote_1' href='#FNanchor_1'><span class='label'>[1]</span></a> First note.</p>
<p>More of it.</p></div>
<div class='footnote'>
<p><a id='Footnote_2' href='#FNanchor_2'><span class='label'>[2]</span></a> Second note.</p></div></div>
""",
    "a list with ways back": """
<p>One<a href='2#n1' id='r1'><sup>1</sup></a> word,
two<a href='2#n2' id='r2'><sup>2</sup></a>.</p>
STORY
=====
<h2>Notes</h2>
<ol>
<li id='n1'>
<p>First note.</p>
<p>More of it. <a href='1#r1'>↩</a></p></li>
<li id='n2'>Second note. <a href='1#r2'>↩</a></li></ol>
""",
    "Pandoc": """
<p>One<a href='#fn1' class='footnote-ref' id='fnref1'>1</a> word,
two<a href='#fn2' class='footnote-ref' id='fnref2'>2</a>.</p>
STORY
<section class='footnotes' epub:type='footnotes'>
<hr/>
<ol>
<li id='fn1' epub:type='footnote'>
<p>First note.</p>
<p>More of it.<a href='#fnref1' role='doc-backlink'>↩︎</a></p></li>
<li id='fn2' epub:type='footnote'>
<p>Second note.<a href='#fnref2' role='doc-backlink'>↩︎</a></p></li></ol></section>
""",
    "Word": """
<p>One<a href='#_ftn1' name='_ftnref1'><span class='MsoFootnoteReference'>[1]</span></a> word,
two<a href='#_ftn2' name='_ftnref2'><span class='MsoFootnoteReference'>[2]</span></a>.</p>
STORY
<hr/>
<div id='ftn1'>
<p class='MsoFootnoteText'><a href='#_ftnref1' name='_ftn1'>[1]</a> First note.</p>
<p class='MsoFootnoteText'>More of it.</p></div>
<div id='ftn2'>
<p class='MsoFootnoteText'><a href='#_ftnref2' name='_ftn2'>[2]</a> Second note.</p></div>
""",
    "daggers": """
<p>One<a href='#n1' id='r1'>*</a> word,
two<a href='#n2' id='r2'>†</a>.</p>
STORY
<p id='n1'>* First note.</p>
<p>More of it.</p>
<p id='n2'>† Second note.</p>
""",
    "terms and definitions": """
<p>One<a href='#n1' id='r1'><sup>1</sup></a> word,
two<a href='#n2' id='r2'><sup>2</sup></a>.</p>
STORY
<dl>
<dt id='n1'><a href='#r1'>1</a></dt>
<dd>
<p>First note.</p>
<p>More of it.</p></dd>
<dt id='n2'><a href='#r2'>2</a></dt>
<dd>Second note.</dd></dl>
""",
    "brackets typed by hand": """
<p>One[1] word,
two[2].</p>
STORY
<p>[Footnote 1: First note.</p>
<p>More of it.]</p>
<p>[2] Second note.</p>
""",
}


def with_notes(maker: str, notes: Notes) -> str:
    """Read a chapter with notes, and another one, and return what is narrated."""
    bodies = _MAKERS[maker].replace("STORY", STORY).split("=====")
    first = f"<h1>Chapter 1</h1>{bodies[0]}"
    documents = [first, *bodies[1:], f"<h1>Chapter 2</h1>{STORY}"]
    book = read(documents, options=ReadingOptions(notes=notes))
    assert titles(book) == ["Chapter 1", "Chapter 2"]
    assert not reasons(book)
    return narrated(book).replace(PROSE.strip(), "Story").replace("[Footnote 1: ", "").replace("]", "")


@pytest.mark.parametrize("maker", _MAKERS)
def test_notes_are_skipped_whole(maker: str) -> None:
    """No mark, no paragraph and no heading of the notes is left in what is read."""
    assert with_notes(maker, Notes.SKIP) == ("Chapter 1|One word, two.|Story|Story|Chapter 2|Story|Story")


@pytest.mark.parametrize("maker", _MAKERS)
def test_notes_are_read_whole_at_the_end_of_their_chapter(maker: str) -> None:
    """Each once, with its second paragraph and without its mark."""
    assert with_notes(maker, Notes.CHAPTER_END) == (
        "Chapter 1|One word, two.|Story|Story|First note.|More of it.|Second note.|Chapter 2|Story|Story"
    )


@pytest.mark.parametrize("maker", _MAKERS)
def test_notes_are_read_whole_in_place(maker: str) -> None:
    """After the paragraph that has the mark."""
    assert with_notes(maker, Notes.IN_PLACE) == (
        "Chapter 1|One word, two.|First note.|More of it.|Second note.|Story|Story|Chapter 2|Story|Story"
    )


def test_the_story_goes_on_between_notes_at_the_foot_of_pages() -> None:
    """Text between two notes that has the second one's mark is the story, not the first note's."""
    page = "<p>One<a href='#n{0}' id='r{0}'><sup>{0}</sup></a>.</p>{1}"
    page += "<p id='n{0}'><a href='#r{0}'>{0}</a> Note.</p>{1}"

    book = read(["<h1>Chapter 1</h1>" + "".join(page.format(number, STORY) for number in (1, 2, 3))])

    assert narrated(book).count("The rain had not stopped") == 12
    assert left_out(book)["note"] == "Note.\nNote.\nNote."


def test_a_note_that_is_an_element_ends_with_it() -> None:
    """Both marks stand above the first note: the paragraph between the notes is the story all the same."""
    marks = "<p>One<a epub:type='noteref' href='#n1'>1</a> two<a epub:type='noteref' href='#n2'>2</a>.</p>"
    first, second = (f"<aside epub:type='footnote' id='n{n}'><p>Note.</p></aside>" for n in (1, 2))

    book = read([f"<h1>Chapter 1</h1>{marks}{STORY}{first}<p>It went on.</p>{second}"])

    assert narrated(book).endswith("It went on.")
    assert left_out(book)["note"] == "Note.\nNote."


def test_notes_by_chapter_leave_no_headings_behind() -> None:
    """A part called Notes with a heading for each chapter's is no chapter when all its notes are known."""
    marks = [
        f"<h1>Chapter {n}</h1><p>One<a href='3#n{n}' id='r{n}'><sup>1</sup></a>.</p>{STORY}" for n in (1, 2)
    ]
    notes = "".join(f"<h2>Chapter {n}</h2><p id='n{n}'>1. Note {n}.</p><p>More.</p>" for n in (1, 2))

    book = read([*marks, f"<h1>Notes</h1>{notes}"], "Chapter 1 > 1", "Chapter 2 > 2", "Notes > 3")

    assert titles(book) == ["Chapter 1", "Chapter 2"]
    assert {"Notes", "Chapter 1", "Chapter 2"} < set(left_out(book)["note"].split("\n"))
    second = [unread.block.text for unread in book.chapters[1].unread]
    assert second[:2] == ["Note 2.", "More."]  # where it is referred to, and the headings at the end


def test_unlinked_notes_are_a_chapter_that_can_be_switched_on() -> None:
    """Where nothing leads to the notes, their title and shape say what they are."""
    book = read(
        [f"<h1>Chapter 1</h1>{STORY}", "<h1>Notes</h1><h2>Chapter 1</h2><p>1. Abbot.</p><p>2. Ibid.</p>"]
    )

    assert reasons(book) == [("Notes", "notes")]


@pytest.mark.parametrize(
    "markup",
    [
        "see <a href='2#c5'>chapter 5</a>",
        "as in <a href='#s2'>2</a> below",
        "on page <a href='2#p12'>12</a>",
        "x<sup>2</sup> and 10<sup>6</sup>, m<sup>2</sup>, CO<sub>2</sub>",
        "the 1<sup>st</sup>, M<sup>me</sup>, 3<sup>e</sup>",
        "in [1901] and a[i]",
    ],
)
def test_links_and_exponents_are_read(markup: str) -> None:
    """What only looks like a mark stays in the sentence, and what it leads to in the text."""
    book = read(
        [
            f"<h1>Chapter 1</h1><p>It is {markup}.</p>{STORY}<p id='s2'>2. It goes on.</p>",
            "<h1>Chapter 2</h1><p id='c5'>5 loaves were there.</p><p id='p12'>12 men ate them.</p>",
        ]
    )

    assert not left_out(book)


def test_a_mark_is_never_glued_to_its_word() -> None:
    """Neither before nor after the mark is a letter lost, nor a space made up inside a sentence."""
    book = read(
        ["<h1>A</h1><p>One<sup><a href='#n'>1</a></sup>, two <a href='#n'>[2]</a>three.</p><p id='n'>1 N</p>"]
    )

    assert narrated(book) == "A|One, two three."


def test_a_mark_that_leads_to_a_chapter_takes_nothing_away() -> None:
    """A raised number may lead to a heading or to plain text: that is no note."""
    marks = "<p>So<sup><a href='2#c'>2</a></sup>.</p><p>Or<sup><a href='2#p'>3</a></sup>.</p>"

    book = read(
        [f"<h1>Chapter 1</h1>{marks}{STORY}", f"<h1 id='c'>Chapter 2</h1><p id='p'>{PROSE}</p>{STORY}"]
    )

    assert "note" not in left_out(book)


def test_notes_that_stand_before_their_text_do_not_make_notes_of_it() -> None:
    """Where the notes' file comes first, the way back from a note leads to the story."""
    book = read(
        [
            "<h1>Notes</h1><p id='n1'><a href='2#r1'>1</a> First note.</p>",
            f"<h1>Chapter 1</h1><p id='r1'><a href='1#n1'>*</a> The story.</p>{STORY}",
        ]
    )

    assert "The story." in narrated(book)


def test_a_note_is_counted_when_its_mark_is_left_out_with_its_block() -> None:
    """A mark in a licence or a contents list: the note to be read after it is not lost in silence."""
    document = read_document(b"<p>So<sup><a href='#n'>1</a></sup></p><p id='n'>1 A note.</p>", "a")
    notes = NotesOf([document], Notes.CHAPTER_END)
    document.remove([0], "licence")

    assert notes.placed(document.blocks) == ()
    assert notes.unplaced() == [Skipped("note", 1, "a", "A note.")]


def test_a_mark_below_its_note_is_no_note() -> None:
    """A note leads back to its mark; the paragraph there is text, wherever it stands."""
    note = '<p epub:type="footnote" id="f1"><sup><a href="#r1">1</a></sup> A note.</p>'

    book = read([f"<h1>A</h1>{STORY}{note}<p>It has<sup><a href='#f1' id='r1'>1</a></sup> one.</p>"])

    assert "It has one." in narrated(book)
    assert left_out(book)["note"] == "A note."
