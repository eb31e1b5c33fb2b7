"""English abbreviations and initials, with the full stop that some of them also end a sentence with."""

from __future__ import annotations

import re

from vox1.script.normalise.english_style import English, Reading, ends_sentence, stop

# Before a name; the stop is never a sentence's.
TITLES = {
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Ms",
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
    "Mt": "Mount",
    "Ft": "Fort",
    "St": "Saint",
    "Ste": "Sainte",
    "Sts": "Saints",
}
_WITHOUT_STOP = "Mr|Mrs|Dr|Prof|Revd|Mme|Mlle|Capt|Lt|Sgt|St|Mt"
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
    "Dept": "Department",
    "dept": "department",
    "Univ": "University",
    "Assn": "Association",
    "Govt": "Government",
    "govt": "government",
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
    "pt": "part",
    "sec": "section",
    "art": "article",
    "bk": "book",
    "eq": "equation",
    "app": "appendix",
    "ex": "example",
    "ll": "lines",
    "v": "verse",
    "vv": "verses",
}
_PHRASES = {
    "e.g.": "for example",
    "eg.": "for example",
    "i.e.": "that is",
    "ie.": "that is",
    "a.k.a.": "also known as",
    "et al.": "et al",
    "w/o": "without",
    "w/": "with ",
    "&c.": "et cetera",
    "n.b.": "note well",
    "op. cit.": "op cit",
    "loc. cit.": "loc cit",
}
_JOINED = frozenset(
    """
    USA US UK UN EU DC AD BC BCE CE AM PM NY LA NYC MD MA BA BS PS PPS NB QED RSVP VIP CIA FBI TV USSR
    """.split()  # noqa: SIM905 - a list would be one word to a line
)
"""Dotted letters that are no initials, even before a name."""
_BEFORE_MORE = frozenset({"PS", "PPS", "NB", "QED"})
_LETTERED = re.compile(
    r"\b(?:plan|vitamin|type|group|grade|class|section|exhibit|appendix|part|point|option|hepatitis|figure|"
    r"table|team|line|unit|letter|and|was|is|chapter|book|act|scene|volume|canto|psalm|stave)\s$",
    re.IGNORECASE,
)
_ROAD_BEFORE = re.compile(r"(?:\d+(?:st|nd|rd|th)?|[A-ZÀ-ÖØ-Þ][\w'’]+)\s$")


def _title(style: English, match: re.Match[str]) -> str | None:
    del style
    return TITLES[match[1]]


def _saint_or_street(style: English, match: re.Match[str]) -> str | None:
    """Before a name "St." is a saint, after one a street; and so for "Dr."."""
    del style
    road, saint = ("Street", "Saint") if match[1] == "St" else ("Drive", "Doctor")
    before = match.string[max(0, match.start() - 30) : match.start()]
    before_name = re.match(r"[ -][A-ZÀ-ÖØ-Þ]", match.string[match.end() : match.end() + 2])
    if before_name and not (_ROAD_BEFORE.search(before) and ends_sentence(match)):
        return saint
    if _ROAD_BEFORE.search(before):
        return road + stop(match)
    return saint + stop(match) if match.group().endswith(".") or match[1] == "Dr" else None


def _word(style: English, match: re.Match[str]) -> str:
    del style
    return WORDS[match[1]] + stop(match)


def _numbered(style: English, match: re.Match[str]) -> str:
    del style
    word = _NUMBERED[match[1].lower()]
    return (word.capitalize() if match[1][0].isupper() else word) + " "


def _phrase(style: English, match: re.Match[str]) -> str:
    del style
    said = _PHRASES[match.group().lower()]
    return (said.capitalize() if match.group()[0].isupper() else said) + stop(match)


def _dotted(style: English, match: re.Match[str]) -> str:
    """Read "U.S.A." as one and "J.R.R. Tolkien" letter by letter, without stops."""
    del style
    letters = match.group().replace(".", "")
    letters = letters.upper() if letters.islower() else letters
    name_follows = re.match(r"\s[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]", match.string[match.end() : match.end() + 3])
    if letters in _BEFORE_MORE:
        return letters + "."
    if name_follows and letters not in _JOINED and not ends_sentence(match):
        return " ".join(letters)
    return letters + stop(match)


def _initial(style: English, match: re.Match[str]) -> str | None:
    """Read "F. Scott" without its stop; "plan B. Then" keeps it."""
    del style
    before = match.string[max(0, match.start() - 12) : match.start()]
    if ends_sentence(match) or _LETTERED.search(before):
        return None
    if match[1] == "I" and not re.match(r"\s?[A-Z]\.", match.string[match.end() : match.end() + 3]):
        return None
    return match[1] if match.string[match.end() : match.end() + 1].isspace() else f"{match[1]} "


def _versus(style: English, match: re.Match[str]) -> str:
    del style, match
    return "versus"


READINGS: tuple[Reading, ...] = (
    Reading(
        "abbreviation",
        r"(?<![\w.])(?i:"
        + "|".join(re.escape(key) for key in sorted(_PHRASES, key=len, reverse=True))
        + r")(?!\w\.)",
        _phrase,
    ),
    Reading("abbreviation", r"(?<![\w.])(St|Dr)\b\.?(?!['’]?\w)", _saint_or_street),
    Reading("abbreviation", rf"(?<![\w.])({'|'.join(TITLES)})\.(?= ?[A-ZÀ-ÖØ-Þ—–])", _title),
    Reading("abbreviation", rf"(?<![\w.])({_WITHOUT_STOP})(?= [A-ZÀ-ÖØ-Þ—–])", _title),
    Reading("abbreviation", r"(?<![\w.])(Mr|Mrs)\b\.?", _title),
    Reading(
        "abbreviation",
        rf"(?<![\w.])((?i:{'|'.join(_NUMBERED)}))\. ?(?=[\d#]|[ivxlc]+\b|[IVXLC]{2, 9}\b|(?<!o. )[IVX]\b)",
        _numbered,
    ),
    Reading("abbreviation", r"(?<=[A-Za-z] )v\.(?= [A-Z])", _versus),
    Reading("abbreviation", rf"(?<![\w.'’])({'|'.join(WORDS)})\.(?!\w)", _word),
    Reading("abbreviation", r"(?<![\w.])(etc)\b", _word),
    Reading(
        "initials",
        r"(?<![\w.])(?:Ph\.? ?D\b\.?|[BDM]\.Sc\b\.?|(?:[A-Z]\.){2,9}(?:[A-Z](?!\w))?"
        r"|[a-z]\.(?:[a-z]\.)+(?!\w))",
        _dotted,
    ),
    Reading("initials", r"(?<![\w.'’])([A-Z])\.(?=\s?[A-Z](?:\.|[\w'’]))", _initial),
)
