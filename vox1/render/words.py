"""Words: what was heard in a take against what was to be said; who listens is another matter.

Spelling is not speech. Case, accents, punctuation and the ways to write a number are folded away, and a
word that differs by a letter or two counts as heard: recognisers spell names as they please.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

REVISION = 1
"""Raised when the comparison changes; a take that was heard keeps the revision it was judged by."""

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""".split()  # noqa: SIM905  # twenty quoted words would fill the screen
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_ORDINALS = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}
_VALUES: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * ten for ten, word in enumerate(_TENS, 2)},
}
_VARIANTS = {
    "mister": "mr",
    "missus": "mrs",
    "doctor": "dr",
    "saint": "st",
    "okay": "ok",
}
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no spaces between words: there a character counts as one."""
_GROUPED = re.compile(r"(?<=\d)[,.\u00a0\u202f ](?=\d{3}(?!\d))")
_LIKE = 0.72
"""Share of letters that two spellings of one word have in common at least."""
_MOST_RATE = 0.25
"""Word error rate from which a take is not its text: the best recognisers stay below 0.1 on clean speech."""
_LONG_RUN_WORDS = 6
"""So many words in a row are lost or added by no slip of a recogniser."""
_MISSING_SHARE = 0.35
"""A sentence of which less was heard is missing."""
_LEAST_SENTENCE_WORDS = 3
_SENTENCE = re.compile(r"(?:[^.!?。！？…]|\.(?=\w))+[.!?。！？…]*")
"""A point within a word or number ends nothing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was heard against what was to be said.

    Attributes:
        words: How many were to be said.
        wrong: Words heard as others.
        missing: Words not heard.
        added: Words heard that were not to be said.
        missing_sentences: As written, those of which next to nothing was heard.
        repeated_sentences: As written, those heard again.
        longest_unheard: Most words in a row that were not heard, or heard as others.
        longest_added: Most words in a row heard that were not to be said.
    """

    words: int
    wrong: int
    missing: int
    added: int
    missing_sentences: tuple[str, ...]
    repeated_sentences: tuple[str, ...]
    longest_unheard: int = 0
    longest_added: int = 0

    @property
    def error_rate(self) -> float:
        """Word error rate; may be above 1 where much was added."""
        return (self.wrong + self.missing + self.added) / max(1, self.words)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the take cannot be used, for a listener; empty where it can."""
        reasons = [f"this was not heard: {_short(sentence)}" for sentence in self.missing_sentences]
        reasons += [f"this was heard twice: {_short(sentence)}" for sentence in self.repeated_sentences]
        if not reasons and self.error_rate > _MOST_RATE:
            reasons = [f"{100 * min(1.0, self.error_rate):.0f} % of its words were not heard as written"]
        if not reasons and self.longest_unheard >= _LONG_RUN_WORDS:
            reasons = [f"{self.longest_unheard} words in a row were not heard"]
        if not reasons and self.longest_added >= _LONG_RUN_WORDS:
            reasons = [f"{self.longest_added} words in a row were heard that are not in the text"]
        return tuple(reasons)


def compare(text: str, heard: str) -> Comparison:
    """Compare what was to be said with what was heard.

    Args:
        text: As said.
        heard: As a recogniser wrote it down; where it writes digits, best normalised as the text was.
    """
    sentences, spoken = _sentences(text)
    expected = [word for words in spoken for word in words]
    got = [word for words in _sentences(heard)[1] for word in words]
    pairs = _aligned(expected, got)
    is_heard = [place is not None for place in pairs]
    matched = {place for place in pairs if place is not None}
    added_runs = _runs([place not in matched for place in range(len(got))])
    unheard_runs = _runs([place is None for place in pairs])
    wrong, missing, added = _errors(pairs, len(got))
    return Comparison(
        words=len(expected),
        wrong=wrong,
        missing=missing,
        added=added,
        missing_sentences=tuple(_missing(sentences, spoken, is_heard)),
        repeated_sentences=tuple(_repeated(sentences, spoken, [got[a:b] for a, b in added_runs])),
        longest_unheard=max((end - start for start, end in unheard_runs), default=0),
        longest_added=max((end - start for start, end in added_runs), default=0),
    )


def _sentences(text: str) -> tuple[list[str], list[list[str]]]:
    """The sentences that have words, and their words: numbers on both sides of a full stop are two."""
    sentences = [found.group() for found in _SENTENCE.finditer(text) if fold(found.group())]
    return sentences, [fold(sentence) for sentence in sentences]


