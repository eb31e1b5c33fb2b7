"""Dialects of Markdown: what Pandoc, Obsidian and others add, put into CommonMark's words or left out.

Pandoc: https://pandoc.org/MANUAL.html; Obsidian: https://help.obsidian.md/syntax. Code is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DIV = re.compile(r" {0,3}:{3,}(?P<words>.*)")
_LINE_BLOCK = re.compile(r"\| +(?P<line>\S.*?)\s*")
_CALLOUT = re.compile(r"(?P<quote>\s*(?:> ?)+)\[!(?P<words>[\w-]+)\][+-]?\s*")
_TASK = re.compile(r"(?P<item>\s*(?:[-*+]|\d+[.)])\s+)\[[ xX]\]\s+")
_CODE = re.compile(r"(`+)(?:(?!\1).)*\1(?!`)")
# What stands in a line and is not said, and what it is.
_NOT_SAID = (
    ("comment", re.compile(r"%%(?P<words>.*?)%%")),
    ("picture", re.compile(r"!\[\[(?P<words>[^\[\]]*)\]\]")),
    ("citation", re.compile(r" ?\[(?P<words>(?:[^\[\]@]*[\s;-])?@\w[^\[\]]*)\](?![\[(:])")),
    ("attribute", re.compile(r"(?:(?<=[)\]`])|\s+(?=\{[^{}]*\}\s*#*\s*$))\{(?P<words>[^{}\n]*)\}")),
)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=\S)(.+?)(?<=\S)==(?![=\w])")
_ATTRIBUTES = re.compile(r"\s*(?:[#.][\w:.-]+|[\w-]+=(?:\"[^\"]*\"|\S+)|-|=\w+)(?:\s|$)")


class Plain(NamedTuple):
    """A text in CommonMark.

    Attributes:
        text: What is said.
        left_out: Words that are not, by kind.
    """

    text: str
    left_out: dict[str, list[str]]


def in_commonmark(text: str) -> Plain:
    """Return a text without the signs of dialects: attributes, divisions, line blocks, citations ..."""
    left_out: dict[str, list[str]] = {}

    def leave_out(kind: str, words: str) -> None:
        left_out.setdefault(kind, []).append(words)

    lines = text.split("\n")
    shown = [line if is_code else _line(line, leave_out) for line, is_code in _with_code(lines)]
    return Plain("\n".join(shown), left_out)


def _with_code(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is a fence or between two."""
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        is_end = bool(found and fence and found[1][0] == fence[0] and len(found[1]) >= len(fence))
        yield line, bool(fence or found)
        fence = "" if is_end else fence or (found[1] if found else "")


def _line(line: str, leave_out: Callable[[str, str], None]) -> str:
    if div := _DIV.fullmatch(line):
        if div["words"].strip():
            leave_out("attribute", div["words"])
        return ""
    if (verse := _LINE_BLOCK.fullmatch(line)) and "|" not in verse["line"]:
        line = f"{verse['line']}  "  # a line end that is kept
    if callout := _CALLOUT.match(line):
        leave_out("attribute", callout["words"])
        line = callout["quote"] + line[callout.end() :]
    line = _TASK.sub(lambda match: match["item"], line, count=1)
    pieces, last = [], 0
    for code in _CODE.finditer(line):
        pieces += [_words(line[last : code.start()], leave_out), code.group()]
        last = code.end()
    return "".join([*pieces, _words(line[last:], leave_out)])


def _words(part: str, leave_out: Callable[[str, str], None]) -> str:
    """A part of a line that is no code."""
    for kind, pattern in _NOT_SAID:

        def cut(match: re.Match[str], kind: str = kind) -> str:
            if kind == "attribute" and not _ATTRIBUTES.match(match["words"]):
                return match.group()  # braces of the author's
            leave_out(kind, match["words"])
            return ""

        part = pattern.sub(cut, part)
    return _HIGHLIGHT.sub(r"\1", _LINK.sub(r"\1", part))
