"""Documents of a book as text that can be added to: well-formed, and counted as the reader counted them."""

from __future__ import annotations

import re

from lxml import etree

from booksmith_module.readers.markup import Element, decode, find, parse_markup, parse_well_formed
from vox1.outputs.readalong.tokens import Kind, TokenError, body_of, text_between

XHTML = "http://www.w3.org/1999/xhtml"
_NAMESPACES = {
    "html": XHTML,
    "svg": "http://www.w3.org/2000/svg",
    "math": "http://www.w3.org/1998/Math/MathML",
}
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
_DECLARED = re.compile(r"(\A\s*<\?xml[^>]*?encoding\s*=\s*[\"'])([\w.:-]+)")
_META = re.compile(r"(<meta\b[^>]*?charset\s*=\s*[\"']?)([\w.:-]+)", re.IGNORECASE)


def open_document(content: bytes) -> str:
    """Return a document as it is written, or, where that is no XML, as the reader understood it."""
    markup = decode(content)
    root = parse_well_formed(markup)
    if root is not None and _agrees(markup, root):
        return markup
    return _written(parse_markup(content) if root is None else root)


def close_document(markup: str) -> bytes:
    """Return a document's bytes: UTF-8, whatever it was before, and saying so."""
    for pattern in (_DECLARED, _META):
        markup = pattern.sub(_as_utf_8, markup, count=1)
    return markup.encode("utf-8", errors="replace")


def parse_index(content: bytes) -> Element | None:
    """Return the root of a file that says what is in a book; None where nothing of it can be read."""
    try:
        root: Element | None = etree.fromstring(
            content,
            etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True),
        )
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _as_utf_8(match: re.Match[str]) -> str:
    is_utf_8 = match[2].lower().replace("-", "") == "utf8"
    return match.group() if is_utf_8 else f"{match[1]}utf-8"


def _agrees(markup: str, root: Element) -> bool:
    """Whether the tokens of a document are what its parser found in it."""
    try:
        tokens = body_of(markup)
    except TokenError:
        return False
    body: Element = find(root, "body")
    elements = [token for token in tokens if token.kind in {Kind.OPEN, Kind.EMPTY}]
    is_same_text = text_between(markup, tokens) == "".join(body.itertext())
    return is_same_text and len(elements) == len(list(body.iter()))


def _written(root: Element) -> str:
    """A tree as a document."""
    for element in root.iter():
        namespace = _NAMESPACES.get(element.tag)  # of one without a namespace: another's name has it before
        if namespace and element.get("xmlns") is None:
            element.set("xmlns", namespace)
    return _HEAD + str(etree.tostring(root, encoding="unicode"))
