"""The spoken form: a text as it is said, with the way back to the text as written."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from booksmith_module.alignment import Alignment
from vox1.script.normalise import common
from vox1.script.normalise.rules import Rule, apply

_MODULES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}
"""The module with a language's rules; other languages get only the common ones."""


def spoken_form(text: str, language: str, *, without: frozenset[str] = frozenset()) -> tuple[str, Alignment]:
    """Return a text as it is said, and its alignment to the text as written.

    Args:
        text: As written; a newline is the end of a line or paragraph.
        language: A BCP 47 tag.
        without: Names of rules that are switched off: the user's choice, or what an engine reads well.
    """
    return apply(_rules(language.lower()), text, without)


def normalise(text: str, language: str) -> str:
    """Return a text as it is said."""
    return spoken_form(text, language)[0]


@lru_cache(maxsize=32)
def _rules(language: str) -> tuple[Rule, ...]:
    """The rules for a language tag in lower case, in the order they run."""
    return (*common.BEFORE, *_own_rules(language), *common.AFTER)


def _own_rules(language: str) -> tuple[Rule, ...]:
    """A language's own rules: those of its region where its module has ``REGIONS``, else its ``RULES``."""
    primary, *others = language.replace("_", "-").split("-")
    name = f"vox1.script.normalise.{_MODULES.get(primary, '')}"
    if primary not in _MODULES or find_spec(name) is None:
        return ()
    module = import_module(name)
    regions: dict[str, tuple[Rule, ...]] = getattr(module, "REGIONS", {})
    rules: tuple[Rule, ...] = module.RULES
    return next((regions[part] for part in others if part in regions), rules)
