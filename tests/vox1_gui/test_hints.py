"""Hints: the window says what to do in the window, not what to type on a command line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from vox1_gui import texts
from vox1_gui.bridge import Job
from vox1_gui.messages import Failed, Trouble

_ROOT = Path(texts.__file__).parents[2]
_TYPED = re.compile(r"--[a-z]|`[a-z]+ |run\.py")
"""An option, or a command."""
_ELSEWHERE = {
    "bad-input": "a file of a lexicon in another form, which the window does not take",
    "scan": "the Book page asks whether the text is to be recognised",
    "`err.code`": "a take that is damaged is put aside, and the panel shows those that are left",
    "`f'{take.standing.value}-take'`": "hints.useless-take and hints.incomplete-take",
}
"""Codes of hints that need no other words, and why."""


def _words(node: ast.AST) -> str:
    return " ".join(
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def _codes_with_commands() -> Iterator[str]:
    """The codes of all errors in the core whose hints name what is typed."""
    paths = [
        _ROOT / "backend.py",
        *(_ROOT / "vox1").rglob("*.py"),
        *(_ROOT / "booksmith_module").rglob("*.py"),
    ]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            name, arguments = node.func.id, node.args
            if name == "BookError":
                if len(arguments) == 3 and _TYPED.search(_words(arguments[2])):
                    yield str(ast.literal_eval(arguments[0]))
                continue
            is_error = re.search(r"(Error|Failed|GaveUp|Damaged|Busy)$", name) and len(arguments) in {2, 3}
            if is_error and _TYPED.search(_words(arguments[1])):
                code = arguments[2] if len(arguments) == 3 else ast.Constant("bad-input")
                yield str(code.value) if isinstance(code, ast.Constant) else f"`{ast.unparse(code)}`"


def test_no_hint_in_the_window_names_an_option() -> None:
    """Where the core's does, the catalogue has another for its code."""
    codes = set(_codes_with_commands())
    assert {"disk-full", "no-voice", "no-environment", "password"} <= codes
    known = {code for code in codes if texts.load("en").get(f"hints.{code}")}
    assert codes - known - set(_ELSEWHERE) == set()


def test_our_own_hints_name_none() -> None:
    """In no language."""
    for language in texts.LANGUAGES:
        hints = {key: text for key, text in texts.load(language).items() if key.startswith("hints.")}
        assert {key for key, text in hints.items() if _TYPED.search(text)} == set()


def test_a_hint_is_put_into_our_words() -> None:
    """By its code; any other hint stays as it is."""
    told: list[Trouble] = []
    for trouble in (
        Trouble("no-style", "It takes none", "Leave --style out."),
        Trouble("odd", "Odd", "Wait."),
    ):
        job: Job[None] = Job(1, lambda _: None, told.append)
        job.receive(Failed(1, trouble))
    assert [one.message for one in told] == ["It takes none", "Odd"]
    assert told[0].hint == texts.say("hints.no-style")
    assert told[1].hint == "Wait."
