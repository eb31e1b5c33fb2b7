"""Tests of finding a book's language in its words."""

from __future__ import annotations

import pytest

from booksmith_module.language import detect, english_name

_TEXTS = {
    "en": "The rain had stopped, and nobody in the queue at the tram stop said a word about it.",
    "de": "Der Regen hatte aufgehört, und niemand in der Schlange an der Haltestelle sagte ein Wort darüber.",
    "fr": "La pluie avait cessé, et personne dans la file à l'arrêt du tramway n'en disait un mot.",
    "es": "La lluvia había cesado y nadie en la cola de la parada del tranvía decía una palabra de ello.",
    "it": "La pioggia era cessata e nessuno nella fila alla fermata del tram ne diceva una parola.",
    "pt": "A chuva tinha parado e ninguém na fila da paragem do elétrico dizia uma palavra sobre isso.",
    "ja": "雨は止んでいたが、停留所の列に並ぶ人は誰もそれについて一言も言わなかった。",
}


@pytest.mark.parametrize(("language", "text"), _TEXTS.items())
def test_a_language_is_known_by_its_words(language: str, text: str) -> None:
    """Two sentences are enough."""
    assert detect([text, text]) == language


def test_a_few_words_tell_nothing() -> None:
    """Better none than a wrong voice."""
    assert detect(["Rain"]) == detect([]) == ""


@pytest.mark.parametrize(
    ("tag", "name"), [("en", "English"), ("de-AT", "German"), ("el", "Greek"), ("la", "Latin"), ("eo", "eo")]
)
def test_a_language_is_told_by_its_name(tag: str, name: str) -> None:
    """A listener need not know what "la" is."""
    assert english_name(tag) == name
