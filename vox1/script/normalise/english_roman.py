"""English roman numerals: of chapters and volumes, of kings and heirs, of wars and centuries."""

from __future__ import annotations

import re
from functools import partial

from vox1.script.normalise.english_style import English, Reading
from vox1.script.normalise.roman_rows import LETTERS, said_row
from vox1.script.normalise.rules import behind

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CANONICAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN = r"([IVXLCDM]{1,12}|[ivxlc]{1,9})"
_SMALL = r"([IVX]{2,6})"
_JOINT = r"(,? (?:and|or|to|through|&) |, ?| ?[-–—] ?)"
_JOINTS = {"-": " to ", "–": " to ", "—": " to ", "&": " and "}

# What has its parts numbered; those in the second list have parts with letters too.
_PARTS = (
    "Chapter|Chap|Ch|Part|Pt|Book|Bk|Volume|Vol|Act|Scene|Canto|Psalm|Letter|Stave|Lesson|Verse|Episode|"
    "Stanza|Sonnet|Fragment|Chronicle|Book the|Article|Section|Sec|Interlude|World War|"
    "Super Bowl|Apollo|Title"
)
_LETTERED = (
    "Appendix|Figure|Fig|Table|Plate|Type|Class|Phase|Stage|Grade|Level|Mark|Mk|Season|Number|No|"
    "Unit|Exhibit|Group|Category|Factor|Page|Pages|Note|Rule|Law|Line|Step"
)
_MANY_PARTS = (
    "Chapters|Chaps|Chs|Parts|Pts|Books|Bks|Volumes|Vols|Acts|Scenes|Cantos|Psalms|Letters|Staves|Lessons|"
    "Verses|Episodes|Stanzas|Sonnets|Fragments|Chronicles|Articles|Sections|Secs|Interludes|World Wars|"
    "Super Bowls|Titles"
)
_MANY_LETTERED = (
    "Appendices|Appendixes|Figures|Figs|Tables|Plates|Types|Classes|Phases|Stages|Grades|Levels|Marks|Seasons|"
    "Numbers|Nos|Units|Exhibits|Groups|Categories|Factors|Pages|Notes|Rules|Laws|Lines|Steps"
)
_NAMES = (
    "Henry|Louis|Charles|Edward|George|William|Richard|James|Philip|Ferdinand|Pius|Paul|Benedict|Leo|Gregory|"
    "Clement|Innocent|Urban|Boniface|Alexander|Nicholas|Catherine|Elizabeth|Mary|Frederick|Wilhelm|Friedrich|"
    "Peter|Ivan|Napoleon|Ramses|Rameses|Ramesses|Ptolemy|Amenhotep|Thutmose|Seti|Cleopatra|Darius|Xerxes|"
    "Artaxerxes|Cyrus|Alfonso|Alphonso|Afonso|Carlos|Felipe|Gustav|Gustavus|Christian|Haakon|Olaf|Olav|Harald|"
    "Harold|Christina|Margaret|Margrethe|Isabella|Isabel|Philippe|Leopold|Albert|Emmanuel|Emanuel|Umberto|"
    "Otto|Conrad|Rudolf|Maximilian|Francis|Joseph|Constantine|Justinian|Theodosius|Basil|Michael|Manuel|"
    "Andronicus|Alexius|Robert|David|Kenneth|Donald|Duncan|Edmund|Stephen|Murad|Mehmed|Selim|Suleiman|Hamid|"
    "Mahmud|Ahmed|Mustafa|Osman|Pedro|Pere|João|Sigismund|Casimir|Vladislav|Stanislaus|Augustus|August|"
    "Antiochus|Seleucus|Mithridates|Tiberius|Claudius|Julius|Adrian|Hadrian|Celestine|Sixtus|Eugene|Calixtus|"
    "Callixtus|Honorius|Martin|Anastasius|Sergius|Sylvester|Adeodatus|Marcellus|Julian|Lothair|Childeric|"
    "Clovis|Theodoric|Alaric|Baldwin|Bohemond|Raymond|Fulk|Amalric|Malik|Haile|Menelik|Shapur|Khosrow|Bela|"
    "Béla|Andrew|Ladislaus|Wenceslaus|Matthias|Vlad|Mircea|Boris|Simeon|Dom|Juan|Jaime|Sancho|Enrique|"
    "Umbert|Humbert|Victor|Tutankhamun|Pepi|Mentuhotep|Edgar|Egbert|Ethelred|Æthelred|Llywelyn|Jean|Henri|"
    "François|Karl|Johann|Heinrich|Ludwig|Georg|Franz|Rainier|Hussein|Abdullah|Mohammed|Muhammad|Malcolm|Faisal|Fuad"
)
_THINGS = frozenset(
    """
    War Wars Bowl Fantasy Quest Story Trek Park Council Corps Division Army Phase Stage Type Class Section
    Site Program Project Mission Game Games Act Law Plan Treaty Series Edition Model Mark Street Avenue
    """.split()  # noqa: SIM905 - a list would be one word to a line
)
"""The last words of what is numbered and no person."""
_TITLES = "King|Queen|Pope|Emperor|Empress|Tsar|Czar|Sultan|Kaiser|Prince|Princess|Duke|Shah|Pharaoh"
_OF_A_KING = re.compile(
    r"['’]s\b|[,.;:!?)—–\]”\"]|\s*$|\s*\n| (?:of|and|to|in|at|by|had|has|was|is|became|died|ruled|reigned)\b"
)
_KING_ONLY = re.compile(r"['’]s\b|[,.;:!?)\]]|\s*$|\s*\n| of\b| [(“\"]")
_FIRST_KING = re.compile(_KING_ONLY.pattern + r"| (?:was|had|is|became|died|ruled|reigned)\b")
_BEGINNING = re.compile(r"(?:^|[.;!?…\n”\"]\s?[“\"]?)$")
_IN_SENTENCE = re.compile(
    r" (?!(?:of|and|to|in|is|was|by|begins|ends|deals|covers|opens|closes|contains)\b)[a-z]"
)


