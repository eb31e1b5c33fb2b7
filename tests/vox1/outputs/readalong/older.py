"""An EPUB 2 with much of what EPUB 3 no longer allows, and good by the rules of its time."""

from __future__ import annotations

from pathlib import Path

from tests.epubs import Epub

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head>
<meta http-equiv="Content-Type" content="application/xhtml+xml; charset=utf-8"/>
<meta http-equiv="Content-Style-Type" content="text/css"/>
"""
_FIRST = f"""{_HEAD}<title></title></head><body>
<h2><a id="one"></a>Chapter One</h2>
<p>Caf&eacute;&nbsp;&mdash; it was <big>big</big> and <tt>plain</tt>.
“So <acronym title="x">NATO</acronym> is.”</p>
<p><i>It began in one voice. It went</i> on in another<a href="chapter-2.xhtml#note">*</a>, and ended.</p>
<table border="1" cellpadding="2" cellspacing="0" width="50%" summary="s"><tr align="center" valign="top">
<td abbr="a" scope="row">Left.</td><td>Right.</td></tr></table>
<ol><li>First thing.</li></ol><hr/>
<div><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg></div>
</body></html>
"""
_SECOND = f"""{_HEAD}<title>Two</title></head><body>
<h2 title="2">Chapter Two</h2>
<blockquote><p>Roses are red,<br/>violets are <sub>blue</sub>.</p></blockquote>
<p id="note"><a href="chapter-1.xhtml#one">*</a> A note. See above.</p>
<pre xml:space="preserve">kept   spaces</pre>
</body></html>
"""
_METADATA = """
<dc:contributor opf:role="ill" opf:file-as="Painter, P.">P. Painter</dc:contributor>
<dc:date opf:event="creation">1999</dc:date><dc:date opf:event="publication">2001-02-03</dc:date>
<dc:identifier opf:scheme="ISBN">9780000000002</dc:identifier><dc:subject>Tea</dc:subject>
<meta name="calibre:series" content="Cups"/>
"""


def older_epub(path: Path, cover: bytes | None = None) -> Path:
    """Write the book and return its path."""
    chapters = [("Chapter <One>", _FIRST.encode()), ("Chapter Two", _SECOND.encode())]
    return Epub(chapters, version=2, contents=("ncx",), metadata=_METADATA, cover=cover).write(path)
