"""English times of day, spells of time, and chapter and verse."""

from __future__ import annotations

import re

from vox1.script.normalise.english_style import English, Reading, stop

_HALF = r"[AaPp](?:\.\s?[Mm]\b\.?|[Mm]\b)"
_TIME = rf"(\d{{1,2}})(?::(\d{{2}})(?::(\d{{2}}))?)?(?:\s?({_HALF}))?"
_DOTTED = rf"(\d{{1,2}})\.(\d{{2}})()\s?({_HALF})"


def _clock(style: English, hour: str, minute: str | None, half: str | None) -> str | None:
    """Read a time of day; ``None`` where the clock has no such time."""
    if int(hour) > 24 or int(minute or 0) > 59:
        return None
    said = _hour(style, hour, minute, half)
    return f"{said} {half[0].upper()}M" if half else said


def _hour(style: English, hour: str, minute: str | None, half: str | None) -> str:
    hours = style.cardinal(hour)
    if minute is None or (half and minute == "00"):
        return hours
    if minute == "00":
        return f"{hours} o'clock" if 1 <= int(hour) <= 12 else f"{hours} hundred"
    return f"{hours} {style.tail(minute)}"


def _spell(style: English, hours: str, minutes: str, seconds: str) -> str:
    """Read hours, minutes and seconds: of a race, a recording."""
    parts = [
        f"{style.cardinal(amount)} {unit}{'' if int(amount) == 1 else 's'}"
        for amount, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    ]
    return f"{parts[0]}, {parts[1]} and {parts[2]}"


def _time(style: English, match: re.Match[str]) -> str | None:
    hour, minute, second, half = match.groups()
    if minute is None and (half is None or not 1 <= int(hour) <= 12):
        return None
    if second:
        return _spell(style, hour, minute, second) + (f" {half[0].upper()}M" if half else "")
    said = _clock(style, hour, minute, half)
    return None if said is None else said + stop(match)


def _times(style: English, match: re.Match[str]) -> str | None:
    """Read "9-11 p.m." and "9:00-17:30"; without a colon or a half of the day they are other numbers."""
    hour, minute, second, half, hour2, minute2, second2, half2 = match.groups()
    if second or second2 or not (half2 or (minute and minute2)):
        return None
    first, last = _clock(style, hour, minute, half), _clock(style, hour2, minute2, half2)
    return None if first is None or last is None else f"{first} to {last}{stop(match)}"


def _verse(style: English, match: re.Match[str]) -> str:
    """Read chapter and verse, and proportions: "John 3:5", but "a ratio of 3:1"."""
    first, last, until = match.groups()
    to = f" to {style.cardinal(until)}" if until else ""
    of_book = _BOOK.search(match.string, max(0, match.start() - 20), match.start())
    return f"{style.cardinal(first)}{' ' if of_book or until else ' to '}{style.cardinal(last)}{to}"


_BOOK = re.compile(r"\b[A-Z][a-z]+\.?\s$")


def _hours(style: English, match: re.Match[str]) -> str:
    """Read "0600 hours" as soldiers do."""
    hour, minute = match.groups()
    said = f"oh {style.cardinal(hour[1])}" if hour.startswith("0") else style.cardinal(hour)
    return f"{said} {style.tail(minute)}"


READINGS: tuple[Reading, ...] = (
    Reading("time", r"(?<![\w:.,$£€-])([01]\d|2[0-3])([0-5]\d)(?= (?:hours|hrs)\b)", _hours),
    Reading("verse", r"(?<![\w:.,$£€])(\d{1,3}):(\d{1,3})[-–](\d{1,3})(?![\w:])", _verse),
    Reading("time", rf"(?<![\w:.$£€])(?<!\d[-–,]){_TIME}\s?[-–—]\s?{_TIME}(?![\w:]|[-–]\d)", _times),
    Reading("time", rf"(?<![\w:.$£€])(?<!\d,){_DOTTED}(?!\w)", _time),
    Reading("time", rf"(?<![\w:.$£€])(?<!\d,){_TIME}(?![\w:]|[-–]\d)", _time),
    Reading("verse", r"(?<![\w:.$£€])(?<!\d,)(\d{1,3}):(\d{1,3})()(?![\w:])", _verse),
)
