"""How often speech of a text that repeats itself is taken for a loop, and how many loops are caught there.

Usage: .venv/bin/python benchmarks/refrains.py  (about three minutes)

Three voices learn from the sample book, then read texts made to repeat themselves: refrains, lists, counting,
litanies, times tables, numbers in words; and chunks of the book of `benchmarks/long_book.py`, whose
paragraphs end in numbers. Then the same takes with a loop of 30 to 70 % of the text in them. With ``--tune``
other words and other numbers are used: thresholds are chosen by what that prints.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import long_book  # noqa: E402  # the line above
from benchmarks.take_checks import Booth, Counts, check, chunk, sentences, wilson  # noqa: E402
from booksmith_module.readers.epub import read_epub  # noqa: E402
from vox1.audio.analysis import analyse  # noqa: E402
from vox1.engines.registry import engine_row  # noqa: E402
from vox1.render.cast import Cast  # noqa: E402
from vox1.render.keys import VoiceChoice  # noqa: E402
from vox1.render.norms import VoiceNorm  # noqa: E402
from vox1.render.plan import plan_chunks  # noqa: E402
from vox1.render.verdict import Check  # noqa: E402
from vox1.script.normalise.spoken import normalise  # noqa: E402
from vox1.script.speech import Speech  # noqa: E402
from vox1.settings import Settings  # noqa: E402
from vox1_worker import take_file  # noqa: E402
from vox1_worker.engines.faults import FAULTS, Audio, Faulty, Material  # noqa: E402

RATES_WPM = (150, 175, 210)
_LEARNED = 100
_BOOK_HOURS = 10
_LOOPS = ("loop", "loop instead")

Words = Mapping[str, Sequence[str]]
Maker = Callable[[random.Random, Words], str]

TUNING: Words = {
    "name": ("Anna", "Mr. Bell", "the baker", "Tom", "old Ruth", "the ferryman", "my uncle"),
    "thing": ("a lamp", "three eggs", "the brass key", "a coil of rope", "her blue coat", "a sack of meal"),
    "place": ("the mill", "the harbour wall", "Barrow Lane", "the top of the stair", "the chapel"),
    "did": ("looked at the sea", "shut the door", "counted the spoons", "laughed out loud", "sat down"),
    "line": (
        "Row the boat home, my darling, row the boat home.",
        "And the wind it blew from the north, and the wind it blew cold.",
        "Oh, who will wind the clock when I am gone?",
        "Down by the water where the willows lean.",
    ),
    "verse": (
        "The morning came up grey as slate.",
        "My father went out with a lantern and a dog.",
        "We had no bread, we had no wood, we had one candle left.",
        "The tide was out and the boats lay over.",
        "Nobody spoke of it until the spring.",
    ),
}
HELD_OUT: Words = {
    "name": ("Clara", "Doctor Finch", "the cook", "Peter", "the smith", "young Alice", "the stranger"),
    "thing": (
        "a candle",
        "two loaves",
        "the silver bell",
        "a pair of boots",
        "his torn map",
        "a jar of honey",
    ),
    "place": ("the bridge", "the garden gate", "Market Street", "the end of the pier", "the tower"),
    "did": ("turned to the window", "lit the fire", "folded the letter", "began to cry", "went to bed"),
    "line": (
        "Turn, turn again, little wheel, turn again.",
        "But the river ran on to the sea, my love, the river ran on to the sea.",
        "Ring the bell, sister, ring the bell for me.",
        "Far over the hills and a long way off.",
    ),
    "verse": (
        "The summer was dry and the wells were low.",
        "A soldier came by with his arm in a sling.",
        "They sold the cow, they sold the cart, they kept the old red hen.",
        "Snow fell on the roofs and on the road.",
        "There was a letter, but no one could read it.",
    ),
}
_WORDS = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_NUMBERS = tuple(_WORDS.split())
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _in_words(number: int) -> str:
    if number < len(_NUMBERS):
        return _NUMBERS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_NUMBERS[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_NUMBERS[hundreds]} hundred" + (f" and {_in_words(rest)}" if rest else "")


def _refrain(chance: random.Random, words: Words) -> str:
    line = chance.choice(words["line"])
    verses = chance.sample(words["verse"], 3)
    return " ".join(f"{verse} {line}" for verse in verses)


def _and_then(chance: random.Random, words: Words) -> str:
    names, did = chance.sample(words["name"], 4), words["did"]
    return " ".join(f"And then {name} {chance.choice(did)}." for name in names)


def _same_order(chance: random.Random, words: Words) -> str:
    names, did = chance.sample(words["name"], 4), chance.choice(words["did"])
    return f"First {names[0]} {did}, " + ", ".join(f"and then {name} {did}" for name in names[1:]) + "."


def _growing_list(chance: random.Random, words: Words) -> str:
    things = chance.sample(words["thing"], 4)
    lines = [f"I went to {chance.choice(words['place'])} and I took {things[0]}."]
    lines += [f"I went out and I took {', and '.join(things[count::-1])}." for count in range(1, 4)]
    return " ".join(lines)


def _litany(chance: random.Random, words: Words) -> str:
    names = chance.sample(words["name"], 5)
    return " ".join(f"Remember {name}, we ask you." for name in names)


def _dialogue(chance: random.Random, words: Words) -> str:
    one, other = chance.sample(words["name"], 2)
    said = ("No.", "Why not?", "It is too late.", "Is it?", "I think so.", "You always do.", "Go on, then.")
    lines = chance.sample(said, 6)
    return " ".join(
        f"“{line[:-1]}{'?' if line[-1] == '?' else ','}” said {one if number % 2 else other}."
        for number, line in enumerate(lines)
    )


def _counting(chance: random.Random, words: Words) -> str:
    start = chance.randrange(1, 90)
    numbers = ", ".join(_in_words(start + step) for step in range(12))
    return f"{chance.choice(words['verse'])} {numbers.capitalize()}."


def _times_table(chance: random.Random, words: Words) -> str:
    del words
    factor = chance.randrange(2, 13)
    first = chance.randrange(2, 7)
    lines = (
        f"{_in_words(n)} times {_in_words(factor)} is {_in_words(n * factor)}."
        for n in range(first, first + 6)
    )
    return " ".join(line.capitalize() for line in lines)


def _years(chance: random.Random, words: Words) -> str:
    low = chance.randrange(100, 900)
    numbers = sorted(chance.sample(range(low, low + 60), 5))
    came = (f"{chance.choice(words['name'])} came to {chance.choice(words['place'])}" for _ in numbers)
    return " ".join(
        f"In the year {_in_words(number)} {one}." for number, one in zip(numbers, came, strict=True)
    )


def _telephone(chance: random.Random, words: Words) -> str:
    digits = " ".join(_NUMBERS[chance.randrange(4)] for _ in range(9))
    return f"“The number,” said {chance.choice(words['name'])}, “is {digits}. I will say it again: {digits}.”"


def _contents(chance: random.Random, words: Words) -> str:
    first = chance.randrange(1, 30)
    return " ".join(
        f"Chapter {_in_words(first + number)}: in which {chance.choice(words['name'])} {did}."
        for number, did in enumerate(chance.sample(words["did"], 4))
    )


def _word_again(chance: random.Random, words: Words) -> str:
    word = chance.choice(("Never", "Run", "Nothing", "Tomorrow", "Please"))
    again = f"{word}, {word.lower()}, {word.lower()}, {word.lower()}"
    return f"“{again},” said {chance.choice(words['name'])}. {chance.choice(words['verse'])} “{again}!”"


MAKERS: Mapping[str, Maker] = {
    "refrain": _refrain,
    "and then": _and_then,
    "the same in order": _same_order,
    "growing list": _growing_list,
    "litany": _litany,
    "said, said": _dialogue,
    "counting": _counting,
    "times table": _times_table,
    "years": _years,
    "number said twice": _telephone,
    "contents": _contents,
    "word again and again": _word_again,
}


def _book() -> list[str]:
    """The chunks of a long book as said, whose numbers have up to four digits."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.epub"
        long_book.build(path, _BOOK_HOURS)
        voice = VoiceChoice(engine_row("espeak"), "", "gmw/en", {}, 0)
        book = read_epub(path)
        plan = plan_chunks(book, Cast(book, Settings(), lambda *_: voice, Speech))
        return [planned.spoken for planned in plan]


