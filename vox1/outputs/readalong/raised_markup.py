"""Raised markup: a document of an EPUB 2 (XHTML 1.1) as one of an EPUB 3 (the XML form of HTML).

What HTML no longer has becomes the style that it stood for. Source:
https://html.spec.whatwg.org/multipage/obsolete.html#non-conforming-features
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from html.entities import html5

from vox1.outputs.readalong.tokens import Kind, Token, spliced, tokens_of

_RENAMED = {
    "acronym": ("abbr", ""),
    "big": ("span", "font-size: larger"),
    "center": ("div", "text-align: center"),
    "dir": ("ul", ""),
    "font": ("span", ""),
    "nobr": ("span", "white-space: nowrap"),
    "strike": ("s", ""),
    "tt": ("span", "font-family: monospace"),
}
"""What elements of old are called now, and how they looked."""
_FONT_SIZES = ("x-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")
_SIDES = frozenset(("left", "right"))
_SIZED = frozenset(("img", "canvas", "embed", "iframe", "input", "object", "video"))
"""Elements that have a width and a height of their own, in whole pixels."""
_DROPPED: dict[str, frozenset[str]] = {
    name: frozenset(elements.split())
    for name, elements in {
        "abbr": "td",
        "alink": "body",
        "archive": "object",
        "axis": "td th",
        "background": "body table td th",
        "cellpadding": "table",
        "char": "col colgroup tbody td tfoot th thead tr",
        "charoff": "col colgroup tbody td tfoot th thead tr",
        "charset": "a link script",
        "classid": "object",
        "code": "object",
        "codebase": "object",
        "codetype": "object",
        "compact": "dl menu ol ul",
        "coords": "a",
        "declare": "object",
        "frame": "table",
        "frameborder": "iframe",
        "language": "script",
        "link": "body",
        "longdesc": "iframe img",
        "marginheight": "body iframe",
        "marginwidth": "body iframe",
        "name": "a img object",
        "noshade": "hr",
        "profile": "head",
        "rev": "a link",
        "rules": "table",
        "scheme": "meta",
        "scope": "td",
        "scrolling": "iframe",
        "shape": "a",
        "standby": "object",
        "summary": "table",
        "target": "link",
        "valuetype": "param",
        "version": "html",
        "vlink": "body",
    }.items()
}
"""Attributes that say nothing which can be seen, by the elements that have them no more."""
_TAG = re.compile(
    r"<(?P<prefix>(?:[^\s/>:]+:)?)(?P<name>[^\s/>]+)(?P<attributes>.*?)(?P<end>\s*/?>)", re.DOTALL
)
_ATTRIBUTE = re.compile(r"\s+([^\s=>/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_EMPTY_TITLE = re.compile(r"<title\s*/>|<title>\s*</title>")
_FOREIGN = frozenset(("svg", "math"))


def raised(markup: str, title: str) -> str:
    """Return a document as EPUB 3 has it; what may stay as it is stays.

    Args:
        markup: Well-formed.
        title: For a document without one, which HTML does not allow.
    """
    markup = _DOCTYPE.sub("<!DOCTYPE html>", markup, count=1)
    markup = _ENTITY.sub(_character, markup)
    markup = _EMPTY_TITLE.sub(lambda _: f"<title>{html.escape(title)}</title>", markup, count=1)
    changes, foreign_depth = [], 0
    for token in tokens_of(markup):
        if foreign_depth or token.name in _FOREIGN:
            foreign_depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        elif token.kind in {Kind.OPEN, Kind.EMPTY, Kind.CLOSE} and _concerns(markup, token):
            changes.append((token.start, token.end, _tag(markup, token)))
    return spliced(markup, changes)


def _character(match: re.Match[str]) -> str:
    """What an entity that only XHTML's own document type declares stands for."""
    name = match.group(1)
    if name in _OF_XML:
        return match.group()
    return html.escape(html5.get(f"{name};", match.group()))


def _concerns(markup: str, token: Token) -> bool:
    """Whether there may be something of old in a tag; most have none, and keep their bytes."""
    return token.name in _RENAMED or (token.kind is not Kind.CLOSE and "=" in markup[token.start : token.end])


def _tag(markup: str, token: Token) -> str:
    written = markup[token.start : token.end]
    name, look = _RENAMED.get(token.name, ("", ""))
    if token.kind is Kind.CLOSE:
        return re.sub(r"[^\s/>:<]+(?=\s*>)", name, written) if name else written
    match = _TAG.fullmatch(written)
    if match is None:
        return written
    attributes = {a[1]: a[2] if a[2] is not None else a[3] for a in _ATTRIBUTE.finditer(match["attributes"])}
    kept = _raised_attributes(token.name, attributes, look)
    if kept is None:
        return ""
    if kept == attributes and not name:
        return written
    listed = "".join(f' {key}="{_quoted(value)}"' for key, value in kept.items())
    return f"<{match['prefix']}{name or match['name']}{listed}{match['end']}"


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;")


