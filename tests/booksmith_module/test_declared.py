"""Tests of seeing that a book is not in the language that it says it is in."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.declared import contradicting

_PROSE = {
    "en": "The rain had stopped, and nobody in the queue said a word about it to the others, because they "
    "were tired and the way was long. She had not known that he would come back with his dog.",
    "de": "Der Regen hatte aufgehört, und niemand in der Schlange sagte den anderen ein Wort darüber, weil "
    "sie müde waren und der Weg noch lang. Sie wusste nicht, dass er mit dem Hund nach Hause kam.",
    "fr": "La pluie avait cessé, et personne dans la file n'en disait un mot aux autres, parce qu'ils "
    "étaient fatigués et que le chemin était long. Elle ne savait pas qu'il reviendrait avec son "
    "chien.",
    "es": "La lluvia había cesado y nadie en la cola decía una palabra a los otros, porque estaban cansados"
    " y el camino era muy largo. Ella no sabía que él volvería con su perro cuando todo pasara.",
    "it": "La pioggia era cessata e nessuno nella fila ne diceva una parola agli altri, perché erano "
    "stanchi e la strada era lunga. Non sapeva che il ragazzo sarebbe tornato con il suo cane quando "
    "tutto finiva.",
    "pt": "A chuva tinha parado e ninguém na fila dizia uma palavra aos outros, porque estavam cansados e o"
    " caminho era muito longo. Ela não sabia que ele voltaria com o seu cão quando já era noite.",
    "nl": "De regen was opgehouden en niemand in de rij zei er een woord over tegen de anderen, omdat zij "
    "moe waren en het een lange weg was. Zij wist niet dat hij met zijn hond naar huis zou komen.",
}
_UNLISTED = {
    "fi": "Sade oli lakannut, eikä kukaan jonossa sanonut siitä sanaakaan toisille, koska he olivat "
    "väsyneitä ja matka oli pitkä. Hän ei tiennyt, että mies palaisi koiransa kanssa ennen yötä.",
    "ru": "Дождь перестал, и никто в очереди не сказал об этом другим ни слова, потому что все устали и "
    "путь был долгим. Она не знала, что он вернётся со своей собакой.",
    "la": "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui"
    " ipsorum lingua Celtae, nostra Galli appellantur; hi omnes lingua, institutis, legibus inter se "
    "differunt.",
}
_VERSE = """Whan that Aprille with his shoures soote, the droghte of March hath perced to the roote, and
bathed every veyne in swich licour of which vertu engendred is the flour; whan Zephirus eek with his sweete
breeth inspired hath in every holt and heeth the tendre croppes, and the yonge sonne hath in the Ram his halfe
cours yronne, and smale foweles maken melodye, that slepen al the nyght with open ye"""
_SCOTS = """Wee, sleekit, cow'rin, tim'rous beastie, O, what a panic's in thy breastie! Thou need na start awa
sae hasty, wi' bickering brattle! I wad be laith to rin an' chase thee, wi' murd'ring pattle! I'm truly sorry
man's dominion has broken Nature's social union, an' justifies that ill opinion which makes thee startle"""
_LOW_GERMAN = """Dat weer mal en Fischer un sien Fru, de wahnen tohoop in en ool Kaat, dicht an't Water. De
Fischer güng elkeen Dag hen un angel un angel. So seet he mal bi sien Angel un keek jümmer in dat Water"""
_OLD_ENGLISH = """Hwæt! We Gardena in geardagum, þeodcyninga, þrym gefrunon, hu ða æþelingas ellen fremedon.
Oft Scyld Scefing sceaþena þreatum, monegum mægþum, meodosetla ofteah, egsode eorlas. Syððan ærest wearð
feasceaft funden, he þæs frofre gebad, weox under wolcnum, weorðmyndum þah"""
_NAMES = "Smith, John, 12 High Street; Jones, Mary, 44 Park Lane; Brown, Peter, 3 Mill Road; Taylor, Ann."
_MANY = 20


def _times(text: str, count: int = _MANY) -> list[str]:
    return [text] * count


@pytest.mark.parametrize("declared", ["en", "en-US", "de", "fr", "es", "it", "pt", "nl", "sv", "ja", "cy"])
@pytest.mark.parametrize("language", _PROSE)
def test_prose_contradicts_every_language_but_its_own(declared: str, language: str) -> None:
    """A maker's program writes its own language, or English, into every book."""
    expected = "" if declared[:2] == language else language

    assert contradicting(declared, _times(_PROSE[language])) == expected


@pytest.mark.parametrize("language", ["fi", "ru"])
def test_a_language_without_a_list_of_words_is_found_too(language: str) -> None:
    """Finnish and Russian books that say they are English."""
    assert contradicting("en", _times(_UNLISTED[language])) == language


@pytest.mark.parametrize(
    "text", [_VERSE, _SCOTS, _OLD_ENGLISH, _NAMES], ids=["old", "Scots", "oldest", "names"]
)
def test_old_forms_dialects_and_lists_contradict_nothing(text: str) -> None:
    """They are what their makers called English."""
    assert contradicting("en", _times(text)) == ""


@pytest.mark.parametrize("declared", ["de", "nds"])
def test_low_german_is_not_taken_for_dutch(declared: str) -> None:
    """It is nearer to the detector's Dutch than to its German, and both are next to each other."""
    assert contradicting(declared, _times(_LOW_GERMAN)) == ""


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_book_in_two_languages_keeps_the_one_it_declares(share: float) -> None:
    """Text and translation beside each other, or a reader for learners."""
    own = round(_MANY * share)
    apart = _times(_PROSE["de"], _MANY - own) + _times(_PROSE["en"], own)

    assert contradicting("en", apart) == contradicting("de", apart) == ""


def test_quotations_and_mottos_contradict_nothing() -> None:
    """Latin at the head of each chapter, and a German poem."""
    texts = [_UNLISTED["la"], *_times(_PROSE["en"], 10), _PROSE["de"], *_times(_PROSE["en"], 10)]

    assert contradicting("en", texts) == ""


def test_a_few_sentences_contradict_nothing() -> None:
    """A picture book is too short to be sure."""
    assert contradicting("en", [_PROSE["de"]] * 3) == contradicting("en", []) == ""


@given(st.sampled_from(sorted(_PROSE)), st.integers(4, 40))
def test_no_book_contradicts_its_own_language(language: str, count: int) -> None:
    """However long it is, and wherever the passages are cut."""
    assert contradicting(language, _times(_PROSE[language], count)) == ""


def test_the_detector_is_not_asked_where_nothing_is_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes half a second and 100 MB."""
    monkeypatch.setitem(sys.modules, "py3langid", None)

    assert contradicting("en-GB", _times(_PROSE["en"])) == ""
