"""Forgiving: documents that are no XML, read by Python's own HTML parser, which loses none of their text."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag
from lxml import etree

from booksmith_module.readers.markup import EPUB_TYPE, Element

# What no XML text may hold: each becomes a character that is never spoken, so that places stay the same.
_CONTROLS = {
    **dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF], "\u00ad"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_NAME = re.compile(r"[A-Za-z_][\w.-]*")


def forgiving(text: str) -> Element:
    """Return the tree of a document that is no XML."""
    # That parser stops at marks like Word's <![if ...]>. Of two attributes of one name the first counts
    # (https://html.spec.whatwg.org/multipage/parsing.html#attribute-name-state).
    soup = BeautifulSoup(
        re.sub(r"<!\[(?!CDATA\[)[^>]*>?", "", text),
        "html.parser",
        preserve_whitespace_tags=_ALL,
        on_duplicate_attribute="ignore",
    )
    root = etree.Element("html")
    # Elements may be nested deeper than Python recurses.
    open_elements: list[tuple[Element, list[PageElement]]] = [(root, list(soup.contents)[::-1])]
    while open_elements:
        parent, waiting = open_elements[-1]
        if not waiting:
            open_elements.pop()
            continue
        child = waiting.pop()
        if isinstance(child, Tag):
            element = etree.SubElement(parent, _name(child.name), _attributes(child))
            open_elements.append((element, list(child.contents)[::-1]))
        elif isinstance(child, CData) or (
            isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
        ):
            _append(parent, str(child).translate(_CONTROLS))
    is_all = len(root) == 1 and root[0].tag == "html" and not (root.text or "").strip()
    return root[0] if is_all else root


class _Everything:
    """What holds every name: anywhere else, BeautifulSoup makes one space of many."""

    def __contains__(self, name: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


_ALL = _Everything()


def _name(written: str) -> str:
    match = _NAME.fullmatch(written.rpartition(":")[2])
    return match.group().lower() if match and match.group().isascii() else "span"


def _attributes(tag: Tag) -> dict[str, str]:
    found = {}
    for written, value in tag.attrs.items():
        text = (" ".join(value) if isinstance(value, list) else str(value)).translate(_CONTROLS)
        if written == "epub:type":
            found[EPUB_TYPE] = text
        elif _NAME.fullmatch(written) and written.isascii():
            found[written] = text
    return found


def _append(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def words_of(markup: str) -> str:
    """Return the text of a piece of HTML, on one line."""
    return BeautifulSoup(markup, "html.parser").get_text(" ", strip=True)
