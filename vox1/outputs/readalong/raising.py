"""Raising: the package document of an EPUB 2 as one of an EPUB 3.

Sources: https://www.w3.org/TR/epub-33/#sec-package-doc, and what epubcheck 5.3 says of good EPUB 2.
"""

from __future__ import annotations

import re

from booksmith_module.readers.markup import Element, name_of
from vox1.outputs.readalong.package import DC, OPF, XHTML_TYPE, Package

_XML = "{http://www.w3.org/XML/1998/namespace}lang"
_KEPT = frozenset(("id", "dir", _XML))
"""Attributes that Dublin Core elements have in EPUB 3."""
_OLD_TYPES = {
    "text/x-oeb1-document": XHTML_TYPE,
    "text/html": XHTML_TYPE,
    "application/xhtml": XHTML_TYPE,
    "text/x-oeb1-css": "text/css",
    "image/jpg": "image/jpeg",
}
_OLD_ITEM_ATTRIBUTES = ("fallback-style", "required-namespace", "required-modules")
_OLD_SPINE_ATTRIBUTES = ("page-map",)
_DATES = ("publication", "original-publication", "creation", "")
"""Events of which one may be the book's only date, best first."""
_PROPERTIES = {
    "svg": re.compile(r"<(?:\w+:)?svg[\s>]"),
    "mathml": re.compile(r"<(?:\w+:)?math[\s>]"),
    "scripted": re.compile(r"<(?:\w+:)?(?:script|form)[\s>]|<[^>]+\son[a-z]+\s*="),
    "remote-resources": re.compile(r"<(?:\w+:)?(?:audio|video|source|img)\b[^>]*\ssrc\s*=\s*[\"']https?:"),
}


def raise_package(package: Package, title: str, language: str) -> None:
    """Make a package document say what it says in the way of EPUB 3.

    Args:
        package: Of a book of EPUB 2 or older; changed.
        title: For a book without one.
        language: The same.
    """
    package.root.set("version", "3.0")
    _raise_metadata(package)
    _require(package, "title", title)
    _require(package, "language", language or "und")
    _raise_items(package)
    for name in _OLD_SPINE_ATTRIBUTES:
        package.spine.attrib.pop(name, None)
    for tours in list(package.root.iter("{*}tours")):
        tours.getparent().remove(tours)
    _name_cover(package)


def properties_of(markup: str) -> list[str]:
    """Return what the manifest of an EPUB 3 must say of a document."""
    return [name for name, pattern in _PROPERTIES.items() if pattern.search(markup)]


def _raise_metadata(package: Package) -> None:
    """Flatten what older packages nest, and turn attributes into refinements."""
    metadata = package.metadata
    for nested in list(metadata):
        if isinstance(nested.tag, str) and name_of(nested) in {"dc-metadata", "x-metadata"}:
            metadata.extend(list(nested))
            metadata.remove(nested)
    for element in [element for element in metadata if isinstance(element.tag, str)]:
        if name_of(element) == "meta" and element.get("name") and element.get("content"):
            _keep_only(element, frozenset(("name", "content", "id")))
        elif element.tag.startswith(f"{{{DC}}}") and "".join(element.itertext()).strip():
            _raise_element(package, element)
        else:
            metadata.remove(element)
    _keep_one_date(package)


def _raise_element(package: Package, element: Element) -> None:
    """A Dublin Core element, whose attributes of old become statements of their own."""
    element.tag = f"{{{DC}}}{name_of(element)}"
    element.text = " ".join("".join(element.itertext()).split())
    for child in list(element):
        element.remove(child)
    named = {name.rpartition("}")[2]: value.strip() for name, value in element.attrib.items()}
    kind, is_person = name_of(element), name_of(element) in {"creator", "contributor"}
    event = named.get("event", "") if kind == "date" else ""
    _keep_only(element, _KEPT)
    if event:
        element.set("event", event)  # until one is chosen
    if is_person and named.get("role"):
        package.add_meta("role", named["role"], package.id_of(element), "marc:relators")
    if named.get("file-as") and (is_person or kind == "title"):
        package.add_meta("file-as", named["file-as"], package.id_of(element))
    if named.get("scheme") and kind == "identifier":
        package.add_meta("identifier-type", named["scheme"], package.id_of(element))


def _keep_only(element: Element, names: frozenset[str]) -> None:
    for name in set(element.attrib) - names:
        del element.attrib[name]


def _keep_one_date(package: Package) -> None:
    """EPUB 3 has one date, that of publication."""
    dates = list(package.metadata.iter(f"{{{DC}}}date"))
    rank = {event: number for number, event in enumerate(_DATES)}
    dates.sort(key=lambda date: rank.get(date.get("event", ""), len(rank)))
    for number, date in enumerate(dates):
        if number or date.get("event") == "modification":
            package.metadata.remove(date)
        date.attrib.pop("event", None)


def _require(package: Package, name: str, value: str) -> None:
    if package.metadata.find(f"{{{DC}}}{name}") is None:
        element = package.metadata.makeelement(f"{{{DC}}}{name}")
        element.text = value
        package.metadata.append(element)


def _raise_items(package: Package) -> None:
    for item in package.items():
        for name in _OLD_ITEM_ATTRIBUTES:
            item.attrib.pop(name, None)
        kind = item.get("media-type", "")
        item.set("media-type", _OLD_TYPES.get(kind.lower(), kind))


def _name_cover(package: Package) -> None:
    """EPUB 3 names the cover where it is listed."""
    named = (meta for meta in package.metadata.iter(f"{{{OPF}}}meta") if meta.get("name") == "cover")
    for meta in named:
        item = package.item(meta.get("content"))
        if item is not None and item.get("media-type", "").startswith("image/"):
            item.set("properties", "cover-image")
            return