def roman_value(written: str) -> int | None:
    """Return the number that roman figures are, ``None`` where they are none as they should be."""
    written = written.upper()
    if not written or not _CANONICAL.fullmatch(written):
        return None
    values = [_VALUES[letter] for letter in written]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def _cardinal(style: English, written: str) -> str | None:
    value = roman_value(written)
    return None if value is None else style.cardinal(str(value))


def _the(style: English, written: str) -> str | None:
    """Read a king's number: "VIII" is "the Eighth"."""
    value = roman_value(written)
    return None if value is None else f"the {style.ordinal(str(value)).capitalize()}"


def _part(style: English, match: re.Match[str]) -> str | None:
    """Read "Chapter IV"; "Part I liked" keeps its "I"."""
    word, space, first, last = match.groups()
    if first == "I" and (word[0].islower() or _is_pronoun(match)):
        return None
    if first in LETTERS:
        return None
    number = _cardinal(style, first)
    if number and last:
        number = f"{number} to {_cardinal(style, last) or last}"
    if number and word in {"World War", "WORLD WAR"}:
        number = number.capitalize()
    return number and f"{word}{space}{number}"


def _is_pronoun(match: re.Match[str]) -> bool:
    """Whether the "I" after a word is who speaks: "Part I liked", "The Book I Read"."""
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    return before == "the " or bool(_IN_SENTENCE.match(match.string, match.end()))


def _lettered(style: English, match: re.Match[str]) -> str | None:
    return None if match[3] in set("VXCDLMvxc") else _part(style, match)


def _parts(style: English, match: re.Match[str]) -> str | None:
    """Read "Chapters IV-VI" and "Books II, III and IV"."""
    head, listed = match.groups()
    is_lettered = bool(re.fullmatch(_MANY_LETTERED, head.strip(" .\n"), re.IGNORECASE))
    if is_lettered and re.match(r"[VXvx]\b", listed):
        return None
    said = said_row(listed, _JOINT, _JOINTS, partial(_number, style))
    return said and head + said


def _number(style: English, numeral: str) -> tuple[int, str] | None:
    value = roman_value(numeral)
    return None if value is None else (value, style.cardinal(str(value)))


def _war(style: English, match: re.Match[str]) -> str:
    number = match[1] if match[1].isdigit() else str(roman_value(match[1]))
    return f"World War {style.cardinal(number).capitalize()}"


def _king(style: English, match: re.Match[str]) -> str | None:
    title, name, numeral = match.groups()
    if (name, numeral) == ("Malcolm", "X"):
        return None
    begins = bool(_BEGINNING.search(match.string, max(0, match.start() - 3), match.start()))
    follows = _OF_A_KING if title else _FIRST_KING if begins else _KING_ONLY
    if len(numeral) == 1 and numeral == "I" and not follows.match(match.string, match.end()):
        return None
    if len(numeral) == 1 and numeral not in "IVX":
        return None
    said = _the(style, numeral)
    return said and f"{title or ''}{name} {said}"


def _heir(style: English, match: re.Match[str]) -> str | None:
    """Read a numeral after a whole name: "Thurlow Grant III" is the third."""
    if match[1].rsplit(maxsplit=1)[-1] in _THINGS:
        return _sequel(style, match)
    said = _the(style, match[2])
    return said and f"{match[1]} {said}"


def _sequel(style: English, match: re.Match[str]) -> str | None:
    """Read a numeral after one word: "Rocky II" is the second film, not the second king."""
    number = _cardinal(style, match[2])
    return number and f"{match[1]} {number}"


def _heading(style: English, match: re.Match[str]) -> str | None:
    numeral, mark = match.groups()
    value = roman_value(numeral)
    if value is None or value >= 200 or (numeral == "I" and not mark and match.string.strip() != "I"):
        return None
    return f"{style.cardinal(str(value))}{mark}"


