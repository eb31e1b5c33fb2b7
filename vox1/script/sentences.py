"""Sentences: where one ends, told from the marks, the word before them and the word after.

Each mark that could end a sentence is judged once, by what stands close to it; no rule looks farther
than a few words, so the work grows with the text. Where a mark may be read both ways, the sentence goes
on: for a voice two sentences joined are better than one cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vox1.script.abbreviations import ABBREVIATIONS, Abbreviations
from vox1.script.calendars import DAYS_AND_MONTHS
from vox1.script.first_words import FIRST_WORDS, NAME_PARTS
from vox1.script.speaking import VERBS_OF_SPEAKING

_NO_WIDTH = r"\u200b\u2060\ufeff"  # some publishers set these around dashes and ellipses
_SPACE = rf"[ \t\u00a0\u2009\u202f{_NO_WIDTH}]"
_CLOSERS = r"\"'”’“‘»«›)\]}*_"
# A row of marks, with the spaces that French and old books set between them ("Quoi ! ?", ". . .").
_MARKS = rf"[.!?…‼⁇⁈⁉؟;\u037e]+(?:{_SPACE}{{1,3}}[.!?…]+(?![\w.!?…]))*"
_NOTE = r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]{1,3}|[†‡])?"  # a footnote's number
_MARK = re.compile(
    rf"(?P<stops>{_MARKS})(?P<closers>[{_CLOSERS}]*){_NOTE}"
    r"|(?P<full>[。！？｡।॥۔։።။។]+[」』）】〉》”’\"'»)\]]*)"
    rf"|(?P<broken>[—–][{_NO_WIDTH}]?[”\"»])(?=\s)"  # words cut short: “But I—”
)
_AFTER = re.compile(
    rf"(?P<space>[\s{_NO_WIDTH}]{{0,9}})(?P<opening>[\"'`“”‘’«»„‚‹›(\[{{¿¡—–\-_*•.…\s{_NO_WIDTH}]{{0,12}})"
    r"(?P<word>[^\W_][\w’'-]{0,24}|\S)?(?P<stop>\.?)"
)
_BEFORE = re.compile(r"[^\s(\[{«»“”„\"‘’'—–/,;:!?…]*\Z")
_ELIDED = re.compile(r"\w['’][a-z]\Z")  # "can't", "j'y": no abbreviations
# "» " of French, and a straight quotation mark between spaces that closes what another opened.
_SPACED_CLOSER = re.compile(rf"{_SPACE}{{1,2}}(?P<mark>[»”\"])(?=[\s),.;:]|\Z)")
_OPENS_WITHOUT_SPACE = ("“", "«", "„", "¿", "¡", "—")
_GOES_ON = frozenset(",;:/)]}%&=+")
_WORD = re.compile(r"\w")
_LIST_NUMBER = re.compile(
    r"\W{0,18}|\W{0,9}(?:\d{1,3}|[A-Za-z]|[ivx]{1,5}|[IVXLC]{1,6})(?:[.)\]]|\.\))?[\s—–-]{0,9}"
)
# "J", "U.S", "z.B", "J.-C"; no word of one plain letter ends sentences often.
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}|[a-zA-Z]")
_ROMAN = re.compile(r"(?!\Z)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SMALL_WORD = re.compile(r"\s[a-zß-öø-ÿ]")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")  # iPhone, eBay
_MEASURE = re.compile(r"\d+[a-z]{1,3}")  # 10s. 6d.
_TIME_ZONE = re.compile(r"[A-Z]{2,4}")
_NAME = r"[A-Z][\w’'-]{0,20}\.?"
_NAME_SPEAKS = re.compile(
    rf"{_NAME}\s(?:(?:{_NAME}|and|of|the)\s){{0,4}}"
    r"(?:\w{1,15}ly\s)?(went on|[a-z]{3,12})\b(?! n(?:othing|o)\b)"
)
_JAPANESE_QUOTATIVE = re.compile(r"[」』][っと]")
# Languages that write "3rd" as "3."; but for German, the noun after it is in small letters.
_ORDINAL_STOP = frozenset(
    ("cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr")
)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one language adds to the rules of all.

    Attributes:
        language: Its code.
        abbreviations: Its words written with a full stop.
        first_words: Its words with a capital only where a sentence begins.
        calendar: Its days and months, if they have a capital everywhere.
        speaking: Its verbs of speaking, if they may follow a name.
    """

    language: str
    abbreviations: Abbreviations
    first_words: frozenset[str]
    calendar: frozenset[str]
    speaking: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A mark that may end a sentence, with what stands around it.

    Attributes:
        line: The line it is in.
        begin: First letter or digit of the sentence.
        mark: The mark and the quotation marks and brackets it closes.
        after: What follows: space, opening marks, a word and perhaps its full stop.
    """

    line: str
    begin: int
    mark: re.Match[str]
    after: re.Match[str]

    @property
    def before(self) -> str:
        """The word before the mark, or its last 24 characters; empty after a closing mark or "can't"."""
        start = self.mark.start()
        near = self.line[max(self.begin, start - 24) : start]
        found = _BEFORE.search(near)
        return found.group() if found and not _ELIDED.search(near) else ""

    @property
    def next_word(self) -> str:
        """The word after the mark, or a single sign; empty at the end of the line."""
        return self.after["word"] or ""


def split_sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text, without the white space around them.

    All other characters are kept, in order.

    Args:
        text: Any text; a newline ends a sentence.
        language: A BCP 47 tag.
    """
    return [text[start:end] for start, end in sentence_spans(text, language)]


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for end in _text_ends(text, _rules(language)):
        start, stop = _trimmed(text, begin, end)
        if start < stop < len(text) and _is_list_number(text, start, stop):
            continue  # it goes with what follows
        if spans and start < stop and not _WORD.search(text, start, stop):
            spans[-1] = (spans[-1][0], stop)
        elif start < stop:
            spans.append((start, stop))
        begin = end
    return spans


