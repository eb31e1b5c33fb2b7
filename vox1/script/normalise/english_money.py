"""English money: dollars and cents, pounds, shillings and pence, and the other signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vox1.script.normalise.english_style import DECIMAL, NUMBER, English, Reading, stop


@dataclass(frozen=True, slots=True)
class _Currency:
    one: str
    many: str
    cent: str = ""
    cents: str = ""


_CURRENCIES = {
    "$": _Currency("dollar", "dollars", "cent", "cents"),
    "£": _Currency("pound", "pounds", "penny", "pence"),
    "€": _Currency("euro", "euros", "cent", "cents"),
    "¥": _Currency("yen", "yen"),
    "₩": _Currency("won", "won"),
    "₹": _Currency("rupee", "rupees", "paisa", "paise"),
    "₽": _Currency("ruble", "rubles", "kopeck", "kopecks"),
    "₪": _Currency("shekel", "shekels"),
}
_SIGN = "[" + "".join(_CURRENCIES) + "]"
_COUNTRIES = {
    "US": "US",
    "A": "Australian",
    "AU": "Australian",
    "C": "Canadian",
    "CA": "Canadian",
    "HK": "Hong Kong",
    "NZ": "New Zealand",
    "S": "Singapore",
}
_SCALES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "mm": "million",
    "b": "billion",
    "bn": "billion",
    "tn": "trillion",
}
_SCALE = (
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion)\b|\s?(?P<letter>mn|mm|bn|tn|[kKmMbB])\b)?"
)
_PER = {
    "yr": "year",
    "y": "year",
    "mo": "month",
    "wk": "week",
    "d": "day",
    "hr": "hour",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "sec": "second",
    "lb": "pound",
    "oz": "ounce",
    "kg": "kilogram",
    "ft": "foot",
    "gal": "gallon",
    "bbl": "barrel",
}
_PER_UNIT = r"(?:/(?P<unit>[a-z]{1,7})\b)?"
_WORTH = re.compile(r" (?:bill|note|coin|stamp|ticket|cheque|chip|banknote)s?\b")
_ONE_OF = re.compile(r"\b(?:an?|another|one|every|each|this|that)\s$", re.IGNORECASE)
_NOUN = re.compile(
    r" (?!(?:an?|of|in|and|or|for|to|per|at|on|from|is|was|as|but|by|with|more|less|each|every|if|when|"
    r"a|the|that|he|she|it|they|we|you|will|would|had|has|into|over|under|up|off)\b)[a-z]{2,}"
)


def _amount(style: English, written: str, currency: _Currency) -> str:
    """Read an amount; two decimals are cents."""
    whole, _, decimals = written.partition(".")
    whole = whole.replace(",", "") or "0"
    if decimals and (len(decimals) != 2 or not currency.cent):
        return f"{style.decimal(written)} {currency.many}"
    main = f"{style.cardinal(whole)} {currency.one if whole == '1' else currency.many}"
    if not decimals.strip("0"):
        return main
    cents = style.cardinal(str(int(decimals)))
    named = f"{cents} {currency.cent if decimals == '01' else currency.cents}"
    if not whole.strip("0"):
        return named
    return f"{main} {cents}" if style.british and decimals >= "10" else f"{main} and {named}"


def _counted(style: English, written: str, scale: str | None, currency: _Currency) -> str:
    """Read an amount, in millions where it is in millions."""
    if scale:
        return f"{style.decimal(written)} {scale} {currency.many}"
    return _amount(style, written, currency)


def _is_quality(match: re.Match[str]) -> bool:
    """Whether an amount tells what something is worth, as in "a $5 bill"."""
    before = _ONE_OF.search(match.string, max(0, match.start() - 9), match.start())
    noun = _NOUN if before else _WORTH
    return bool(noun.match(match.string, match.end()))


def _quality(style: English, written: str, scale: str | None, currency: _Currency) -> str | None:
    """Read "a five-dollar bill"; ``None`` for an amount with cents."""
    if scale:
        return f"{style.decimal(written)} {scale} {currency.one}"
    if "." in written:
        return None
    return f"{style.cardinal(written).replace(' ', '-')}-{currency.one}"


def _money(style: English, match: re.Match[str]) -> str | None:
    unit = match["unit"]
    if unit and unit not in _PER and unit not in _PER.values():
        return None
    currency = _CURRENCIES[match["sign"]]
    if match["country"]:
        place = _COUNTRIES[match["country"]]
        currency = _Currency(
            f"{place} {currency.one}", f"{place} {currency.many}", currency.cent, currency.cents
        )
    scale = match["scale"] or _SCALES.get((match["letter"] or "").lower())
    first, last = match["first"], match["last"]
    if last:
        said = f"{style.decimal(first)} to {_counted(style, last, scale, currency)}"
    elif _is_quality(match):
        said = _quality(style, first, scale, currency) or _amount(style, first, currency)
    else:
        said = _counted(style, first, scale, currency)
    return said + (f" per {_PER.get(unit, unit)}" if unit else "")


def _sign_last(style: English, match: re.Match[str]) -> str:
    return _amount(style, match[1], _CURRENCIES[match[2]])


def _cents(style: English, match: re.Match[str]) -> str:
    """Read "5¢" and "50p"."""
    amount, sign = match.groups()
    one, many = ("cent", "cents") if sign == "¢" else ("penny", "pence")
    if _is_quality(match):
        return f"{style.cardinal(amount)}-{one if sign == '¢' else many}"
    return f"{style.cardinal(amount)} {one if amount == '1' else many}"


def _shillings(style: English, amount: str) -> str:
    return f"{style.cardinal(amount)} shilling{'' if int(amount) == 1 else 's'}"


def _pence(style: English, amount: str) -> str:
    """Read pence of before 1971: "sixpence", "one penny"."""
    said = {"1": "one penny", "2": "twopence"}.get(amount)
    return said or f"{style.cardinal(amount)}{'pence' if int(amount) <= 12 else ' pence'}"


def _old_money(style: English, match: re.Match[str]) -> str:
    pounds, shillings, pence = match.groups()
    said = f"{_amount(style, pounds, _CURRENCIES['£'])}, {_shillings(style, shillings)}"
    return said + (f" and {_pence(style, pence)}" if pence else "") + stop(match)


def _coins(style: English, match: re.Match[str]) -> str:
    shillings, pence = match.groups()
    parts = [_shillings(style, shillings)] if shillings else []
    return " and ".join(parts + ([_pence(style, pence)] if pence else [])) + stop(match)


READINGS: tuple[Reading, ...] = (
    Reading(
        "money",
        r"(?:£|(?<![\w.,])(?=\d{1,9}l\.))(\d[\d,]{0,9})(?:l\.)?,? (\d{1,2})s\b\.?(?:,? (\d{1,2})d\b\.?)?",
        _old_money,
    ),
    Reading("money", r"(?<![\w.,])(1?\d)s\.(?:,? (1?\d)d\b\.?)?(?!\w)", _coins),
    Reading("money", r"(?<![\w.,])(1?\d)/-()", _coins),
    Reading("money", r"(?<![\w.,])()(1?\d)d\.(?!\w)", _coins),
    Reading("money", rf"(?<![\w)%])[-−](?={_SIGN}\s?[\d.])", lambda *_: "minus "),
    Reading("money", rf"(?<=[\dnmkbMKB])\s?[-–—]\s?(?={_SIGN}[\d.])", lambda *_: " to "),
    Reading(
        "money",
        rf"(?<![\w$])(?:(?P<country>{'|'.join(_COUNTRIES)})(?={_SIGN}))?(?P<sign>{_SIGN})\s?"
        rf"(?P<first>{DECIMAL})(?:[-–—](?P<last>{DECIMAL}))?{_SCALE}{_PER_UNIT}(?![\w@])",
        _money,
    ),
    Reading("money", rf"(?<![\w.,])({DECIMAL})\s?({_SIGN})(?![\w{_SIGN[1:-1]}])", _sign_last),
    Reading("money", rf"(?<![\w.,])({NUMBER})\s?(¢)", _cents),
    Reading("money", r"(?<![\w.,])(\d{1,2})(p)\b(?!\.\s?m)", _cents),
)