def _unmarked_heading(style: English, match: re.Match[str]) -> str | None:
    value = roman_value(match[1])
    if value is None or value >= 200:
        return None
    has_dash = match.string[match.end() :].lstrip()[0] in "—–-:"
    return style.cardinal(str(value)) + ("" if has_dash else ".")


def _place(style: English, match: re.Match[str]) -> str | None:
    value = roman_value(match[1])
    return None if value is None else style.ordinal(str(value))


def _listed(style: English, match: re.Match[str]) -> str | None:
    number = _cardinal(style, match[1])
    return number and f"({number})"


_NEXT = r"(?!\w|['’](?!s\b)\w|-\w)"
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+"
# A stop after a numeral, as old books print it, ends nothing where the sentence goes on.
_OLD_STOP = r"(?:\.(?=[,;:)]|\s[a-z(]))?"
_ROMAN_OF_LIST = r"(?:[IVXLCDM]{1,12}|[ivxlc]{1,9})"
_SPAN = r"(?:[-–]([IVXLC]{1,9}|[ivxlc]{1,9}))?"
# What the rules need, quicker to look for than their patterns.
_NUMBERED = f"{_PARTS}|{_LETTERED}|{_MANY_PARTS}|{_MANY_LETTERED}".split("|")
_AFTER_PART = (
    r"\s(?=[IVXLCDMivxlc]{1,12}(?!\w))"
    f"(?i:{behind(_NUMBERED, '[^.]')}|{behind(_NUMBERED, '[.][^.]')})"
)
_AFTER_NAME = rf" (?=[IVXL]{{1,7}}\b){behind(_NAMES.split('|'), ' ')}"
_IN_CAPITALS = r"[IVXL](?:[IVXL]|th|st|nd|rd)"
_BEGINS_LINE = r"(?m)^[IVXL]+(?:[.:]|$)"

READINGS: tuple[Reading, ...] = (
    Reading("roman-numeral", r"\bWW ?(I{1,3}|[123])\b", _war, "WW"),
    Reading(
        "roman-numeral",
        rf"\b((?i:{_MANY_PARTS}|{_MANY_LETTERED})\.?\s)((?:{_ROMAN_OF_LIST}{_JOINT.replace('(', '(?:', 1)})+"
        rf"{_ROMAN_OF_LIST}){_NEXT}{_OLD_STOP}",
        _parts,
        _AFTER_PART,
    ),
    Reading(
        "roman-numeral",
        rf"\b((?i:{_PARTS})\.?)(\s){_ROMAN}{_SPAN}{_NEXT}{_OLD_STOP}",
        _part,
        _AFTER_PART,
    ),
    Reading(
        "roman-numeral",
        rf"\b((?i:{_LETTERED})\.?)(\s){_ROMAN}{_SPAN}{_NEXT}{_OLD_STOP}",
        _lettered,
        _AFTER_PART,
    ),
    Reading(
        "roman-numeral",
        rf"\b((?:{_TITLES}) )?({_NAMES}) ([IVXL]{{1,7}})\b(?!-){_OLD_STOP}",
        _king,
        _AFTER_NAME,
    ),
    Reading(
        "roman-numeral",
        r"\b([IVX]{1,6})(?:th|st|nd|rd)\b|\b([IVX]{2,6})(?= [Cc]entur)",
        _place,
        _IN_CAPITALS,
    ),
    Reading(
        "roman-numeral",
        rf"(?<!\bthe )\b({_CAPITALISED} (?:(?:de|von|van|del|di|da|le|la) )?{_CAPITALISED}) {_SMALL}{_NEXT}",
        _heir,
        _IN_CAPITALS,
    ),
    Reading(
        "roman-numeral",
        rf"\b(?!(?:The|An?|In|Of|And|But|This|That|Like)\b)({_CAPITALISED}) "
        rf"([IVX]{{2,6}}|[IVXL]{{3,7}}){_NEXT}",
        _sequel,
        _IN_CAPITALS,
    ),
    Reading("roman-numeral", r"(?m)^([IVXL]{1,9})([.:]?)$", _heading, _BEGINS_LINE),
    Reading(
        "roman-numeral",
        r"(?m)^([IVXL]{2,9}|[IVX](?=\. (?:The|In|Of|How)\b))([.:])(?= \S)",
        _heading,
        _BEGINS_LINE,
    ),
    # A heading without a stop after its number, nor at its end: XI The Magic Locket.
    Reading(
        "roman-numeral",
        r"(?m)^(?!XL\b)([IVXL]{2,9})(?=(?: |[—–:]| [—–-] )[“‘\"'(]?[A-Z][^.!?\n]{1,90}$)",
        _unmarked_heading,
        r"(?m)^[IVXL]{2,9}[ —–:]",
    ),
    Reading("roman-numeral", r"\(([ivx]{2,6}|[iv]|[IVX]{2,6})\)", _listed, r"\([ivxIVX]"),
    Reading(
        "roman-numeral",
        r"\b(?!X+\b)([IVX]{3,7})\b",
        lambda style, match: _cardinal(style, match[1]),
        r"[IVX][IVX]",
    ),
)
