"""English abbreviations and initials, with the full stop that some of them also end a sentence with."""

from __future__ import annotations

import re

from vox1.script.normalise.english_style import English, Reading, ends_sentence, stop
from vox1.script.normalise.rules import DIGIT, point_after

# Before a name; the stop is never a sentence's.
TITLES = {
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "Messrs": "Messieurs",
    "Mme": "Madame",
    "Mlle": "Mademoiselle",
    "Dr": "Doctor",
    "Drs": "Doctors",
    "Prof": "Professor",
    "Rev": "Reverend",
    "Revd": "Reverend",
    "Fr": "Father",
    "Msgr": "Monsignor",
    "Hon": "Honorable",
    "Gen": "General",
    "Col": "Colonel",
    "Maj": "Major",
    "Capt": "Captain",
    "Cpt": "Captain",
    "Lt": "Lieutenant",
    "Lieut": "Lieutenant",
    "Brig": "Brigadier",
    "Sgt": "Sergeant",
    "Cpl": "Corporal",
    "Pvt": "Private",
    "Adm": "Admiral",
    "Cmdr": "Commander",
    "Sen": "Senator",
    "Rep": "Representative",
    "Gov": "Governor",
    "Pres": "President",
    "Supt": "Superintendent",
    "Insp": "Inspector",
    "Wm": "William",
    "Chas": "Charles",
    "Geo": "George",
    "Thos": "Thomas",
    "Jas": "James",
    "Jno": "John",
    "Robt": "Robert",
    "Edw": "Edward",
    "Mt": "Mount",
    "Ft": "Fort",
    "St": "Saint",
    "Ste": "Sainte",
    "Sts": "Saints",
}
_WITHOUT_STOP = "Mr|Mrs|Ms|Dr|Prof|Revd|Mme|Mlle|Capt|Lt|Sgt|St|Mt"
"""Those that British books print without a stop."""
# After a name or in running text; the stop may end the sentence too.
WORDS = {
    "etc": "et cetera",
    "vs": "versus",
    "Inc": "Incorporated",
    "Ltd": "Limited",
    "Co": "Company",
    "Cos": "Companies",
    "Corp": "Corporation",
    "Bros": "Brothers",
    "Jr": "Junior",
    "Jnr": "Junior",
    "Sr": "Senior",
    "Snr": "Senior",
    "Esq": "Esquire",
    "Regt": "Regiment",
    "Bn": "Battalion",
    "Bns": "Battalions",
    "Dept": "Department",
    "dept": "department",
    "Univ": "University",
    "Assn": "Association",
    "Govt": "Government",
    "govt": "government",
    "Atty": "Attorney",
    "Pl": "Place",
    "Ct": "Court",
    "Ave": "Avenue",
    "Blvd": "Boulevard",
    "Rd": "Road",
    "Ln": "Lane",
    "Hwy": "Highway",
    "Pkwy": "Parkway",
    "Sq": "Square",
    "approx": "approximately",
    "Approx": "Approximately",
    "cf": "compare",
    "Cf": "Compare",
    "viz": "namely",
    "incl": "including",
    "esp": "especially",
    "misc": "miscellaneous",
    "Mon": "Monday",
    "Tues": "Tuesday",
    "Thurs": "Thursday",
    "Fri": "Friday",
    "Jan": "January",
    "Feb": "February",
    "Apr": "April",
    "Aug": "August",
    "Sept": "September",
    "Oct": "October",
    "Nov": "November",
    "Dec": "December",
}
# Before a number.
_NUMBERED = {
    "no": "number",
    "nos": "numbers",
    "fig": "figure",
    "figs": "figures",
    "vol": "volume",
    "vols": "volumes",
    "ch": "chapter",
    "chap": "chapter",
    "chs": "chapters",
    "p": "page",
    "pg": "page",
    "pp": "pages",
    "rm": "room",
    "pt": "part",
    "sec": "section",
    "art": "article",
    "bk": "book",
    "eq": "equation",
    "op": "opus",
    "lat": "latitude",
    "long": "longitude",
    "app": "appendix",
    "ex": "example",
    "ll": "lines",
    "v": "verse",
    "vv": "verses",
}
_SCRIPTURE = {
    "Gen": "Genesis",
    "Ex": "Exodus",
    "Exod": "Exodus",
    "Lev": "Leviticus",
    "Num": "Numbers",
    "Deut": "Deuteronomy",
    "Josh": "Joshua",
    "Judg": "Judges",
    "Sam": "Samuel",
    "Chron": "Chronicles",
    "Ps": "Psalm",
    "Pss": "Psalms",
    "Prov": "Proverbs",
    "Eccl": "Ecclesiastes",
    "Isa": "Isaiah",
    "Jer": "Jeremiah",
    "Ezek": "Ezekiel",
    "Dan": "Daniel",
    "Matt": "Matthew",
    "Rom": "Romans",
    "Cor": "Corinthians",
    "Gal": "Galatians",
    "Eph": "Ephesians",
    "Phil": "Philippians",
    "Col": "Colossians",
    "Thess": "Thessalonians",
    "Tim": "Timothy",
    "Heb": "Hebrews",
    "Pet": "Peter",
    "Rev": "Revelation",
}
"""Books of the Bible, before chapter and verse."""
_TWICE = "Samuel|Kings|Chronicles|Corinthians|Thessalonians|Timothy|Peter|Maccabees"
_PHRASES = {
    "e.g.": "for example",
    "eg.": "for example",
    "i.e.": "that is",
    "ie.": "that is",
    "a.k.a.": "also known as",
    "et al.": "et al",
    "w/o": "without",
    "w/": "with",
    "&c.": "et cetera",
    "n.b.": "note well",
    "q.v.": "which see",
    "s.v.": "under the word",
    "et seq.": "and following",
    "ibid.": "ibid",
    "op. cit.": "op cit",
    "loc. cit.": "loc cit",
}
_JOINED = frozenset(
    """
    PO USA US UK UN EU DC AD BC BCE CE AM PM NY LA NYC MD MA BA BS PS PPS NB QED RSVP VIP CIA FBI TV USSR
    """.split()  # noqa: SIM905 - a list would be one word to a line
)
"""Dotted letters that are no initials, even before a name."""
_BEFORE_MORE = frozenset({"PS", "PPS", "NB", "QED"})
_LETTERED = re.compile(
    r"\b(?:plan|vitamin|type|group|grade|class|section|exhibit|appendix|part|point|option|hepatitis|figure|"
    r"table|team|line|unit|letter|and|was|is|chapter|book|act|scene|volume|canto|psalm|stave)\s$",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"(?:^|[.!?…\n])[\"'“‘”’)(\[\s—–]*$")
