"""Tests of vox1.outputs.readalong.navigation."""

from __future__ import annotations

from vox1.outputs.readalong.navigation import Entry, navigation, read_ncx

NCX = b"""<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><!-- parts -->
<navPoint><navLabel><text>Part
 One</text></navLabel><content src="a.html"/>
<navPoint><navLabel><text>A &amp; B</text></navLabel><content src="a.html#x"/></navPoint></navPoint>
<navPoint><navLabel><text/></navLabel><content src="b.html"/></navPoint>
</navMap><pageList><pageTarget><navLabel><text>1</text></navLabel><content src="a.html#p1"/></pageTarget>
</pageList></ncx>"""


def test_an_ncx_is_read_with_its_levels_and_pages() -> None:
    """An entry without words is named by where it leads: no contents list may have an empty line."""
    assert read_ncx(NCX) == (
        (
            Entry("Part One", "a.html", (Entry("A & B", "a.html#x"),)),
            Entry("b.html", "b.html"),
        ),
        (Entry("1", "a.html#p1"),),
    )


def test_what_is_no_ncx_lists_nothing() -> None:
    """The book's chapters are listed instead."""
    assert read_ncx(b"") == read_ncx(b"<html/>") == ((), ())


def test_a_contents_list_is_nested() -> None:
    """Pages are listed apart; a line that leads nowhere is no link."""
    written = navigation("T & U", *read_ncx(NCX)).decode()

    assert "<title>T &amp; U</title>" in written
    assert '<li><a href="a.html">Part One</a><ol>\n<li><a href="a.html#x">A &amp; B</a></li>' in written
    assert '<nav epub:type="page-list" hidden="hidden"><ol>\n<li><a href="a.html#p1">1</a></li>' in written
    assert "<li><span>No link</span></li>" in navigation("T", [Entry("No link", "")]).decode()