def fold(text: str) -> list[str]:
    """Return the words of a text, without what only writing has: case, accents, ways to write a number."""
    plain = unicodedata.normalize("NFKD", _GROUPED.sub("", text).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").replace("'", "")
    plain = _UNSPACED.sub(lambda match: f" {match.group()} ", plain)
    words = [_VARIANTS.get(word, word) for word in re.findall(r"[^\W_]+", plain)]
    return _with_numbers(words)


def _with_numbers(words: Sequence[str]) -> list[str]:
    """Numbers in English words as digits: ``two hundred and five`` is ``205``.

    In other languages a number in digits that is heard in words counts as wrong.
    """
    folded: list[str] = []
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and (_value(words[end]) is not None or _joins(words, place, end)):
            end += 1
        word = _number(words[place:end]) if end > place else words[place]
        if word.isdecimal() and folded and folded[-1].isdecimal():
            folded[-1] += word  # nobody hears where one number ends: 19 84 is 1984
        else:
            folded.append(word)
        place = max(end, place + 1)
    return folded


def _joins(words: Sequence[str], start: int, place: int) -> bool:
    """Whether a word goes on with a number: a scale, or an ``and`` after one that a number follows."""
    if place == start:
        return False
    is_and = words[place] == "and" and words[place - 1] in _SCALES
    return words[place] in _SCALES or (
        is_and and place + 1 < len(words) and _value(words[place + 1]) is not None
    )


def _value(word: str) -> int | None:
    word = _ORDINALS.get(word, word)
    if word.endswith("ieth") and word[:-4] + "y" in _VALUES:
        word = word[:-4] + "y"
    elif word.endswith("th") and word[:-2] in _VALUES:
        word = word[:-2]
    return _VALUES.get(word)


def _number(words: Sequence[str]) -> str:
    """The digits of a number in words; parts that do not add up stand side by side, as in a year."""
    parts: list[int] = []
    total, current, last = 0, 0, 0
    for word in words:
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            current = max(1, current) * scale
            if scale > 100:
                total, current = total + current, 0
            last = scale
            continue
        value = _value(word) or 0
        goes_on = last >= 100 or (20 <= last < 100 and 0 < value < 10) or not (parts or total or current)
        if not goes_on or (last == 0 and (parts or total or current)):
            parts.append(total + current)
            total = current = 0
        current, last = current + value, value
    return "".join(str(part) for part in (*parts, total + current))


def _aligned(expected: Sequence[str], got: Sequence[str]) -> list[int | None]:
    """For each word to be said, the place where it was heard: the longest common run of like words."""
    rows, columns = len(expected), len(got)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    likeness = _Likeness()
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            like = likeness.of(expected[row], got[column])
            taken = best[row + 1][column + 1] + like if like else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], taken)
    places: list[int | None] = []
    column = 0
    for row in range(rows):
        while column < columns and best[row][column] == best[row][column + 1] > best[row + 1][column]:
            column += 1
        like = likeness.of(expected[row], got[column]) if column < columns else 0.0
        if like and best[row][column] == best[row + 1][column + 1] + like:
            places.append(column)
            column += 1
        else:
            places.append(None)
    return places


class _Likeness:
    """How alike two words are: 1.0 the same, a little less for spellings of one, 0.0 for others."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], float] = {}

    def of(self, one: str, other: str) -> float:
        """Return it."""
        if one == other:
            return 1.0
        if (one, other) not in self._known:
            self._known[one, other] = self._measured(one, other)
        return self._known[one, other]

    @staticmethod
    def _measured(one: str, other: str) -> float:
        shorter = min(len(one), len(other))
        if shorter < 4 or one.isdecimal() or other.isdecimal() or abs(len(one) - len(other)) > shorter // 2:
            return 0.0
        ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
        return ratio if ratio >= _LIKE else 0.0


def _errors(pairs: Sequence[int | None], heard: int) -> tuple[int, int, int]:
    """Words heard as others, not heard, and added: between two matches, what can pair up is wrong."""
    wrong = missing = added = unheard = 0
    before = -1
    for place in (*pairs, heard):
        if place is None:
            unheard += 1
            continue
        extra = place - before - 1
        wrong += min(unheard, extra)
        missing += max(0, unheard - extra)
        added += max(0, extra - unheard)
        before, unheard = place, 0
    return wrong, missing, added


def _runs(is_so: Sequence[bool]) -> list[tuple[int, int]]:
    """Where runs of true values begin and end."""
    edges = [place for place in range(len(is_so) + 1) if _at(is_so, place) != _at(is_so, place - 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _at(is_so: Sequence[bool], place: int) -> bool:
    return 0 <= place < len(is_so) and is_so[place]


def _missing(sentences: Sequence[str], spoken: Sequence[list[str]], is_heard: Sequence[bool]) -> list[str]:
    missing = []
    start = 0
    for sentence, words in zip(sentences, spoken, strict=True):
        heard = sum(is_heard[start : start + len(words)])
        if len(words) >= _LEAST_SENTENCE_WORDS and heard < _MISSING_SHARE * len(words):
            missing.append(sentence.strip())
        start += len(words)
    return missing


def _repeated(
    sentences: Sequence[str], spoken: Sequence[list[str]], added: Sequence[Sequence[str]]
) -> list[str]:
    """Sentences most of whose words were heard once more than they were to be said, in a row."""
    repeated = []
    for sentence, words in zip(sentences, spoken, strict=True):
        if len(words) < _LEAST_SENTENCE_WORDS:
            continue
        again = max((sum(place is not None for place in _aligned(words, run)) for run in added), default=0)
        if again > (1 - _MISSING_SHARE) * len(words) and sentence.strip() not in repeated:
            repeated.append(sentence.strip())
    return repeated


def _short(sentence: str) -> str:
    words = sentence.split()
    return sentence.strip() if len(words) <= 12 else " ".join(words[:12]) + " …"
