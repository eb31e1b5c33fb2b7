"""Markdown: rendered to XHTML and read as such, so that one walk makes all blocks.

CommonMark (https://spec.commonmark.org) with tables, strikethrough, footnotes and front matter, as
Pandoc and the well-known sites write them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from booksmith_module.assemble import Found, Metadata
from booksmith_module.book import Book
from booksmith_module.encoding import decode
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.html import leave_out_frame
from booksmith_module.readers.markdown_dialects import in_commonmark
from booksmith_module.readers.single import (
    book_of,
    characters_lost,
    first_heading,
    read_content,
    skipped_words,
)
from booksmith_module.readers.text import read_text
from booksmith_module.readers.xhtml import read_document

_DEEPEST = 100
"""Levels of lists and quotations; Python allows the library no more than a few times as many."""
_FIELD = re.compile(r"([A-Za-z][\w-]*)\s*:\s*(.*)")
_ITEM = re.compile(r"\s*-\s+(.*)")
_TITLE_BLOCK = re.compile(r"%[^\S\n]*(?P<title>[^\n]*)\n(?:%[^\S\n]*(?P<authors>[^\n]*)\n)?(?:%[^\n]*\n)?")
# Names in angle brackets that are elements; any other, such as <name>, is the author's text.
_ELEMENT_NAMES = """
a abbr address area article aside audio b bdi bdo blockquote body br button canvas caption center cite
code col colgroup data dd del details dfn dialog div dl dt em embed fieldset figcaption figure font
footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main
map mark math menu meta nav noscript object ol option p picture pre progress q rp rt ruby s samp script
section select small source span strike strong style sub summary sup svg table tbody td template textarea
tfoot th thead time title tr track tt u ul var video wbr
"""
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
# https://pandoc.org/MANUAL.html#superscripts-and-subscripts; other uses of these signs stay as they are.
_SCRIPT = re.compile(r"(?<=[\w)\]])(?:\^([+\-−]?\d{1,4}|[+\-−])\^|~([+\-−]?\d{1,4})~(?!~))")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)[^<>]*>")


def read_markdown(path: Path, options: ReadingOptions = DEFAULTS) -> Book:
    """Read a Markdown text.

    Raises:
        BookError: It is too large or has no text.
    """
    text = decode(read_content(path)).text
    fields, block, text = _title_block(text)
    plain = in_commonmark(text)
    try:
        rendered = render(plain.text)
    except TooDeepError:
        book = read_text(path, options)
        return replace(
            book, warnings=(*book.warnings, "Its lists or quotations are nested too deep; read as text")
        )
    document = read_document(
        codecs.BOM_UTF8 + f"<html><body>{rendered.markup}</body></html>".encode("utf-8", "replace"),
        path.name.encode("utf-8", "replace").decode(),
    )
    leave_out_frame(document)
    left_out = {
        **rendered.left_out,
        **plain.left_out,
        "front matter": [t for t in (block, rendered.front_matter) if t],
    }
    for kind, texts in left_out.items():
        document.skipped += skipped_words(kind, texts, document.file)
    fields |= _fields(rendered.front_matter)
    metadata = Metadata(
        (fields.get("title") or [""])[0] or first_heading([document]),
        tuple(fields.get("author") or fields.get("authors") or fields.get("creator") or ()),
        (fields.get("lang") or fields.get("language") or [""])[0],
        description=(fields.get("description") or fields.get("abstract") or [""])[0],
        publisher=(fields.get("publisher") or [""])[0],
    )
    return book_of(path, Found(metadata, [document], warnings=characters_lost([document])), options)


def _title_block(text: str) -> tuple[dict[str, list[str]], str, str]:
    """What Pandoc's lines with percent signs at the beginning say, the lines, and the text after them."""
    match = _TITLE_BLOCK.match(text)
    if not match:
        return {}, "", text
    authors = [name.strip() for name in re.split(r"[;,]", match["authors"] or "") if name.strip()]
    return {"title": [match["title"].strip()], "author": authors}, match.group(), text[match.end() :]


class TooDeepError(Exception):
    """Lists and quotations are nested deeper than the library goes; it would leave them out."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A Markdown text made into XHTML.

    Attributes:
        markup: What stands in the body.
        front_matter: As written.
        left_out: Words that are not in the markup, by kind.
    """

    markup: str
    front_matter: str
    left_out: dict[str, list[str]]


