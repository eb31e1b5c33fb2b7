"""Rules: what is written one way and said another, and how a list of them is applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from booksmith_module.alignment import IDENTITY, Alignment, substitute


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is written one way and said another.

    Attributes:
        name: In kebab-case, the same in every language that has the thing; it can be switched off by it.
        pattern: What is written.
        say: Returns what is said, or ``None`` to leave what is written.
        needs: What a text must hold for the pattern to be tried at all; it only saves time.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]
    needs: re.Pattern[str] | None = None


def apply(rules: Iterable[Rule], text: str, without: frozenset[str]) -> tuple[str, Alignment]:
    """Apply each rule to the result of the one before.

    Args:
        rules: In the order they run.
        text: Any text.
        without: Names of rules that are switched off.

    Returns:
        The new text and its alignment to ``text``.
    """
    alignment = IDENTITY
    has: dict[re.Pattern[str] | None, bool] = {None: True}  # what the text holds of what rules need
    for rule in rules:
        if rule.needs not in has:
            has[rule.needs] = rule.needs is None or bool(rule.needs.search(text))
        # Hardly ever: a book has few of each thing, and there are many rules.
        if has[rule.needs] and rule.name not in without and rule.pattern.search(text):
            text, later = _apply_one(rule, text)
            alignment = alignment.then(later)
            has = {None: True}
    return text, alignment


def _apply_one(rule: Rule, text: str) -> tuple[str, Alignment]:
    def said(match: re.Match[str]) -> str:
        spoken = rule.say(match)
        return match.group() if spoken is None else spoken

    return substitute(rule.pattern, said, text)
