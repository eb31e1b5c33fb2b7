"""Plain Markdown: the words of a Markdown text without its markup, by what its signs look like.

It does not know which signs have an effect where they stand; the reader, a true parser, does.
"""

from __future__ import annotations

import re
from html import escape

from booksmith_module.audit import markup_pieces

_FENCED = r"^[ \t>]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"
_INLINE = r"(?<![`\\])(?P<ticks>`{1,4})(?!`)(?:[^\n]|\n(?![ \t]*\n))*?(?<!`)(?P=ticks)(?!`)"
_CODE = re.compile(f"{_FENCED}|{_INLINE}", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_TITLE = r"""(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*"""
_TARGET = re.compile(rf"\]\([ \t]*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*){_TITLE}\)")
_DEFINITION = re.compile(
    rf"^[ \t>]*\[([^\]\[^][^\]\[]*)\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|\S+){_TITLE}$", re.MULTILINE
)
_REFERENCE = re.compile(r"\]\[([^\]\[]+)\]")


_NO_MARKS = dict.fromkeys((0xE000, 0xE001), " ")
_KEPT = re.compile("\ue000(\\d+)\ue001")
"""Stands for a piece of code, in which no sign has an effect: characters that mean nothing by themselves."""


def markdown_pieces(text: str) -> list[str]:
    """Return the words that a Markdown text shows, cut at every tag, in order."""
    kept: dict[str, int] = {}  # the same code has the same number, for it may name a link's target

    def keep(code: re.Match[str]) -> str:
        return f"\ue000{kept.setdefault(escape(code.group()), len(kept))}\ue001"

    text = _without_signs(_CODE.sub(keep, text.translate(_NO_MARKS)))
    codes = list(kept)
    return markup_pieces(_KEPT.sub(lambda mark: codes[int(mark[1])], text))


def _without_signs(text: str) -> str:
    """Prose without the targets of its links; an address that is its own link stays."""
    defined = {_label(name) for name in _DEFINITION.findall(text)}
    text = _DEFINITION.sub("", text)
    text = _TARGET.sub("]", text)
    text = _REFERENCE.sub(lambda match: "]" if _label(match[1]) in defined else match.group(), text)
    return _ADDRESS.sub(r" \1 ", text)


def _label(written: str) -> str:
    """The name of a link's target: neither capitals nor line ends make another of it."""
    return " ".join(written.split()).casefold()
