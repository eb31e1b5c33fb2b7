"""What the word check catches, given what a recogniser wrote down.

Usage: .venv/bin/python benchmarks/word_checks.py  (half a minute)

No sound and no recogniser: transcripts are made of the texts held out for `take_checks.py`, in six
languages, with the slips of a good recogniser: of a hundred words four misspelt by a letter, two left out
and one taken for another. Prints the table for docs/reliability.md.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.take_checks import VOICES, chunk, sentences, wilson  # noqa: E402  # the line above
from vox1.render.words import compare  # noqa: E402

_MADE = 84
"""Of each kind and language: 504 in six."""
_MISSPELT, _LEFT_OUT, _TAKEN_FOR_ANOTHER = 0.04, 0.02, 0.01

Said = Callable[[Sequence[str], Sequence[str], random.Random], list[str]]
"""From the words of a text and those of another to the words that were said."""


def _clean(words: Sequence[str], _other: Sequence[str], _chance: random.Random) -> list[str]:
    return list(words)


def _lost(low: float, high: float) -> Said:
    def said(words: Sequence[str], _other: Sequence[str], chance: random.Random) -> list[str]:
        start, end = _hit(len(words), chance.uniform(low, high), chance)
        return [*words[:start], *words[end:]]

    return said


def _instead(low: float, high: float) -> Said:
    def said(words: Sequence[str], other: Sequence[str], chance: random.Random) -> list[str]:
        start, end = _hit(len(words), chance.uniform(low, high), chance)
        return [*words[:start], *_cycled(other, end - start), *words[end:]]

    return said


def _again(low: float, high: float) -> Said:
    def said(words: Sequence[str], _other: Sequence[str], chance: random.Random) -> list[str]:
        start, end = _hit(len(words), chance.uniform(low, high), chance)
        return [*words[:end], *words[start:end], *words[end:]]

    return said


_KINDS: Mapping[str, Said] = {
    "nothing": _clean,
    "lost, 30-70 %": _lost(0.3, 0.7),
    "lost, 10-30 %": _lost(0.1, 0.3),
    "other words, 30-70 %": _instead(0.3, 0.7),
    "other words, 10-30 %": _instead(0.1, 0.3),
    "said again, 30-70 %": _again(0.3, 0.7),
    "said again, 10-30 %": _again(0.1, 0.3),
    "another text": _instead(1.0, 1.0),
}


def _hit(words: int, share: float, chance: random.Random) -> tuple[int, int]:
    length = max(1, round(share * words))
    start = chance.randint(0, max(0, words - length))
    return start, start + length


def _cycled(words: Sequence[str], count: int) -> list[str]:
    return [words[place % len(words)] for place in range(count)]


def _heard(words: Sequence[str], other: Sequence[str], chance: random.Random) -> str:
    """The words with a recogniser's slips."""
    heard = []
    for word in words:
        slip = chance.random()
        if slip < _MISSPELT:
            place = chance.randrange(len(word))
            heard.append(word[:place] + chance.choice("aeiourstn") + word[place + 1 :])
        elif slip < _MISSPELT + _TAKEN_FOR_ANOTHER:
            heard.append(chance.choice(other))
        elif slip >= _MISSPELT + _TAKEN_FOR_ANOTHER + _LEFT_OUT:
            heard.append(word)
    return " ".join(heard)


def _caught(said: Said, language: str) -> int:
    chance = random.Random(f"{language} words")
    pool = sentences(language, "held out", chance)
    caught = 0
    for _ in range(_MADE):
        text, other = chunk(pool, chance), chunk(pool, chance).split()
        heard = _heard(said(text.split(), other, chance), other, chance)
        caught += bool(compare(text, heard).reasons)
    return caught


def main() -> None:
    """Count every kind in every language and print the table."""
    print("| fault | made | caught | of 100 | 95 % interval |")
    print("|---|---|---|---|---|")
    for kind, said in _KINDS.items():
        made, caught = _MADE * len(VOICES), sum(_caught(said, language) for language in VOICES)
        low, high = (100 * bound for bound in wilson(caught, made))
        print(f"| {kind} | {made} | {caught} | {100 * caught / made:.1f} | {low:.1f} to {high:.1f} |")


if __name__ == "__main__":
    main()
