"""Roles: which part of a book a division is, and why it is not read by default, by its types or title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from booksmith_module.book import Role

CONTENTS = "contents list"
NOTES = "notes"
ADVERTISEMENT = "advertisement"
TRANSCRIBER = "transcriber's note"

# EPUB structural semantics (https://www.w3.org/TR/epub-ssv-11/) and DPUB-ARIA roles: what is not narrated.
_NOT_READ_TYPES = {
    **dict.fromkeys(("cover", "doc-cover"), (Role.FRONT, "cover")),
    **dict.fromkeys(("titlepage", "halftitlepage", "fulltitle", "halftitle"), (Role.FRONT, "title page")),
    **dict.fromkeys(("toc", "doc-toc", "toc-brief", "landmarks", "page-list"), (Role.FRONT, CONTENTS)),
    **dict.fromkeys(("loi", "lot", "loa", "lov"), (Role.FRONT, "list of illustrations")),
    **dict.fromkeys(("copyright-page", "imprint", "imprimatur", "seriespage"), (Role.FRONT, "imprint")),
    **dict.fromkeys(("colophon", "doc-colophon", "other-credits"), (Role.BACK, "colophon")),
    **dict.fromkeys(("index", "doc-index", "index-group", "indexes"), (Role.BACK, "index")),
    **dict.fromkeys(("bibliography", "doc-bibliography"), (Role.BACK, "bibliography")),
    **dict.fromkeys(("footnotes", "endnotes", "rearnotes", "doc-endnotes"), (Role.BACK, NOTES)),
    "nonlinear": (Role.BACK, "outside the reading order"),
}
_TYPES = {
    **dict.fromkeys(("frontmatter", "foreword", "preface", "introduction", "dedication"), Role.FRONT),
    **dict.fromkeys(("epigraph", "acknowledgments", "preamble"), Role.FRONT),
    **dict.fromkeys(("bodymatter", "chapter", "part", "volume", "prologue", "epilogue"), Role.BODY),
    **dict.fromkeys(("backmatter", "appendix", "afterword", "glossary", "conclusion"), Role.BACK),
}
NAMED_TYPES = frozenset({**_NOT_READ_TYPES, **_TYPES}) - {"frontmatter", "bodymatter", "backmatter"}
"""Types of which a document is one whole thing."""

# Titles as books in six languages have them, folded by `_folded`.
_NOT_READ_TITLES = {
    (Role.FRONT, CONTENTS): """
        contents; table of contents; brief contents; detailed contents; full contents; list of
        chapters; chapters; the contents; inhalt; inhaltsverzeichnis; inhaltsubersicht; table des
        matieres; sommaire; table; table des chapitres; indice; indice general; tabla de
        contenido; tabla de contenidos; contenido; contenidos; sumario; indice generale; sommario;
        conteudo; indice geral; inhoud; inhoudsopgave; innehall; spis tresci; obsah;
        目次; もくじ; 目录; 目錄
    """,
    (Role.FRONT, "list of illustrations"): """
        list of illustrations; illustrations; list of figures; figures; list of tables; list of
        maps; list of plates; list of charts; maps and illustrations; abbildungsverzeichnis;
        verzeichnis der abbildungen; tabellenverzeichnis; liste des illustrations; table des
        illustrations; liste des figures; indice de ilustraciones; lista de ilustraciones; indice
        de figuras; elenco delle illustrazioni; indice delle figure; lista de figuras
    """,
    (Role.FRONT, "imprint"): """
        copyright; copyright page; copyright notice; copyright information; imprint; uncopyright;
        legal notice; legal notices; rights; all rights reserved; publication data; publisher's
        note on the text; impressum; mentions legales; page de copyright; creditos; derechos;
        pagina legal; pagina de derechos; copyright e note legali; note legali; ficha tecnica;
        ficha catalografica; direitos autorais; credits; photo credits; picture credits; image credits;
        illustration credits; text credits; permissions; permissions acknowledgments; text permissions;
        bildnachweis; abbildungsnachweis; bildquellen; credits photographiques; creditos fotograficos
    """,
    (
        Role.FRONT,
        "cover",
    ): """
        cover; cover page; cover image; front cover; back cover; umschlag; einband; couverture;
        cubierta; portada; copertina; capa; 表紙; 封面
    """,
    (Role.FRONT, "title page"): """
        title page; titlepage; half title; half title page; halftitlepage; title; titelseite;
        titelei; titelblatt; page de titre; page de garde; portadilla; frontespizio; frontispicio;
        folha de rosto; series page
    """,
    (Role.FRONT, ADVERTISEMENT): """
        also by the author; by the same author; other books by the author; books by this author;
        other titles; newsletter; sign up; du meme auteur; otros libros del autor; del mismo
        autor; dello stesso autore; do mesmo autor; weitere bucher; advertisements; about the
        publisher; more from the publisher
    """,
    (
        Role.BACK,
        "colophon",
    ): "colophon; kolophon; colofon; colophon page; acheve d'imprimer; colofone; 奥付; 版权页; 版權頁",
    (
        Role.BACK,
        "licence",
    ): """
        license; licence; the full project gutenberg license; project gutenberg license; full
        license; creative commons license; gnu free documentation license
    """,
    (
        Role.BACK,
        "index",
    ): """
        index; general index; index of names; index of subjects; subject index; name index; author
        index; index of persons; index of places; index of first lines; index of titles; register;
        personenregister; sachregister; namensregister; ortsregister; stichwortverzeichnis; index
        general; index des noms; index nominum; index rerum; indice alfabetico; indice onomastico;
        indice analitico; indice de nombres; indice de materias; indice tematico; indice dei nomi;
        indice remissivo; 索引
    """,
    (Role.BACK, "bibliography"): """
        bibliography; select bibliography; selected bibliography; works cited; further reading;
        suggested reading; references; list of references; reference list; sources; literature;
        literaturverzeichnis; literatur; quellen; quellenverzeichnis; bibliographie; references
        bibliographiques; bibliografia; referencias; referencias bibliograficas; riferimenti bibliografici;
        参考文献; 引用文献
    """,
    (Role.BACK, "note on the type"): """
        a note on the type; note on the type; about the type; a note about the type; about the typeface;
        a note on the typeface; zur schrift; note sur la typographie
    """,
    (Role.BACK, NOTES): """
        notes; endnotes; footnotes; end notes; chapter notes; notes and references; references and
        notes; anmerkungen; fussnoten; endnoten; notes de bas de page; notes de fin; notas; notas
        al pie; notas finales; note a pie di pagina; note al testo; notas de rodape; notas de fim;
        注; 註; 注释
    """,
    (Role.BACK, TRANSCRIBER): """
        transcriber's note; transcriber's notes; transcribers' notes; transcriber notes;
        transcriber note; anmerkungen zur transkription; note du transcripteur; note de
        transcription; notes du transcripteur; nota del transcriptor
    """,
}
_READ_TITLES = {
    Role.FRONT: """
        preface; foreword; introduction; prologue; dedication; epigraph; acknowledgements;
        acknowledgments; author's note; vorwort; einleitung; geleitwort; preface de l'auteur;
        avant propos; prefacio; introduccion; prologo; dedicatoria; prefazione; introduzione;
        introducao
    """,
    Role.BACK: """
        afterword; appendix; appendices; glossary; about the author; postscript; epilogue;
        nachwort; anhang; danksagung; postface; appendice; epilogo; posfacio; apendice; glosario;
        glossario; remerciements; agradecimientos; ringraziamenti; agradecimentos
    """,
}


def _folded(title: str) -> str:
    """A title without case, accents, numbers and punctuation."""
    plain = unicodedata.normalize("NFKD", title.replace("’", "'").replace("ß", "ss"))
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "M").casefold()
    return " ".join(re.sub(r"[^\w']+|\d+", " ", plain).split())


def _titles(listed: str) -> list[str]:
    return [_folded(title) for title in listed.split(";")]


_BY_TITLE = {title: role for role, listed in _NOT_READ_TITLES.items() for title in _titles(listed)}
_READ_BY_TITLE = {title: role for role, listed in _READ_TITLES.items() for title in _titles(listed)}
_BEGINNINGS = (
    (
        re.compile(
            r"(?:also|(?:other|more) (?:books|titles|works|novels)|more|books|novels) by \w"
            r"|(?:other|more) (?:books|titles|works|novels) (?:in|from) \w|books in (?:the|this) .*series\b"
            r"|(?:please )?leave (?:a|your) review"
        ),
        (Role.FRONT, ADVERTISEMENT),
    ),
    (
        re.compile(r"(?:advance |further |more |critical )?(?:praise|acclaim) for \w"),
        (Role.FRONT, "praise"),
    ),
    (
        re.compile(r"copyright (?:of|for|notice|page|information|and)\b"),
        (Role.FRONT, "imprint"),
    ),
    (
        re.compile(
            r"(?:sign up|subscribe|join)\b.*\b(?:newsletter|mailing list|club)|connect with"
            r"|discover (?:more|your next)|what's next on your reading list"
            r"|(?:enjoyed|liked|loved) this book|if you (?:enjoyed|liked|loved)"
            r"|thank you for (?:reading|buying|down)"
        ),
        (Role.BACK, ADVERTISEMENT),
    ),
    (re.compile(r"transcriber'?s'? notes?\b"), (Role.BACK, TRANSCRIBER)),
    (re.compile(r"index (?:of|to) (?:first|titles|names|persons|subjects|authors)\b"), (Role.BACK, "index")),
    (re.compile(r"(?:the )?(?:full )?project gutenberg"), (Role.BACK, "licence")),
)


def role_of_types(types: Collection[str]) -> tuple[Role, str] | None:
    """Return the role that types name, and why it is not read (empty for what is read); None for no role.

    Types are EPUB structural types and ARIA roles.
    """
    for name, role in _NOT_READ_TYPES.items():
        if name in types:
            return role
    return next(((role, "") for name, role in _TYPES.items() if name in types), None)


def role_of_title(title: str) -> tuple[Role, str] | None:
    """Return the role that a title says, and why it is not read; None for the title of a chapter."""
    folded = _folded(title)
    if folded in _BY_TITLE:
        return _BY_TITLE[folded]
    if folded in _READ_BY_TITLE:
        return _READ_BY_TITLE[folded], ""
    return next((role for pattern, role in _BEGINNINGS if pattern.match(folded)), None)