@lru_cache(maxsize=64)
def _rules(language: str) -> _Rules:
    """A language's rules; English ones where it has none, since "Dr." and "etc." are at home in many."""
    code = re.split("[-_]", language.lower())[0]
    return _Rules(
        language=code,
        abbreviations=ABBREVIATIONS.get(code, ABBREVIATIONS["en"]),
        first_words=FIRST_WORDS.get(code, frozenset()),
        calendar=DAYS_AND_MONTHS.get(code, frozenset()),
        speaking=VERBS_OF_SPEAKING.get(code, frozenset()),
    )


def _text_ends(text: str, rules: _Rules) -> Iterator[int]:
    begin = 0
    for line in text.splitlines(keepends=True):
        for end in _line_ends(line, rules):
            yield begin + end
        begin += len(line)


def _line_ends(line: str, rules: _Rules) -> Iterator[int]:
    begin, quotes, counted = _first_letter(line, 0), 0, 0
    for mark in _MARK.finditer(line):
        if begin >= mark.start():
            continue  # nothing is said yet
        end = _without_opener(line, mark)
        quotes, counted = quotes + line.count('"', counted, end), end
        spaced = _SPACED_CLOSER.match(line, end)
        if spaced and (spaced["mark"] != '"' or quotes % 2):
            end = spaced.end()
        after = _AFTER.match(line, end)
        if after and after["word"] and _is_end(_Place(line, begin, mark, after), rules):
            yield end
            begin = _first_letter(line, end)
    yield len(line)


def _first_letter(line: str, start: int) -> int:
    found = _WORD.search(line, start)
    return found.start() if found else len(line)


def _without_opener(line: str, mark: re.Match[str]) -> int:
    """Where a mark ends, if the last of its quotation marks opens what follows, as in “Yes.”“No.”."""
    end = mark.end()
    is_opener = len(mark["closers"] or "") > 1 and line[end - 1] in "“«" and _WORD.match(line, end)
    return end - 1 if is_opener else end


def _is_end(place: _Place, rules: _Rules) -> bool:
    if place.mark["full"]:
        return not _JAPANESE_QUOTATIVE.match(place.line, place.mark.end() - 1)
    if place.next_word in _GOES_ON or (place.mark["stops"] == ";" and rules.language != "el"):
        return False
    if not place.after["space"] and place.after["opening"][:1] not in _OPENS_WITHOUT_SPACE:
        return _is_end_without_space(place, rules)
    if _is_small(place.next_word):
        return _is_end_before_small(place, rules)
    if place.mark["stops"] == ".":
        return _is_end_by_full_stop(place, rules)
    return not (_is_speech_tag(place, rules) or _is_ellipsis_before_i(place, rules))


def _is_small(word: str) -> bool:
    return word[0].islower() and not _BRAND.match(word)


def _is_end_without_space(place: _Place, rules: _Rules) -> bool:
    """Whether a space was left out: only a whole word before and a first word after show it."""
    is_word = len(place.before) > 1 and place.before.isalpha() and place.before.islower()
    is_plain = not (place.mark["closers"] or place.after["opening"] or place.after["stop"])
    return is_word and is_plain and _is_first_word(place, rules) and not _is_abbreviation(place.before, rules)


def _is_end_before_small(place: _Place, rules: _Rules) -> bool:
    """Small letters go on, but in a quotation or aside of their own and in texts without capitals."""
    if place.mark["stops"] != "." or _is_abbreviation(place.before, rules) or place.before.isdigit():
        return False
    opening = place.after["opening"]
    if set(opening) & set('("“«„'):
        return True
    return not opening and not place.mark["closers"] and _is_small(place.line[place.begin : place.begin + 3])


