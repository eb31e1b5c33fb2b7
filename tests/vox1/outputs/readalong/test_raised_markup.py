"""Tests of vox1.outputs.readalong.raised_markup."""

from __future__ import annotations

import pytest

from vox1.outputs.readalong.raised_markup import raised

XHTML_1_1 = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN"\n "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (f"{XHTML_1_1}<a/>", "<!DOCTYPE html><a/>"),
        ("<p>&eacute;&nbsp;&amp;&#233;&none;</p>", "<p>é\xa0&amp;&#233;&amp;none;</p>"),
        ("<a name='x'>A</a>", '<a id="x">A</a>'),
        ('<a name="x" id="y">A</a>', '<a id="y">A</a>'),
        ("<center>A</center>", '<div style="text-align: center">A</div>'),
        ('<tt class="c">A</tt>', '<span class="c" style="font-family: monospace">A</span>'),
        (
            '<font size="+1" color="red" style="x: y;">A</font>',
            '<span style="font-size: large; color: red; x: y">A</span>',
        ),
        ('<p align="right">A</p>', '<p style="text-align: right">A</p>'),
        (
            '<img align="left" border="0" width="50%" height="9" alt="&quot;"/>',
            '<img height="9" alt="&quot;" style="float: left; border: 0; width: 50%"/>',
        ),
        (
            '<td bgcolor="#fff" nowrap="nowrap" width="9"/>',
            '<td style="background-color: #fff; white-space: nowrap; width: 9px"/>',
        ),
        ('<ul type="A"/>', '<ul style="list-style-type: lower-alpha"/>'),
        ('<ol type="A" start="3"/>', '<ol type="A" start="3"/>'),
        ('<br clear="all"/>', '<br style="clear: both"/>'),
        ('<html lang="en" xml:lang="fr"/>', '<html lang="fr" xml:lang="fr"/>'),
        ('<meta http-equiv="Content-Type" content="text/html; charset=x"/>', '<meta charset="utf-8"/>'),
        ('<meta http-equiv="Content-Style-Type" content="text/css"/>', ""),
        ("<title/>", "<title>T &amp; U</title>"),
        ('<svg width="9"><a name="x"/><font/></svg>', '<svg width="9"><a name="x"/><font/></svg>'),
    ],
)
def test_what_html_no_longer_has_becomes_what_it_stood_for(older: str, newer: str) -> None:
    """A book looks as it did, and links lead where they did."""
    assert raised(older, "T & U") == newer


def test_what_html_still_has_keeps_its_bytes() -> None:
    """Quotation marks, spaces in tags and comments among it."""
    page = "<p  class='a \"b\"' \n id=\"x\" ><!-- <font> --><i>A</i ><img src='x' alt='y'/></p>"

    assert raised(page, "T") == page