def _raised_attributes(element: str, attributes: Mapping[str, str], look: str) -> dict[str, str] | None:
    """The attributes that an element has now; None for an element that is no more."""
    kept: dict[str, str] = {}
    looks = [look] if look else []
    for name, value in attributes.items():
        style = _style_of(element, name, value)
        if style:
            looks.append(style)
        elif style is None and element not in _DROPPED.get(name, ()) and name != "xml:space":
            kept[name] = value
    _name(element, attributes, kept)
    if "lang" in kept and "xml:lang" in kept:
        kept["lang"] = kept["xml:lang"]
    if looks:
        kept["style"] = "; ".join(filter(None, [*looks, attributes.get("style", "").strip().rstrip(";")]))
    return _meta(kept) if element == "meta" else kept


def _name(element: str, attributes: Mapping[str, str], kept: dict[str, str]) -> None:
    """Links lead to ids now."""
    name = attributes.get("name", "").strip()
    if element in _DROPPED["name"] and name and "id" not in attributes and not re.search(r"\s", name):
        kept["id"] = name


def _meta(kept: dict[str, str]) -> dict[str, str] | None:
    """What a document says of itself: of what HTTP says, only the type is left."""
    about = kept.get("http-equiv", "").lower()
    if about == "content-type":
        return {"charset": "utf-8"}
    if about and about not in {"default-style", "refresh"}:
        return None
    return kept if {"name", "http-equiv", "charset", "property"} & set(kept) else None


def _style_of(element: str, name: str, value: str) -> str | None:  # noqa: PLR0911  # one rule after the other
    """The style that an attribute stands for; empty for one without effect, None for no attribute of old."""
    value = value.strip().lower()
    if name in {"width", "height"}:
        return _extent(element, name, value)
    if name == "align":
        return _alignment(element, value)
    if name == "border":
        return f"border: {_pixels(value)}{' solid' if _pixels(value) != '0' else ''}"
    if name == "type" and element in {"ul", "li"}:
        return f"list-style-type: {_LIST_TYPES.get(value, value)}"
    if name == "size" and element in {"font", "hr"}:
        return _font_size(value) if element == "font" else f"height: {_pixels(value)}"
    rule = _LOOKS.get(name)
    if rule and element in rule[0]:
        return rule[1](value)
    return None


_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "i": "lower-roman"}
_CELLS = frozenset(("td", "th", "tr", "table", "tbody", "thead", "tfoot", "col", "colgroup", "body"))
_LOOKS: dict[str, tuple[frozenset[str], Callable[[str], str]]] = {
    "bgcolor": (_CELLS, lambda value: f"background-color: {value}"),
    "cellspacing": (frozenset(("table",)), lambda value: f"border-spacing: {_pixels(value)}"),
    "clear": (frozenset(("br",)), lambda value: f"clear: {'both' if value == 'all' else value}"),
    "color": (frozenset(("font", "hr")), lambda value: f"color: {value}"),
    "face": (frozenset(("font",)), lambda value: f"font-family: {value.replace(';', '')}"),
    "hspace": (_SIZED, lambda value: f"margin-left: {_pixels(value)}; margin-right: {_pixels(value)}"),
    "nowrap": (frozenset(("td", "th")), lambda _: "white-space: nowrap"),
    "text": (frozenset(("body",)), lambda value: f"color: {value}"),
    "valign": (_CELLS, lambda value: f"vertical-align: {value}"),
    "vspace": (_SIZED, lambda value: f"margin-top: {_pixels(value)}; margin-bottom: {_pixels(value)}"),
}


def _pixels(value: str) -> str:
    """A length as CSS has it."""
    number = re.match(r"\d+", value)
    if number is None:
        return "0"
    return number.group() + ("%" if value.endswith("%") else "px" if number.group() != "0" else "")


def _extent(element: str, name: str, value: str) -> str | None:
    if element in _SIZED:
        return None if value.isdigit() else f"{name}: {_pixels(value)}"
    return f"{name}: {_pixels(value)}" if re.match(r"\d", value) else ""


def _alignment(element: str, value: str) -> str:
    if element in _SIZED:
        return f"float: {value}" if value in _SIDES else f"vertical-align: {value}"
    if element in {"table", "hr"}:
        centred = "margin-left: auto; margin-right: auto"
        return centred if value == "center" else f"float: {value}" if element == "table" else ""
    if element == "caption" and value not in _SIDES:
        return f"caption-side: {value}"
    return f"text-align: {value}"


def _font_size(value: str) -> str:
    sign, number = value[:1], int(re.sub(r"\D", "", value) or 3)
    steps = 3 + number if sign == "+" else 3 - number if sign == "-" else number
    return f"font-size: {_FONT_SIZES[min(max(steps, 0), 7)]}"
