"""Encoding: bytes of a text file as text, and by which encoding they were read."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

_MARKS = (  # the longer ones first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 2**18
# Bytes that are not UTF-8, as `surrogateescape` gives them, and what Windows-1252 has there.
_NOT_UTF_8 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
# What text files are in when they are in no Unicode: Windows' and older systems' tables by script.
_WESTERN = ("cp1252", "mac_roman", "cp850")
_LATIN = (*_WESTERN, "cp1250", "cp1254", "cp1257")
_OTHER_SCRIPTS = ("cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256")
_FEW_ACCENTS = 12
"""Below so many a text is too short for statistics, and Western, as most are."""
_EAST_ASIAN = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_BETWEEN_WORDS = re.compile("[ \\n\\r.,\u3001\u3002\uff0c]")
# Signs that stand between words or at their edges, never between two small letters.
_INSIDE_WORD = re.compile(r"(?<=[a-zß-ÿ])(?:[¹²³]|[^\w\s'’\-\u00ad.,:;/&@*·_)(\[\]])(?=[a-zß-ÿ])")
# Letters that are frequent in no language written in Windows-1252 but Icelandic: there they often stand for
# Czech, Polish or Turkish ones.
_RARE_LETTER = re.compile("[šžŠŽýþðÝÞÐ]")
_CAPITAL_INSIDE_WORD = re.compile(r"(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŽŠŒŸ](?=[a-zß-öø-ÿ])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes read as text.

    Attributes:
        text: Without a byte order mark; what cannot be read is U+FFFD.
        encoding: By its name in Python.
        is_guessed: The bytes are no Unicode and do not say what they are.
    """

    text: str
    encoding: str
    is_guessed: bool = False


def decode(content: bytes) -> Decoded:
    """Return bytes as text: by byte order mark, as UTF-8, as UTF-16, else as what they look most like.

    Text in UTF-8 is valid UTF-8, and text in any other encoding hardly ever is; so that is asked
    before anything is guessed. A few bytes that are not UTF-8 do not make a text another encoding:
    files are pasted together.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(encoding, "replace"), encoding)
    if encoding := _utf_16(content):
        return Decoded(content.decode(encoding, "replace"), encoding, is_guessed=True)
    if b"\x1b$B" in content[:_SAMPLE_BYTES]:
        return Decoded(content.decode("iso2022_jp", "replace"), "iso2022_jp")
    text = content.decode("utf-8", "surrogateescape")
    strays = sum("\udc80" <= character <= "\udcff" for character in text) if not text.isascii() else 0
    if not strays:
        return Decoded(text, "utf-8")
    if strays * 2 <= sum(character > "\x7f" for character in text) - strays or _is_mere_surrogates(text):
        return Decoded(_surrogates_replaced(text), "utf-8")
    encoding = _guess(content)
    return Decoded(content.decode(encoding, "replace"), encoding, is_guessed=True)


def _utf_16(content: bytes) -> str:
    """The byte order of UTF-16 without a mark; empty where it is no UTF-16.

    Every text has spaces, line ends or full stops. In the wrong order they are rare letters, and in
    any encoding but UTF-16 there are no zero bytes, which are half of each space.
    """
    sample = content[: min(len(content), _SAMPLE_BYTES) // 2 * 2]
    if sample.count(0) * 100 < len(sample):
        return ""
    readings = {name: sample.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    best = max(readings, key=lambda name: len(_BETWEEN_WORDS.findall(readings[name])))
    text = readings[best]
    odd = sum(unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"} and c not in "\t\n\r\f" for c in text)
    return best if _BETWEEN_WORDS.search(text) and (odd + text.count("\ufffd")) * 50 <= len(text) else ""


_LONE_SURROGATE = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")


def _is_mere_surrogates(text: str) -> bool:
    """Whether all that is not UTF-8 is a surrogate alone, as careless programs write them."""
    return re.search("[\udc80-\udcff]", _LONE_SURROGATE.sub("", text)) is None


def _surrogates_replaced(text: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", text).translate(_NOT_UTF_8)


def _guess(content: bytes) -> str:
    """The encoding of bytes that are not Unicode."""
    sample = _telling_part(content)
    high = sum(byte > 0x7F for byte in sample)
    in_rows = sum(map(len, re.findall(rb"[\x80-\xff]{3,}", sample)))
    if in_rows * 2 <= high:  # accents here and there, not whole words of them
        return _guess_latin(sample, high)
    return _likeliest(sample, (*_EAST_ASIAN, *_OTHER_SCRIPTS, *_LATIN)) or "cp1252"


def _guess_latin(sample: bytes, high: int) -> str:
    oddities = {name: _oddities(sample, name) for name in _LATIN}
    best = min(_WESTERN, key=oddities.__getitem__)
    if oddities[best] * 20 <= high or high < _FEW_ACCENTS:
        return best
    least_odd = tuple(name for name in _LATIN if oddities[name] == min(oddities.values()))
    return _likeliest(sample, least_odd) or least_odd[0]


def _telling_part(content: bytes) -> bytes:
    """As much of a file as a guess needs: lines with bytes that are not ASCII."""
    lines = (line for line in content[: 2**22].splitlines(keepends=True) if not line.isascii())
    sample = b""
    for line in lines:
        sample += line[:_SAMPLE_BYTES]
        if len(sample) >= 2**15:
            break
    return sample[:_SAMPLE_BYTES]


def _oddities(sample: bytes, encoding: str) -> int:
    """How many characters stand where no such writing has them, if this is the encoding."""
    text = sample.decode(encoding, "replace")
    controls = sum(unicodedata.category(c) in {"Cc", "Co"} and not c.isspace() for c in text)
    graphics = sum(c == "\ufffd" or "\u2500" <= c <= "\u259f" for c in text)
    patterns = [_INSIDE_WORD, _CAPITAL_INSIDE_WORD, *([_RARE_LETTER] if encoding in _WESTERN else [])]
    return controls + graphics + sum(len(pattern.findall(text)) for pattern in patterns)


def _likeliest(sample: bytes, encodings: tuple[str, ...]) -> str:
    """Which of some encodings the text makes most sense in; empty where it makes none."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # only few files need it

    best = from_bytes(sample, cp_isolation=list(encodings), preemptive_behaviour=False).best()
    return best.encoding if best else ""