# A year, or a number with a noun in the plural; the words that end in "s" and are none.
_COUNTED = re.compile(
    r"(?:1[1-9]|20)\d\d(?![\d,])|[\d,]+ (?:people|men|women|children"
    r"|(?!(?:was|is|has|as|does|his|this|its|us|thus|perhaps|always|across)\b)[a-z]{2,}s)\b"
)
_ROAD_BEFORE = re.compile(r"(?:\d+(?:st|nd|rd|th)?|[A-ZÀ-ÖØ-Þ][\w'’]+)\s$")


def _title(_: English, match: re.Match[str]) -> str | None:
    touching = match.string[match.end() : match.end() + 1].isalpha()
    return TITLES[match[1]] + (" " if touching else "")


def _saint_or_street(_: English, match: re.Match[str]) -> str | None:
    """Before a name "St." is a saint, after one a street; and so for "Dr."."""
    road, saint = ("Street", "Saint") if match[1] == "St" else ("Drive", "Doctor")
    before = match.string[max(0, match.start() - 30) : match.start()]
    before_name = re.match(r"[ -][A-ZÀ-ÖØ-Þ]", match.string[match.end() : match.end() + 2])
    if before_name and not (_ROAD_BEFORE.search(before) and ends_sentence(match)):
        return saint
    if _ROAD_BEFORE.search(before):
        return road + stop(match)
    return saint + stop(match) if match.group().endswith(".") or match[1] == "Dr" else None


def _word(_: English, match: re.Match[str]) -> str:
    return WORDS[match[1]] + stop(match)


def _numbered(_: English, match: re.Match[str]) -> str | None:
    if match[1] == "No" and _is_answer(match):
        return None
    word = _NUMBERED[match[1].lower()]
    return (word.capitalize() if match[1][0].isupper() else word) + " "


def _is_answer(match: re.Match[str]) -> bool:
    """Whether a "No." that begins a sentence answers something: "No. 10 men went", "No. 1984 was worse"."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return bool(_BEGINNING.search(before) and _COUNTED.match(match.string, match.end()))


def _phrase(_: English, match: re.Match[str]) -> str:
    said = _PHRASES[match.group().lower()]
    if match.string[match.end() : match.end() + 1].isalnum():
        said += " "
    return (said.capitalize() if match.group()[0].isupper() else said) + stop(match)


def _dotted(_: English, match: re.Match[str]) -> str:
    """Read "U.S.A." as one and "J.R.R. Tolkien" letter by letter, without stops."""
    letters = match.group().replace(".", "")
    letters = letters.upper() if letters.islower() else letters
    name_follows = re.match(r"\s[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]", match.string[match.end() : match.end() + 3])
    if letters in _BEFORE_MORE:
        return letters + "."
    if name_follows and letters not in _JOINED and not ends_sentence(match):
        return " ".join(letters)
    return letters + stop(match)


def _initial(_: English, match: re.Match[str]) -> str | None:
    """Read "F. Scott" without its stop; "plan B. Then" keeps it."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    if ends_sentence(match) or _LETTERED.search(before):
        return None
    if match[1] == "I" and not re.match(r"\s?[A-Z]\.", match.string[match.end() : match.end() + 3]):
        return None
    return match[1] if match.string[match.end() : match.end() + 1].isspace() else f"{match[1]} "


def _pair(_: English, match: re.Match[str]) -> str:
    return f"{match[1]} and {match[2]}{stop(match)}"


def _following(_: English, match: re.Match[str]) -> str:
    return f" and following{stop(match)}"