def texts(count: int, *, tune: bool) -> Iterator[tuple[str, str]]:
    """Yield kinds and texts as said, so many of each kind and four times as many of the long book."""
    chance, words = random.Random(f"refrains {tune}"), TUNING if tune else HELD_OUT
    for kind, make in MAKERS.items():
        yield from ((kind, normalise(make(chance, words), "en")) for _ in range(count))
    book = _book()
    half = book[0 if tune else 1 :: 2]
    yield from (("long book", text) for text in chance.sample(half, 4 * count))


def learned(booth: Booth) -> VoiceNorm:
    """Return what is normal for a voice that has read some of the sample."""
    norm, pool = VoiceNorm(), sentences("en", "both", booth.random)
    for _ in range(_LEARNED):
        text = normalise(chunk(pool, booth.random), "en")
        audio = booth.speech(text)
        if check(Faulty(audio), text, booth.rate_hz, norm, Counts()).is_good:
            norm.learn(analyse(take_file.to_pcm16(audio), booth.rate_hz), text)
    return norm


def _material(booth: Booth, speech: Audio) -> Material:
    share = booth.random.uniform(0.3, 0.7)
    return Material(
        speech, speech, speech, speech, booth.room(100), booth.rate_hz, 60.0, share, booth.generator
    )


def _row(name: str, counts: Mapping[str, int]) -> str:
    cells = [f"{counts['made']}", f"{counts['bad']}", f"{counts['loops']}"]
    for fault in _LOOPS:
        low, high = wilson(counts[fault], counts["made"])
        share = 100 * counts[fault] / max(1, counts["made"])
        cells.append(f"{share:.1f} ({100 * low:.1f} to {100 * high:.1f})")
    return f"| {' | '.join((name, *cells))} |"


def main() -> None:
    """Read all texts in each voice and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=17, help="texts of each kind and voice")
    parser.add_argument("--tune", action="store_true", help="use other words and numbers")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in (*MAKERS, "long book", "all")}
    for rate_wpm in RATES_WPM:
        booth = Booth("en", rate_wpm, f"refrains {rate_wpm} {options.tune}")
        norm = learned(booth)
        for kind, text in texts(options.count, tune=options.tune):
            speech = booth.speech(text)
            verdict = check(Faulty(speech), text, booth.rate_hz, norm, Counts())
            made = _material(booth, speech)
            found = ["made"] + ["bad"] * (not verdict.is_good)
            found += ["loops"] * any(finding.check is Check.LOOP for finding in verdict.findings)
            for fault in _LOOPS:
                caught = not check(FAULTS[fault](made), text, booth.rate_hz, norm, Counts()).is_good
                found += [fault] * caught
            counts[kind].update(found)
            counts["all"].update(found)
    print("| texts | clean chunks | called bad | for a loop | loops caught | loops instead caught |")
    print("|---|---|---|---|---|---|")
    for kind, found_of_kind in counts.items():
        print(_row(kind, found_of_kind))


if __name__ == "__main__":
    main()
