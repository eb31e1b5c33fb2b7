"""The rules that hold for every language: marks that voices trip over, notes' marks and line ends."""

from __future__ import annotations

import re

from vox1.script.normalise.rules import Rule, needing

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ENDS_A_PHRASE = re.compile(r"[.!?…:;,—–\-。！？、，：；।؟،؛][\"'”’»)\]」』]*$")
# A word of two letters or more, or what may stand at the end of one: a note's mark follows it.
_NOTED = r"(?:(?<=[^\W\d_]{2})|(?<=[.,;:!?…”’\"»)\]]))"

# Raised digits; "²" and "³" after a unit are squares and cubes.
_RAISED = (
    r"(?:[⁰¹⁴-⁹]|(?<!\bkm)(?<!\bcm)(?<!\bdm)(?<!\bmm)(?<!\bmc)(?<!\bft)(?<!\byd)(?<!\bmi)[²³])[⁰¹²³⁴-⁹]{0,2}"
)


def _ligature(match: re.Match[str]) -> str:
    return _LIGATURES[match.group()]


def _line_end(match: re.Match[str]) -> str:
    """A line that ends in no mark (a verse, a title) still ends in the voice."""
    end = match.start()
    return " " if _ENDS_A_PHRASE.search(match.string[max(0, end - 10) : end]) else ", "


BEFORE: tuple[Rule, ...] = (
    *needing(
        "[\u00a0\u00ad\u2000-\u200b\u202f\u205f\u2060\ufeffﬀ-ﬆ‒―⸺⸻]|--",
        (
            Rule("space", re.compile("[\u00a0\u2000-\u200a\u202f\u205f]"), lambda _: " "),
            Rule("space", re.compile("[\u00ad\u200b\u2060\ufeff]"), lambda _: ""),
            Rule("ligature", re.compile(r"[ﬀ-ﬆ]"), _ligature),
            Rule("dash", re.compile(r"[―⸺⸻]|(?<!-)-{2,3}(?!-)"), lambda _: "—"),
            Rule("dash", re.compile(r"‒"), lambda _: "–"),
        ),
    ),
    *needing(
        r"\. ?\.|……",
        (Rule("ellipsis", re.compile(r"(?<!\.)\.(?: ?\.){2,}|…{2,}"), lambda _: "…"),),
    ),
    *needing(
        r"[⁰¹²³⁴-⁹†‡*[]",
        (
            Rule(
                "note-mark",
                re.compile(rf"{_NOTED}(?:{_RAISED}|\[\d{{1,3}}\]|[†‡]+|\*{{1,3}}(?![\w*]))"),
                lambda _: "",
            ),
            Rule("note-mark", re.compile(r"[†‡]+"), lambda _: " "),
        ),
    ),
)
"""What runs before a language's own rules."""

AFTER: tuple[Rule, ...] = (
    *needing(
        "[\U0001f000-\U0001faff\u200d\ufe0f\u20e3*_#~|^<>{}\\\\\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff]",
        (
            Rule("emoji", re.compile("[\U0001f000-\U0001faff\u200d\ufe0f\u20e3]+"), lambda _: " "),
            Rule("markup", re.compile(r"[*_#~|^<>{}\\]+"), lambda _: " "),
            Rule(
                "ornament",
                re.compile("[\u2190-\u21ff\u25a0-\u266c\u266e\u2670-\u27bf\u2b00-\u2bff]+"),
                lambda _: " ",
            ),
        ),
    ),
    Rule("line-end", re.compile(r"\n"), _line_end),
)
"""What runs after a language's own rules, which read marks such as "#" and line ends."""
