"""Rules: what is written one way and said another, and how a list of them is applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from booksmith_module.alignment import IDENTITY, Alignment, substitute

# Not "\d", which is slow to look for: the digits of other scripts stand among their letters.
DIGIT = r"[0-9¹²³¼-¾⅐-⅞⁰⁴-⁹₀-₉\u0660-\u1dff\ua620-\uabff\uff10-\uff19\U000104a0-\U0001fbff]"
"""Pattern of what rules for numbers need: a digit of any kind."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is written one way and said another.

    Attributes:
        name: In kebab-case, the same in every language that has the thing; it can be switched off by it.
        pattern: What is written.
        say: Returns what is said, or ``None`` to leave what is written.
        needs: What a text must hold for the rule to change it: it only saves time, so it is far quicker to
            look for than the pattern, and neighbours share one. Without it the pattern is always tried.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]
    needs: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring rules that need the same; most texts do without most groups.

    Attributes:
        needs: What a text must hold for any of the rules to change it; ``None`` for no such thing.
        rules: In the order they run.
    """

    needs: re.Pattern[str] | None
    rules: tuple[Rule, ...]


def grouped(rules: Iterable[Rule]) -> tuple[Group, ...]:
    """Return rules in their order, neighbours that need the same as one group."""
    return tuple(Group(needs, tuple(same)) for needs, same in groupby(rules, attrgetter("needs")))


def needing(needs: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules with what a text must hold for any of them to change it, as a pattern."""
    return tuple(replace(rule, needs=re.compile(needs)) for rule in rules)


def behind(words: Iterable[str], mark: str) -> str:
    """Return a pattern for a place behind any of the words and a mark of one character or more.

    Put after the mark, which is quick to find, it spares a search for the words.
    """
    lengths: dict[int, list[str]] = {}  # Python looks behind by a fixed length only
    for word in words:
        lengths.setdefault(len(word), []).append(re.escape(word))
    return "(?:" + "|".join(f"(?<=(?:{'|'.join(same)}){mark})" for same in lengths.values()) + ")"


def point_after(words: Iterable[str]) -> str:
    """Return a pattern for the point after any of the words, quick to look for."""
    return rf"\.{behind(words, '[.]')}"


def apply(groups: Iterable[Group], text: str, without: frozenset[str]) -> tuple[str, Alignment]:
    """Apply each rule to the result of the one before.

    Args:
        groups: All rules, in the order they run.
        text: Any text.
        without: Names of rules that are switched off.

    Returns:
        The new text and its alignment to ``text``.
    """
    alignment = IDENTITY
    lacks: set[str] = set()  # what the text was found not to hold of what rules need
    for group in groups:
        if group.needs is not None:
            if group.needs.pattern in lacks:
                continue
            if not group.needs.search(text):
                lacks.add(group.needs.pattern)
                continue
        for rule in group.rules:
            # Hardly ever: a book has few of each thing, and there are many rules.
            if rule.pattern.search(text) and rule.name not in without:
                text, later = _apply_one(rule, text)
                alignment = alignment.then(later)
                lacks.clear()
    return text, alignment


def _apply_one(rule: Rule, text: str) -> tuple[str, Alignment]:
    def said(match: re.Match[str]) -> str:
        spoken = rule.say(match)
        return match.group() if spoken is None else spoken

    return substitute(rule.pattern, said, text)