def render(text: str) -> Rendered:
    """Return a Markdown text as XHTML.

    Raises:
        TooDeepError: Text would be lost.
    """
    markdown = MarkdownIt("commonmark", {"html": True, "xhtmlOut": True, "maxNesting": _DEEPEST})
    markdown.enable(["table", "strikethrough"])
    markdown.use(footnote_plugin).use(front_matter_plugin).use(deflist_plugin)
    # This step drops notes that no mark leads to, without a word.
    markdown.core.ruler.disable("footnote_tail")
    rules = {
        "footnote_ref": _note_mark,
        "footnote_reference_open": _note_open,
        "footnote_reference_close": _note_close,
        "html_inline": _raw_markup,
        "html_block": _raw_markup,
        "front_matter": _nothing,
        "text": _text,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    env: dict[str, object] = {}
    tokens = markdown.parse(text, env)
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        raise TooDeepError
    _read_lone_numbers(tokens)
    body = markdown.renderer.render(tokens, markdown.options, env)
    named = {"front_matter": "content", "list_item_open": "info", "fence": "info"}
    words = {
        kind: [str(getattr(token, field)) for token in tokens if token.type == kind and getattr(token, field)]
        for kind, field in named.items()
    }
    return Rendered(
        body + _inline_notes(markdown, env),
        "\n".join(words["front_matter"]),
        {"list number": words["list_item_open"], "language of a listing": words["fence"]},
    )


def _read_lone_numbers(tokens: Sequence[Token]) -> None:
    """Read the number of a list of one item that begins with another: "1984. A great year." is no list."""
    lists: list[int] = []
    items: dict[int, list[int]] = {}
    for number, token in enumerate(tokens):
        if token.type == "ordered_list_open":
            lists.append(number)
        elif token.type == "ordered_list_close":
            lists.pop()
        elif token.type == "list_item_open" and lists and token.level == tokens[lists[-1]].level + 1:
            items.setdefault(lists[-1], []).append(number)
    for first, *others in items.values():
        words = next((t for t in tokens[first:] if t.type in {"inline", "list_item_close"}), None)
        if not others and tokens[first].info not in {"", "0", "1"} and words and words.children:
            words.children[0].content = f"{tokens[first].info}. {words.children[0].content}"
            tokens[first].info = ""


def _note_mark(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    meta = tokens[index].meta
    label = meta.get("label")
    shown = f"[{escape(str(label))}]" if label else "*"  # a note written where its mark is has no label
    return f'<a role="doc-noteref" href="#fn-{escape(str(label or _inline_name(meta["id"])))}">{shown}</a>'


def _inline_name(number: int) -> str:
    return f"inline-{number}"


def _note_open(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    label = escape(str(tokens[index].meta["label"]))
    back = f'<a role="doc-backlink" href="#">[{label}]</a>'
    return f'<aside role="doc-footnote" id="fn-{label}">{back}'


def _note_close(_: RendererHTML, __: Sequence[Token], ___: int, ____: OptionsDict, _____: EnvType) -> str:
    return "</aside>\n"


def _nothing(_: RendererHTML, __: Sequence[Token], ___: int, ____: OptionsDict, _____: EnvType) -> str:
    return ""


def _text(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    """Text, with Pandoc's and Scrivener's signs around a number above or below the line as elements."""
    return _SCRIPT.sub(_element_of_script, escape(tokens[index].content))


def _element_of_script(match: re.Match[str]) -> str:
    return f"<sup>{match[1]}</sup>" if match[1] else f"<sub>{match[2]}</sub>"


def _raw_markup(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    return _TAG.sub(
        lambda match: match.group() if match[1].lower() in _ELEMENTS else escape(match.group()),
        tokens[index].content,
    )


def _inline_notes(markdown: MarkdownIt, env: dict[str, object]) -> str:
    """Notes written where their mark is, ``^[like this]``, for the end of the document."""
    notes = env.get("footnotes")
    listed = notes.get("list", {}) if isinstance(notes, dict) else {}
    return "".join(
        f'<aside role="doc-footnote" id="fn-{_inline_name(number)}">'
        f"{markdown.renderer.render(note['tokens'], markdown.options, env)}</aside>"
        for number, note in listed.items()
        if "tokens" in note
    )


def _fields(front_matter: str) -> dict[str, list[str]]:
    """The plain fields of front matter in YAML: one value, a list in brackets, or one item a line."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in front_matter.splitlines():
        if match := _FIELD.fullmatch(line.rstrip()):
            name = match[1].lower()
            fields[name] = _values(match[2])
        elif name and (item := _ITEM.fullmatch(line.rstrip())):
            fields[name] += _values(re.sub(r"^(?:name|text)\s*:\s*", "", item[1]))
    return fields


def _values(written: str) -> list[str]:
    inside = written.strip()
    is_list = inside.startswith("[") and inside.endswith("]")
    parts = inside[1:-1].split(",") if is_list else [inside]
    plain = (part.strip().strip("\"'").strip() for part in parts)
    return [part for part in plain if part and part not in {"|", ">"}]