def _scripture(_: English, match: re.Match[str]) -> str:
    return f"{_SCRIPTURE[match[1]]} "


def _which_book(style: English, match: re.Match[str]) -> str:
    """Read "1 Samuel" as the first book of that name."""
    return style.ordinal(match[1]).capitalize()


def _edition(_: English, match: re.Match[str]) -> str:
    return f"{match[1]} {'edition' if match[2] == 'ed' else 'century'}{stop(match)}"


def _weekday(_: English, match: re.Match[str]) -> str:
    return {"Sun": "Sunday", "Wed": "Wednesday", "Sat": "Saturday"}[match[1]]


# What the rules need, quicker to look for than their patterns.
_PHRASE = rf"(?i:{point_after(key.removesuffix('.') for key in _PHRASES if key.endswith('.'))})|/(?<=[Ww]/)"
_SHORT_TITLE = r"(?:St|Dr)\b"
_ANY_TITLE = rf"(?:{'|'.join(TITLES)})\b"
_NUMBERED_WORD = rf"(?i:{point_after(_NUMBERED)}) ?[\d#ivxlcIVXLC]"
_LETTER_WITH_POINT = r"\.(?<=[A-Z]\.)|\.[a-z]\.|P[Hh]"

READINGS: tuple[Reading, ...] = (
    Reading("time", r"(?<=\d )[AaPp]\. [Mm]\.", lambda _, match: match.group().replace(" ", ""), DIGIT),
    Reading(
        "abbreviation",
        r"(?<![\w.])(?i:"
        + "|".join(re.escape(key) for key in sorted(_PHRASES, key=len, reverse=True))
        + r")(?!\w\.)",
        _phrase,
        _PHRASE,
    ),
    Reading("abbreviation", r"(?<![\w.])(St|Dr)\b\.?(?!['’]?\w)", _saint_or_street, _SHORT_TITLE),
    Reading("abbreviation", rf"\b({'|'.join(_SCRIPTURE)})\. ?(?=\d{{1,3}}:\d)", _scripture, DIGIT),
    Reading("abbreviation", rf"(?<![\w.,-])([123])(?= (?:{_TWICE})\b)", _which_book, DIGIT),
    Reading("abbreviation", r"\b(\d{1,3}(?:st|nd|rd|th|d))[- ](ed|cent|c)\.", _edition, DIGIT),
    Reading("abbreviation", r"\b(Sun|Wed|Sat)\.(?=,? (?:[A-Z][a-z]{2,8}\.? )?\d)", _weekday, DIGIT),
    Reading(
        "abbreviation",
        r"(?<![\w.])(Lt|Sgt|Capt|Cpl|Prof|Gov|Gen(?=\.[;,)]))\.(?= [a-z]|[;,)])",
        _title,
        _ANY_TITLE,
    ),
    Reading(
        "abbreviation",
        rf"(?<![\w.])({'|'.join(TITLES)})\.(?= ?[A-ZÀ-ÖØ-Þ—–]|-[A-Z])",
        _title,
        _ANY_TITLE,
    ),
    Reading("abbreviation", rf"(?<![\w.])({_WITHOUT_STOP})(?= [A-ZÀ-ÖØ-Þ—–])", _title, _ANY_TITLE),
    Reading("abbreviation", r"(?<![\w.])(Mr|Mrs)\b\.?", _title, _ANY_TITLE),
    Reading(
        "abbreviation",
        rf"(?<![\w.])((?i:{'|'.join(_NUMBERED)}))\. ?(?=[\d#]|[ivxlc]+\b|[IVXLC]{{2,9}}\b|(?<!o. )[IVX]\b)",
        _numbered,
        _NUMBERED_WORD,
    ),
    Reading("abbreviation", r"(?<=[A-Za-z.] )v\.(?= [A-Z])", lambda *_: "versus", r" v\. "),
    Reading("abbreviation", rf"(?<![\w.'’])({'|'.join(WORDS)})\.(?!\w)", _word, point_after(WORDS)),
    Reading("abbreviation", r"(?<=\d) ?ff?\.(?!\w)", _following, DIGIT),
    Reading("abbreviation", r"(?<![\w.])(etc)\b", _word, "etc"),
    Reading(
        "initials",
        r"(?<![\w.])(?:P[Hh]\.? ?D\b\.?|[BDM]\.Sc\b\.?|LL\.[BDM]\b\.?|(?:[A-Z]\.){2,9}(?:[A-Z](?!\w))?"
        r"|[a-z]\.(?:[a-z]\.)+(?!\w))",
        _dotted,
        _LETTER_WITH_POINT,
    ),
    Reading("initials", r"(?<![\w.'’])([A-Z])\. ?& ?([A-Z])\.(?!\w)", _pair, _LETTER_WITH_POINT),
    Reading(
        "initials",
        r"(?<![\w.'’])([A-Z])\.(?=\s?[A-Z](?:\.|[\w'’])|\s(?:van|von|de|du|di|da|del|der|la|le)\b)",
        _initial,
        _LETTER_WITH_POINT,
    ),
)
