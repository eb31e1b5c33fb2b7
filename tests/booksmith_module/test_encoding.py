"""Tests of reading bytes as text: whatever wrote them, the letters come back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.encoding import decode

CZECH = "Když přišel večer, šel Řehoř po schodech dolů a říkal si: žádný strach, měsíc už svítí. "
POLISH = "Gdy zapadło słońce, wyszedł na łąkę i długo patrzył, jak żółte liście spadają w ciszę. "
RUSSIAN = "Вечером он вышел на улицу и долго смотрел, как падает снег на пустые крыши домов. "
GREEK = "Το βράδυ βγήκε στον δρόμο και κοίταζε ώρα πολλή το χιόνι που έπεφτε στις στέγες. "
JAPANESE = "夕方、彼は外に出て、屋根に雪が降るのを長いあいだ見ていた。だれも来なかった。"
CHINESE = "傍晚，他走到街上，久久地望着雪落在空荡荡的屋顶上。没有人来，也没有一点声音。"


@pytest.mark.parametrize(
    "text",
    [
        "“Café”, she said — naïve.",
        "Er fühlte sich müde. Straße. „So.“",
        "Où est l’été, où ? À côté…",
        "¿Quién es? El niño… ¡Adiós, señor!",
        "Não há coração que não sinta. Às três.",
        "Perché no? È così, più o meno.",
        "It’s",
        "É",
    ],
)
def test_short_western_texts_are_windows_1252(text: str) -> None:
    """One sentence has too few accents for statistics; guessers take such texts for Central European."""
    decoded = decode(text.encode("cp1252"))

    assert (decoded.text, decoded.is_guessed) == (text, True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CZECH, "cp1250"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (JAPANESE, "iso2022_jp"),
        ("Où est l’été ? À côté de la forêt.", "mac_roman"),
        ("Er fühlte sich müde und wünschte, es wäre schön.", "cp850"),
    ],
)
def test_other_alphabets_and_systems_are_told_by_their_letters(text: str, encoding: str) -> None:
    """A paragraph is enough to know the table that a text was written with."""
    assert decode((text * 4).encode(encoding)).text == text * 4


@pytest.mark.parametrize("text", ["Two words.\nAnd more.", RUSSIAN, f"{CHINESE}\n"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark(text: str, encoding: str) -> None:
    """The order of the bytes shows in the spaces, the line ends and the full stops."""
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    """It is taken at its word, and is no part of the text."""
    decoded = decode(mark + "Élan".encode(encoding))

    assert (decoded.text, decoded.encoding, decoded.is_guessed) == ("Élan", encoding, False)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_is_utf_8_is_read_as_such(text: str) -> None:
    """Nothing is guessed about what is valid; only a mark at the beginning goes."""
    decoded = decode(text.encode())

    assert decoded.text == text.removeprefix("\ufeff")
    assert not decoded.is_guessed


def test_strays_in_utf_8_are_read_as_windows_has_them() -> None:
    """A line pasted from an old file does not turn the whole book into another encoding."""
    decoded = decode(("Où, où, où, là-bas. " * 3).encode() + "caf\u00e9".encode("cp1252"))

    assert decoded.text == "Où, où, où, là-bas. " * 3 + "café"


def test_a_lone_surrogate_is_one_sign_that_cannot_be_read() -> None:
    """Careless programs write half a character; the words around it stay."""
    assert decode(b"one \xed\xa0\xbd two").text == "one \ufffd two"


@given(st.binary(max_size=400))
def test_any_bytes_are_some_text(content: bytes) -> None:
    """Whatever the bytes are, nothing is raised and every text can be written again."""
    decode(content).text.encode()
