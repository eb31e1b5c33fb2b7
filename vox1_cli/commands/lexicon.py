"""``lexicon ACTION``: how names and words are said."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend import Backend
from vox1.errors import InputError
from vox1.script.lexicon import Entry, new_entry
from vox1.script.lexicon_forms import entry_to_json
from vox1.script.trial import Passage, Trial
from vox1_cli.actions import add_action, run_action
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console

_SCHEMA = 1
_FEWEST = 3
_MOST_NAMES = 40
_EXAMPLE_CHARACTERS = 60
_WIDEST_COLUMN = 30


run = run_action


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "lexicon",
        help="say how names and words are pronounced",
        description="Say how names and words are pronounced, in one book or in all. `try` shows what would"
        " change before anything is stored; the next `render` speaks only the chunks with the word anew.",
        epilog='Example: lexicon add Hermione "her-MY-oh-nee" --book "My Book.epub"',
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_list(actions)
    _add_add(actions)
    _add_remove(actions)
    _add_try(actions)
    _add_suggest(actions)
    _add_import_and_export(actions)
    return parser


def _add_list(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = add_action(actions, "list", _list, "show the words and how they are said")
    _add_book(parser, "with the words of this book")


def _add_add(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = add_action(
        actions,
        "add",
        _add,
        "say a word otherwise",
        " Adding the same word again replaces it. A word is found with or without a possessive ending,"
        " and never inside other words. Capitals count if the word has one: “May” is not “may”.",
    )
    _add_word(parser)
    _add_book(parser, "in this book only")
    _add_entry_options(parser)


def _add_remove(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = add_action(actions, "remove", _remove, "take a word out, so that the voice says it its own way")
    parser.add_argument("written", metavar="WRITTEN", help="the word as it was added")
    parser.add_argument("--language", metavar="TAG", help="only its entry for this language")
    _add_book(parser, "from the lexicon of this book")


def _add_try(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = add_action(
        actions,
        "try",
        _try,
        "show every sentence of a book that a word changes",
        " Nothing is stored. With a book alone it shows what the stored lexicon changes.",
    )
    parser.usage = "%(prog)s [WRITTEN SPOKEN] BOOK [options]"
    parser.add_argument(
        "words", nargs="+", metavar="[WRITTEN SPOKEN] BOOK", help="a word, how it is said, and the book"
    )
    _add_entry_options(parser)


def _add_suggest(actions: Commands[argparse.ArgumentParser]) -> None:
    parser = add_action(
        actions, "suggest", _suggest, "list a book's names that are in no dictionary, most frequent first"
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="a book file, or a JSON manifest")
    parser.add_argument(
        "--least", type=int, default=_FEWEST, metavar="N", help=f"how often a name must occur ({_FEWEST})"
    )


def _add_import_and_export(actions: Commands[argparse.ArgumentParser]) -> None:
    columns = " Columns or keys: written, spoken, language, regex (yes or no), case (exact or any)."
    into = add_action(actions, "import", _import, "add all words of a CSV or JSON file", columns)
    into.add_argument("file", type=Path, metavar="FILE", help="CSV with commas, semicolons or tabs, or JSON")
    _add_book(into, "to the lexicon of this book")
    out = add_action(actions, "export", _export, "write the words to a CSV or JSON file", columns)
    out.add_argument("file", type=Path, metavar="FILE", help="to be written, .csv or .json")
    out.add_argument(
        "--semicolons", action="store_true", help="for Excel in countries that write 0,5 instead of 0.5"
    )
    _add_book(out, "the lexicon of this book")


def _add_book(parser: argparse.ArgumentParser, meaning: str) -> None:
    parser.add_argument("--book", type=Path, metavar="BOOK", help=f"{meaning}, not of all books")


def _add_word(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("written", metavar="WRITTEN", help="the word or words as the book has them")
    parser.add_argument("spoken", metavar="SPOKEN", help="how it sounds, such as her-MY-oh-nee")


def _add_entry_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", default="", metavar="TAG", help="only in books of a language: en, de …")
    parser.add_argument("--regex", action="store_true", help="WRITTEN is a regular expression")
    case = parser.add_mutually_exclusive_group()
    case.add_argument(
        "--any-case", dest="match_case", action="store_false", default=None, help="whatever its capitals"
    )
    case.add_argument(
        "--exact-case", dest="match_case", action="store_true", default=None, help="only with these capitals"
    )


def _entry(arguments: argparse.Namespace, written: str, spoken: str) -> Entry:
    return new_entry(
        written, spoken, arguments.language, is_regex=arguments.regex, match_case=arguments.match_case
    )


def _list(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    lexicon = backend.lexicon(arguments.book)
    if console.as_json:
        scopes = {"general": _to_json(lexicon.general), "book": _to_json(lexicon.book)}
        console.result_json({"schema": _SCHEMA, **scopes})
        return 0
    if arguments.book:
        _show_entries(f"In {arguments.book.name}", lexicon.book, console)
        console.result("")
    _show_entries("In all books", lexicon.general, console)
    return 0


def _to_json(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [entry_to_json(entry) for entry in entries]


def _show_entries(heading: str, entries: Sequence[Entry], console: Console) -> None:
    console.result(f"{heading}: {_count(len(entries), 'word')}" if entries else f"{heading}: no words yet")
    widths = [
        min(max((len(text) for text in column), default=0), _WIDEST_COLUMN)
        for column in ([e.written for e in entries], [e.spoken for e in entries])
    ]
    for entry in sorted(entries, key=lambda entry: entry.written.casefold()):
        columns = f"  {entry.written:{widths[0]}}  {entry.spoken:{widths[1]}}  {_remarks(entry)}"
        console.result(columns.rstrip())


def _remarks(entry: Entry) -> str:
    """What of an entry is not as usual."""
    usual = new_entry(entry.written, entry.spoken, is_regex=entry.is_regex).match_case
    case = "exact case" if entry.match_case else "any case"
    remarks = {
        "regular expression": entry.is_regex,
        case: entry.match_case != usual,
        f"only {entry.language}": bool(entry.language),
    }
    return ", ".join(remark for remark, holds in remarks.items() if holds)


def _word(entry: Entry) -> str:
    """A word as a sentence names it."""
    remarks = _remarks(entry)
    return f"“{entry.written}” ({remarks})" if remarks else f"“{entry.written}”"


def _add(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    entry = _entry(arguments, arguments.written, arguments.spoken)
    added = backend.add_words([entry], arguments.book)
    if console.as_json:
        replaced = _to_json(added.replaced)
        console.result_json({"schema": _SCHEMA, "entry": entry_to_json(entry), "replaced": replaced})
        return 0
    where = f"in {arguments.book.name}" if arguments.book else "in all books"
    before = f", no longer “{added.replaced[0].spoken}”" if added.replaced else ""
    console.result(f"{_word(entry)} is said “{entry.spoken}” {where}{before}.")
    return 0


def _remove(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    removed = backend.remove_word(arguments.written, arguments.language, arguments.book)
    if console.as_json:
        console.result_json({"schema": _SCHEMA, "removed": _to_json(removed)})
        return 0
    for entry in removed:
        console.result(f"{_word(entry)} is no longer said “{entry.spoken}”.")
    return 0


def _try(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    *word, book = arguments.words
    if len(word) not in {0, 2}:
        raise InputError(
            "Give a word, how it is said, and the book; or the book alone",
            'For example: lexicon try Hermione "her-MY-oh-nee" "My Book.epub"',
            "usage",
        )
    trial = backend.try_lexicon(Path(book), _entry(arguments, word[0], word[1]) if word else None)
    if console.as_json:
        console.result_json(_trial_to_json(trial))
    else:
        _show_trial(trial, console)
    return 0


def _trial_to_json(trial: Trial) -> dict[str, Any]:
    return {
        "schema": _SCHEMA,
        "sentences": len(trial.changes),
        "chunks": trial.chunks,
        "chunks_changed": trial.chunks_changed,
        "chapters": [{"number": number, "title": title} for number, title in trial.titles.items()],
        "changes": [
            {"place": change.place, "before": asdict(change.before), "after": asdict(change.after)}
            for change in trial.changes
        ],
    }


def _show_trial(trial: Trial, console: Console) -> None:
    if not trial.changes:
        console.result("No sentence of the book changes.")
        return
    verb = "changes" if len(trial.changes) == 1 else "change"
    console.result(
        f"{_count(len(trial.changes), 'sentence')} {verb},"
        f" in {trial.chunks_changed:,} of {_count(trial.chunks, 'chunk')}."
    )
    shown = 0
    for change in trial.changes:
        number = int(change.place.partition(".")[0])
        if number != shown:
            console.result(f"\nChapter {number}: {trial.titles[number]}")
            shown = number
        console.result(f"{change.place:>8}  - {_marked(change.before)}\n{'':8}  + {_marked(change.after)}")


def _marked(passage: Passage) -> str:
    """A sentence with its changed words in brackets."""
    parts: list[str] = []
    read = 0
    for start, end in passage.marks:
        parts += (passage.text[read:start], "[", passage.text[start:end], "]")
        read = end
    return "".join([*parts, passage.text[read:]])


def _suggest(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    suggested = backend.suggest_words(arguments.book, arguments.least)
    if console.as_json:
        console.result_json({"schema": _SCHEMA, **asdict(suggested)})
        return 0
    if not suggested.has_dictionary:
        console.note(
            f"warning: there is no list of words for the language “{suggested.language}”:"
            " all names are shown, not only unusual ones"
        )
    if not suggested.names:
        console.result(f"No unusual name occurs {arguments.least} times or more.")
        return 0
    shown = suggested.names[:_MOST_NAMES]
    width = min(max(len(name.word) for name in shown), _WIDEST_COLUMN)
    for name in shown:
        example = _around(name.example, name.word, shutil.get_terminal_size().columns - width - 12)
        console.result(f"{name.count:6,}  {name.word:{width}}  {example}")
    if len(suggested.names) > len(shown):
        console.note(f"{len(suggested.names) - len(shown):,} more occur less often; --json lists them all.")
    console.note(f'Next: lexicon try {shown[0].word} "HOW IT SOUNDS" "{arguments.book}"')
    return 0


def _around(sentence: str, word: str, room: int) -> str:
    """As much of a sentence around a word as there is room for."""
    room = max(room, _EXAMPLE_CHARACTERS // 2)
    flat = " ".join(sentence.split())
    start = max(0, min(flat.find(word) - room // 2, len(flat) - room))
    cut = flat[start : start + room]
    return f"{'…' * (start > 0)}{cut.strip()}{'…' * (start + room < len(flat))}"


def _import(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    added = backend.import_lexicon(arguments.file, arguments.book)
    if console.as_json:
        new, replaced = _to_json(added.new), _to_json(added.replaced)
        console.result_json(
            {"schema": _SCHEMA, "new": new, "replaced": replaced, "unchanged": added.unchanged}
        )
        return 0
    console.result(
        f"{_count(len(added.new), 'word')} added, {len(added.replaced):,} replaced,"
        f" {added.unchanged:,} there already."
    )
    for entry in added.replaced:
        console.result(f"  {_word(entry)} was “{entry.spoken}”")
    return 0


def _export(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    delimiter = ";" if arguments.semicolons else ","
    count = backend.export_lexicon(arguments.file, delimiter, arguments.book)
    if console.as_json:
        console.result_json({"schema": _SCHEMA, "file": str(arguments.file), "entries": count})
        return 0
    console.result(f"{_count(count, 'word')} written to {arguments.file}")
    return 0


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