def _is_ellipsis_before_i(place: _Place, rules: _Rules) -> bool:
    """English "I" has its capital everywhere: "He was... I forget what."."""
    is_open = not (set("!?") & set(place.mark.group()) or place.mark["closers"] or place.after["opening"])
    return rules.language == "en" and is_open and place.next_word.split("’")[0].split("'")[0] == "I"


def _is_speech_tag(place: _Place, rules: _Rules) -> bool:
    """Whether what follows a quotation says who spoke: “Stop!” Tom said."""
    if not rules.speaking or place.after["opening"] or not (place.mark["closers"] or place.mark["broken"]):
        return False
    tag = _NAME_SPEAKS.match(place.line, place.after.start("word"))
    is_name = place.next_word == "I" or not _is_first_word(place, rules)
    return is_name and tag is not None and tag.group(1) in rules.speaking


def _is_end_by_full_stop(place: _Place, rules: _Rules) -> bool:
    """Whether a single full stop ends more than a word, before a capital, a digit or a sign."""
    before, known = place.before, rules.abbreviations
    if _is_list_number(place.line, place.begin, place.mark.end()) or _is_in(before, known.leading):
        return False
    if _is_numbering(place, rules):
        return False
    if _is_in(before, known.closing):
        return _is_capital(place.next_word) and not _is_hour_continued(place, rules)
    if _is_in(before, known.middle) or _is_initials(before):
        return _is_first_word(place, rules) or _is_pronoun_i(place, rules)
    return True


def _is_numbering(place: _Place, rules: _Rules) -> bool:
    """Whether the full stop stands between a number and its noun, or a noun and its number."""
    before, after = place.before, place.next_word
    is_pronoun = after == "I" and rules.language == "en"
    if after[0].isdigit() or (_ROMAN.fullmatch(after) and not is_pronoun):
        is_date = rules.language in _ORDINAL_STOP and before.isdigit() and len(before) < 3
        is_street = before.lower().endswith("str")  # "Hauptstr. 5"
        is_measure = _MEASURE.fullmatch(before) is not None
        return is_date or is_street or is_measure or _is_in(before, rules.abbreviations.numbering)
    return rules.language == "de" and _is_ordinal(before) and not _is_first_word(place, rules)


def _is_ordinal(word: str) -> bool:
    return (word.isdigit() and len(word) <= 3) or _ROMAN.fullmatch(word) is not None


def _is_hour_continued(place: _Place, rules: _Rules) -> bool:
    """Whether an hour goes on with its day or time zone: "5 p.m. EST on Friday"."""
    is_zone = place.before.lower().endswith(".m") and _TIME_ZONE.fullmatch(place.next_word)
    return place.next_word in rules.calendar or bool(is_zone)


def _is_pronoun_i(place: _Place, rules: _Rules) -> bool:
    """English "I" after a small word is no initial, as in "So am I"."""
    earlier = place.line[max(place.begin, place.mark.start() - 12) : place.mark.start() - 1].split()
    return rules.language == "en" and place.before == "I" and bool(earlier) and earlier[-1].islower()


def _is_capital(word: str) -> bool:
    return not (word[0].islower() or word[0].isdigit())


def _is_first_word(place: _Place, rules: _Rules) -> bool:
    """Whether the next word has its capital from the sentence it begins; "A." is an initial."""
    word = place.next_word
    if word[0].islower() or (len(word) == 1 and place.after["stop"]):
        return False
    whole = word.lower().replace("’", "'")
    if whole in NAME_PARTS and not _SMALL_WORD.match(place.line, place.after.end("word")):
        return False
    stem, apostrophe, _ = whole.partition("'")
    return not rules.first_words.isdisjoint({whole, stem, stem + apostrophe})


def _is_abbreviation(word: str, rules: _Rules) -> bool:
    known = rules.abbreviations
    kinds = (known.leading, known.numbering, known.middle, known.closing)
    return _is_initials(word) or any(_is_in(word, kind) for kind in kinds)


def _is_initials(word: str) -> bool:
    return (len(word) == 1 and word.isupper()) or _INITIALS.fullmatch(word) is not None


def _is_in(word: str, kind: frozenset[str]) -> bool:
    """Whether a word, or its part after a hyphen, is one of a kind of abbreviations."""
    last = word.rpartition("-")[2]
    return not kind.isdisjoint(
        {word, word.lower(), word.capitalize() if word.isupper() else "", last, last.lower()}
    )


def _is_list_number(text: str, start: int, end: int) -> bool:
    """Whether a number ("1.", "(a)", "IV") stands alone, to be said with what it numbers."""
    return end - start < 24 and _LIST_NUMBER.fullmatch(text, start, end) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
