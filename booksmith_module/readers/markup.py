"""Markup: the bytes of an XHTML or HTML document as a tree that has lost none of its text."""

from __future__ import annotations

import codecs
import html
import re
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An lxml element: lxml ships no types."""

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
"""The attribute ``epub:type``."""


def parse_markup(content: bytes) -> Element:
    """Return the root of a document's tree. There are only elements and text in it.

    Well-formed XML is parsed as XML, anything else as forgiving HTML. lxml's own HTML parser is
    not used: it drops what is nested deeper than 255 elements and text nodes of 10 MB and more,
    without an error. Named entities are replaced first, because an XML parser that has not
    loaded the DTD drops them.
    """
    text = _without_prolog(decode(content))
    root = _well_formed(text)
    return _forgiving(text) if root is None else root


def parse_well_formed(markup: str) -> Element | None:
    """Return the root of a document's tree as `parse_markup` does; None where that had to be forgiving."""
    return _well_formed(_without_prolog(markup))


def _well_formed(text: str) -> Element | None:
    try:
        root = etree.fromstring(text.encode("utf-8", errors="surrogatepass"), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    # None also for <BODY>, which is a body only in HTML.
    return root if find(root, "body") is not None else None


def _forgiving(text: str) -> Element:
    from booksmith_module.readers.forgiving import forgiving  # noqa: PLC0415  # for documents that need it

    return forgiving(text)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )


def find(root: Element, name: str) -> Element | None:
    """Return the first element of a name, whatever its namespace; None where there is none."""
    found: Element | None = next(root.iter(f"{{*}}{name}"), None)
    return found


def find_all(root: Element, name: str) -> list[Element]:
    """Return all elements of a name below another, whatever their namespace, in document order."""
    return [element for element in root.iter(f"{{*}}{name}") if element is not root]


def name_of(element: Element) -> str:
    """Return an element's name without namespace or prefix, in small letters: ``m:math`` is ``math``."""
    tag: str = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def types_of(element: Element) -> frozenset[str]:
    """Return the EPUB types and ARIA roles of an element, in small letters."""
    named = f"{element.get(EPUB_TYPE, '')} {element.get('role', '')}"
    return frozenset(named.lower().split()) if named != " " else frozenset()


def text_of(element: Element) -> str:
    """Return all text inside an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


_DECLARED = re.compile(rb"(?:<\?xml[^>]*encoding|<meta[^>]*charset)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Bytes that are not UTF-8, as `surrogateescape` gives them, and what Windows-1252 has there.
_NOT_UTF_8 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode(content: bytes) -> str:
    """Bytes as text: by byte order mark, by the declared encoding, or as UTF-8 with Windows-1252 in it.

    Documents that say they are Latin-1 or ASCII are Windows-1252 to every browser
    (https://encoding.spec.whatwg.org/#names-and-labels) and often UTF-8 in truth; text in UTF-8 is
    valid UTF-8, and text in Windows-1252 hardly ever is.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:2] in {b"<\0", b"\0<"}:
        return content.decode("utf-16-le" if content[:1] == b"<" else "utf-16-be", errors="replace")
    declared = _DECLARED.search(content[:1024])
    if declared and not _is_western(name := declared.group(1).decode("ascii", "replace")):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            pass  # it says what it is not
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("utf-8", errors="surrogateescape").translate(_NOT_UTF_8)


def _is_western(encoding: str) -> bool:
    """Whether an encoding has nothing that UTF-8 or Windows-1252 would read otherwise."""
    try:
        return codecs.lookup(encoding).name in {"ascii", "cp1252", "iso8859-1", "utf-8"}
    except LookupError:
        return True


def _without_prolog(text: str) -> str:
    """Drop the XML declaration and document type, and turn entities only HTML knows into characters."""
    text = re.sub(r"\A\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", "", text, count=1, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"&#(?:1[2-5]\d|[xX][89][0-9a-fA-F]);", _windows_character, text)
    return re.sub(r"&([A-Za-z][A-Za-z0-9]*);", _resolved_entity, text)


def _windows_character(match: re.Match[str]) -> str:
    """``&#146;`` is an apostrophe to HTML, and a control character to XML."""
    return html.unescape(match.group())


def _resolved_entity(match: re.Match[str]) -> str:
    if match.group(1) in {"amp", "lt", "gt", "quot", "apos"}:
        return match.group()
    return html.escape(html.entities.html5.get(match.group(1) + ";", match.group()))
