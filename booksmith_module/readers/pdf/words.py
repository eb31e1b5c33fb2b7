"""Words: what headings are called in English, German, French, Spanish, Italian and Portuguese."""

from __future__ import annotations

import re

from booksmith_module.readers.pdf.numbers import roman_value


def _any_of(*words: str) -> str:
    return "|".join(sorted((word for line in words for word in line.split()), key=len, reverse=True))


_PARTS = _any_of(
    "part book volume vol", "teil buch band", "partie livre tome", "parte libro tomo volumen livro"
)
_CHAPTERS = _any_of(
    "chapter letter canto stave act scene section lecture lesson sermon adventure",
    "kapitel brief gesang akt szene abschnitt aufzug auftritt",
    "chapitre lettre chant acte scène scene section leçon",
    "capítulo capitulo carta acto escena sección capitolo lettera atto scena sezione ato cena seção",
)
_COUNTED = _any_of(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last",
    "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "erste erster erstes zweite zweiter zweites dritte dritter drittes vierte vierter viertes fünfte fünfter",
    "fünftes sechste sechster sechstes siebte siebter siebtes siebentes achte achter achtes neunte neunter",
    "neuntes zehnte zehnter zehntes elfte elfter elftes zwölfte zwölfter zwölftes letzte letzter letztes",
    "un deux trois quatre cinq sept huit neuf dix onze douze",
    "premier première deuxième second seconde troisième quatrième cinquième sixième "
    "septième huitième neuvième",
    "dixième dernier dernière",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "primero primera primer segundo segunda tercero tercera tercer cuarto cuarta quinto quinta sexto sexta",
    "séptimo séptima octavo octava noveno novena décimo décima último última",
    "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "primo prima secondo seconda terzo terza quarta sesto sesta settimo settima ottavo "
    "ottava nono nona decimo",
    "decima ultimo ultima um dois três quatro sete oito dez doze primeiro primeira "
    "terceiro terceira sétimo sétima",
    "oitavo oitava",
)
_NUMBER = rf"(?:\d{{1,3}}|[ivxlc]{{1,9}}|(?:the\s+|la\s+|le\s+|il\s+)?(?:{_COUNTED}))"
_END = r"(?:\s*[.:—–-]+\s*|\s+|$)"
_PART_LABEL = re.compile(
    rf"(?:(?:{_PARTS})\s+{_NUMBER}|(?:{_COUNTED})\s+(?:{_PARTS})){_END}(.*)", re.IGNORECASE
)
_CHAPTER_LABEL = re.compile(
    rf"(?:(?:{_CHAPTERS})\s+{_NUMBER}|(?:{_COUNTED})\s+(?:{_CHAPTERS})){_END}(.*)", re.IGNORECASE
)
_ALONE_WORDS = _any_of(
    "prologue epilogue preface foreword introduction conclusion afterword interlude postscript",
    "acknowledgments acknowledgements dedication abstract",
    "prolog epilog vorwort geleitwort einleitung einführung nachwort schluss schluß anhang danksagung",
    "widmung zusammenfassung épilogue préface avant-propos postface annexe remerciements résumé",
    "prólogo epílogo prefacio introducción conclusión apéndice agradecimientos dedicatoria resumen",
    "prologo epilogo prefazione introduzione conclusione postfazione appendice ringraziamenti dedica",
    "prefácio introdução conclusão posfácio apêndice agradecimentos dedicatória resumo",
)
_ALONE = re.compile(
    rf"(?:{_ALONE_WORDS}|appendix(?:\s+(?:[a-z]|\d+|[ivx]+))?|(?:author|translator)['’]s (?:note|preface)"
    r"|to the reader)\s*[.:]?",
    re.IGNORECASE,
)
CONTENTS = re.compile(
    r"(?:(?:table of )?contents|inhalt(?:sverzeichnis|sübersicht)?|table(?: des matières)?|sommaire"
    r"|(?:tabla de )?contenidos?|índice(?: general)?|indice(?: generale)?|sommario|sumário|conteúdo)\s*[.:]?",
    re.IGNORECASE,
)
LIST_OF_PICTURES = re.compile(
    r"(?:list of (?:illustrations|figures|plates|maps|tables)|illustrations|(?:abbildungs"
    r"|tabellen)verzeichnis"
    r"|(?:liste|table) des (?:illustrations|figures|tableaux)|(?:índice|lista) de "
    r"(?:figuras|ilustraciones|tablas"
    r"|ilustrações|tabelas)|(?:indice|elenco) delle (?:figure|illustrazioni|tabelle))\s*[.:]?",
    re.IGNORECASE,
)
INDEX = re.compile(
    r"(?:(?:general |subject |name )?index(?: of [\w ]+)?|(?:sach|namen|personen"
    r"|stichwort)?(?:register|verzeichnis)"
    r"|índice (?:analítico|alfabético|onomástico|remissivo)|indice (?:analitico|dei nomi))\s*[.:]?",
    re.IGNORECASE,
)
BIBLIOGRAPHY = re.compile(
    r"(?:\d+\.?\s+)?(?:references|(?:selected |select )?bibliography|works cited"
    r"|literature cited|literatur(?:verzeichnis)?"
    r"|quellenverzeichnis|bibliographie|références(?: bibliographiques)?|bibliografía"
    r"|referencias(?: bibliográficas)?"
    r"|bibliografia|riferimenti bibliografici|referências(?: bibliográficas)?)\s*[.:]?",
    re.IGNORECASE,
)
THE_END = re.compile(r"(?:the end|finis|ende|fin|fine|fim)\W*", re.IGNORECASE)
CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|plate|map|abb(?:ildung|\.)|tab(?:elle|\.)|tableau|figura"
    r"|tabla|tabella|tabela|grafik|chart)"
    r"\s*(?:\d+(?:[.\-]\d+)*|[IVXLC]+)\s*(?:[.:—–|)-]|\s|$)",
    re.IGNORECASE,
)
BULLET = re.compile(r"[•▪◦‣●○■□∙►➢✓\uf0b7\uf0a7]\s*(?=\S)")
ENUMERATED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s+(?=\S)")


def is_part(text: str) -> bool:
    """Whether a heading is that of a part: ``Part II``, ``Erster Teil: Die Reise``."""
    match = _PART_LABEL.fullmatch(text)
    return match is not None and _is_title(match[1])


def is_chapter(text: str) -> bool:
    """Whether a heading is that of a chapter: ``CHAPTER IV``, ``Chapitre premier``, ``Prologue``."""
    match = _CHAPTER_LABEL.fullmatch(text)
    return _ALONE.fullmatch(text) is not None or (match is not None and _is_title(match[1]))


def is_label(text: str) -> bool:
    """Whether a heading is only a word and a number, after which a title may come."""
    for pattern in (_PART_LABEL, _CHAPTER_LABEL):
        if (match := pattern.fullmatch(text)) and not match[1]:
            return True
    return is_number(text)


def is_number(text: str) -> bool:
    """Whether a line is only a number: ``IV``, ``12.``, ``[3]``, ``Seven``."""
    bare = text.strip(" .:[]()—–-*")
    return bool(
        (bare.isdecimal() and len(bare) <= 3)
        or (roman_value(bare) and bare.isupper())
        or (re.fullmatch(_COUNTED, bare, re.IGNORECASE) and bare[:1].isupper())
    )


def _is_title(text: str) -> bool:
    """Whether what follows a label may be a title: it begins like one and is no sentence's rest."""
    return not text or (not text[0].islower() and len(text) <= 120)
