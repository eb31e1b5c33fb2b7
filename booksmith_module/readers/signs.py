"""Signs: what an element is for, by its types and roles, and where it has none by its class and shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from booksmith_module.book import BlockKind
from booksmith_module.raised import Script, is_fraction
from booksmith_module.readers.markup import Element, name_of, text_of, types_of

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_SCRIPTS = {"sup": Script.RAISED, "sub": Script.LOWERED}
_INLINE = frozenset(("a", "b", "em", "font", "i", "small", "span", "strong"))
CELLS = frozenset(("td", "th"))
_KINDS = {
    **dict.fromkeys(HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("tr", "table"), BlockKind.TABLE),
    **dict.fromkeys(("caption", "figcaption"), BlockKind.CAPTION),
    "pre": BlockKind.CODE,
}
# Elements whose content is not the author's text, and what a listener would call them.
_NOT_TEXT = {
    **dict.fromkeys(("rt", "rp", "rtc"), "reading aid"),
    **dict.fromkeys(("audio", "canvas", "iframe", "map", "noscript", "object", "video"), "embedded media"),
    **dict.fromkeys(("button", "select", "textarea"), "form"),
    **dict.fromkeys(("head", "script", "style", "template"), "markup"),
    "svg": "picture",
    "math": "formula",
}
# EPUB structural semantics and their DPUB-ARIA roles: https://www.w3.org/TR/epub-ssv-11/
_PAGE_NUMBER_TYPES = frozenset(("pagebreak", "doc-pagebreak"))
_MARK_TYPES = frozenset(("noteref", "doc-noteref", "backlink", "doc-backlink", "referrer"))
_NOTE_TYPES = frozenset(
    [
        "footnote",
        "endnote",
        "rearnote",
        "footnotes",
        "endnotes",
        "rearnotes",
        "doc-footnote",
        "doc-endnote",
        "doc-endnotes",
    ]
)
_LOOSE_NOTE_TYPE, _NOTE_ELEMENTS = "note", frozenset(("aside", "li"))
"""An old type of notes, which technical books give to boxes that begin with "Note"."""
_VERSE_TYPES = frozenset(("verse", "z3998:verse", "poem", "z3998:poem", "stanza", "z3998:stanza"))
_CONTENTS_TYPES = frozenset(
    ("toc", "doc-toc", "page-list", "doc-pagelist", "landmarks", "loi", "lot", "loa", "lov")
)

_PAGE_NUMBER_CLASS = re.compile(
    r"(?:[a-z]+-)*(?:page|pg|pag)[-_]?(?:num|no|nr|number|break|mark|marker|start|ref|id)?s?\d?|pb|pagina|folio",
    re.IGNORECASE,
)
_PAGE_NUMBER_ID = re.compile(r"(?:page|pg|p|seite|pagina)[-_.]?0*(\d{1,4}|[ivxlc]{1,8})", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\W*(?:p(?:g|age|\.)?\W*)?(\d{1,4}|[ivxlc]{1,8})\W*", re.IGNORECASE)
_WRITTEN_PAGE_NUMBER = re.compile(r"[\[{(](?:pg|page|p)\.? ?(?:\d{1,4}|[ivxlc]{1,8})[\]})]", re.IGNORECASE)
_LINE_NUMBER_CLASS = re.compile(
    r"(?:poem)?l(?:ine)?-?_?(?:num|no|nr|number)s?|ln|v(?:erse)?-?_?(?:n|num|no|nr|number)s?", re.IGNORECASE
)
_NOTE_CLASS = re.compile(
    r"(?:foot|end|rear)-?_?notes?(?:-?_?(?:text|body|content|para|paragraph|item|entry|list|section|def|block|s))?"
    r"|fn|fnote|fntext|ftn|msofootnotetext|msoendnotetext",
    re.IGNORECASE,
)
_MARK_CLASS = re.compile(
    r"(?:foot|end|rear)?-?_?note-?_?(?:ref|mark|anchor|link|call|num)\w*|fn-?_?ref\w*", re.IGNORECASE
)
_VERSE_CLASS = re.compile(r"poem|poetry|verse|stanza|linegroup|lg", re.IGNORECASE)
_TRANSCRIBER_CLASS = re.compile(r"trans(?:criber)?s?[-_]?notes?|tnotes?|tn-?box", re.IGNORECASE)
_HEADING_CLASS = re.compile(
    r"(?:[a-z]{1,8}[-_])?(?:h(?P<level>[1-6])|heading[-_]?(?P<number>[1-6])?|headline"
    r"|(?:chapter|chap|part|section|act|scene|element)[-_]?(?:title|head|heading|number|num|no|nr|name|label)?"
    r"|(?:sub)?title|titel|titre|titolo|titulo|ueberschrift|überschrift|kapitel|chapitre|capitulo|capitolo"
    r"|cn|ct|pn|pt)[-_]?\d?[a-z]?",
    re.IGNORECASE,
)
_BOLD_CLASS = re.compile(r"bold|strong|b", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CENTRED_CLASS = re.compile(r"(?:text-?_?)?(?:center|centre|centered|centred|aligncenter)", re.IGNORECASE)
_CENTRED_STYLE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_RAISED_CLASS = re.compile(r"super-?_?(?:script)?s?\d?|sup\d?|supersc", re.IGNORECASE)
_LOWERED_CLASS = re.compile(r"sub-?_?scripts?\d?|sub\d?", re.IGNORECASE)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*super\b", re.IGNORECASE)
_LOWERED_STYLE = re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE)
# Word's styles for the lines of a contents list that it makes by itself.
_CONTENTS_CLASS = re.compile(r"MsoToc\d|MsoTocHeading", re.IGNORECASE)
_BOILERPLATE_CLASS = re.compile(r"pg-?boilerplate|pgheader|pgfooter", re.IGNORECASE)
_DROP_CAP_CLASS = re.compile(
    r"(?:[a-z]{1,8}[-_])?(?:drop(?:ped)?(?:-?_?(?:caps?\w*|letter))?|dc|initial(?:-?_?(?:cap|letter))?|lettrine|versal"
    r"|(?:first|big|large)-?_?letter)\d?",
    re.IGNORECASE,
)
# What stands as a note's mark: 1, [12], (a), *, †; back arrows lead from the note to its mark.
_MARK = re.compile(r"[\[({]?\s*(?:\d{1,4}|[a-z]|[ivxlc]{1,7}|[*†‡§¶‖#]{1,4})\s*[\])}]?[.,:]?")
_BRACKETED = re.compile(r"\[\s*(?:\d{1,4}|[a-z]|[A-Z]|[*†‡§¶‖#]{1,4}|note \w{1,5})\s*\]", re.IGNORECASE)
_BACK = re.compile(
    r"[↩↵⏎←↑^⬑⤴\ufe0e\ufe0f\s]+|\[?(?:back|return|zurück|retour|volver|torna)\]?", re.IGNORECASE
)
_YEAR = re.compile(r"1[4-9]\d\d|20\d\d")
_NOTE_TARGET = re.compile(r"(?<![a-z])(?:(?:foot|end|rear)?-?_?note|fn|ftn|edn|ref)", re.IGNORECASE)
# Chemical symbols of one letter that are no words.
_ISOTOPE = re.compile(r"[BCFHKNPSUVWXY](?!\w)")
_TRANSCRIBER = re.compile(r"transcri", re.IGNORECASE)
# A word, or the end of a sentence, that a mark is glued to.
_GLUED = re.compile(r"[^\W\d_]{3,}[.,;:!?”’\"'»)\]]*$")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|table|flex|grid|list-item)", re.IGNORECASE)


def is_block(element: Element, name: str) -> bool:
    """Whether an element's text stands apart from what is around it."""
    return name in BLOCKS or bool(_BLOCK_STYLE.search(element.get("style", "")))


def reason_left_out(element: Element, name: str) -> str:
    """Return what an element is that is in no block; empty for one that is.

    ``markup`` is what was never on the page.
    """
    if name in _NOT_TEXT:
        return _NOT_TEXT[name]
    if not element.attrib:
        return ""
    return _by_types(types_of(element), name) or _by_class(element, name) or _if_hidden(element)


def heading_level(element: Element) -> int:
    """Return the level of the heading that a class says an element is; 0 where none does."""
    return _level_of_class(element.get("class", ""))


# A book has few classes and many elements: each class is looked at once.
@lru_cache(maxsize=1_000)
def _level_of_class(classes: str) -> int:
    matches = map(_HEADING_CLASS.fullmatch, classes.split())
    match = next((match for match in matches if match), None)
    if match is None:
        return 0
    return int(match["level"] or match["number"] or (1 if match[0].lower().startswith("part") else 2))


def is_bold(element: Element, name: str) -> bool:
    """Whether an element makes its text bold."""
    if name in {"b", "strong"} or not element.attrib:
        return name in {"b", "strong"}
    return _looks(_BOLD_CLASS, _BOLD_STYLE, element.get("class", ""), element.get("style", ""))


def is_centred(element: Element, name: str) -> bool:
    """Whether an element sets its lines in the middle of the page."""
    if name == "center" or not element.attrib:
        return name == "center"
    is_aligned = element.get("align", "").lower() == "center"
    return is_aligned or _looks(
        _CENTRED_CLASS, _CENTRED_STYLE, element.get("class", ""), element.get("style", "")
    )


def script_of(element: Element, name: str) -> Script | None:
    """Return whether an inline element sets its text above or below the line; None for on it."""
    if name in _SCRIPTS or name not in _INLINE or not element.attrib:
        return _SCRIPTS.get(name)
    classes, style = element.get("class", ""), element.get("style", "")
    if _looks(_RAISED_CLASS, _RAISED_STYLE, classes, style):
        return Script.RAISED
    return Script.LOWERED if _looks(_LOWERED_CLASS, _LOWERED_STYLE, classes, style) else None


@lru_cache(maxsize=1_000)
def _looks(known: re.Pattern[str], known_style: re.Pattern[str], classes: str, style: str) -> bool:
    return any(map(known.fullmatch, classes.split())) or bool(known_style.search(style))


def _by_types(types: frozenset[str], name: str) -> str:
    if types & _PAGE_NUMBER_TYPES:
        return "page number"
    if types & _MARK_TYPES:
        return "note mark"
    return "contents list" if name == "nav" and types & _CONTENTS_TYPES else ""


def _if_hidden(element: Element) -> str:
    if types_of(element) & _NOTE_TYPES:
        return ""  # shown when its mark is touched
    is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return "hidden text" if is_hidden or _HIDDEN_STYLE.search(element.get("style", "")) else ""


def _by_class(element: Element, name: str) -> str:
    names = (element.get("class", "") + " " + element.get("id", "")).split()
    if any(_BOILERPLATE_CLASS.fullmatch(item) for item in names):
        return "licence"
    classes = element.get("class", "").split()
    if _is_page_number(element, name, classes):
        return "page number"
    if any(map(_CONTENTS_CLASS.fullmatch, classes)):
        return "contents list"
    if any(_TRANSCRIBER_CLASS.fullmatch(item) for item in names) and _TRANSCRIBER.search(text_of(element)):
        return "transcriber's note"
    if any(_LINE_NUMBER_CLASS.fullmatch(item) for item in classes) and text_of(element).isdecimal():
        return "line number"
    return ""


def _is_page_number(element: Element, name: str, classes: Sequence[str]) -> bool:
    """Whether an element is a number, and its class, its id or its own words say that it is a page's."""
    is_named = any(_PAGE_NUMBER_CLASS.fullmatch(item) for item in classes)
    known = _PAGE_NUMBER_ID.fullmatch(element.get("id", "") or element.get("name", ""))
    known = None if name in BLOCKS else known
    is_written = (element.text or "").lstrip()[:1] in {"[", "{", "("}
    if not (is_named or known or is_written) or any(name_of(inner) in BLOCKS for inner in element):
        return False
    text = text_of(element)
    shown = _PAGE_NUMBER.fullmatch(text)
    if known and shown and known.group(1).lower() == shown.group(1).lower().lstrip("0"):
        return True
    return bool((is_named and shown) or _WRITTEN_PAGE_NUMBER.fullmatch(text))


def is_note_mark(element: Element, name: str, before: str, *, is_raised: bool) -> bool:
    """Whether an inline element is the mark of a note, or leads from a note back to its mark.

    Args:
        element: An ``a``, ``sup`` or ``span``.
        name: Of the element.
        before: What is read directly before it.
        is_raised: Whether it stands above the line.
    """
    text = text_of(element)
    if not text or len(text) > 12:
        return False
    classes = element.get("class", "").split()
    if name == "a":
        is_glued = text.strip("[]().").isdecimal() and bool(_GLUED.search(before))
        return _is_linked_mark(element, text, classes, is_raised=is_raised or is_glued)
    if any(_MARK_CLASS.fullmatch(item) for item in classes):
        return bool(_MARK.fullmatch(text))
    return is_raised and bool(_MARK.fullmatch(text)) and _is_raised_mark(element, text, before)


def _is_linked_mark(element: Element, text: str, classes: list[str], *, is_raised: bool) -> bool:
    target = element.get("href", "").partition("#")[2]
    if not target:
        return False
    if _BACK.fullmatch(text) or _BRACKETED.fullmatch(text):
        return True
    if not _MARK.fullmatch(text):
        return False
    hints = (target, element.get("id", ""), element.get("name", ""), *classes)
    has_raised = is_raised or any(name_of(inner) == "sup" for inner in element.iter() if inner is not element)
    return has_raised or not text[0].isalnum() or any(_NOTE_TARGET.search(hint) for hint in hints)


def _is_raised_mark(element: Element, text: str, before: str) -> bool:
    """A raised number after a word or its punctuation, or a verse's; no exponent of ``x``, no fraction."""
    if any(name_of(inner) == "a" for inner in element.iter()):
        return True
    if text[0].isalpha():
        return False  # 1st, Mme, 3e
    if is_fraction(element.tail or "") or _ISOTOPE.match(element.tail or ""):
        return False  # half a cup, carbon 14
    if not text.strip("[](). ").isdecimal():
        return bool(before)
    word = re.search(r"\w*$", before)
    last = word.group() if word else ""
    return not last or (len(last) > 2 and last.isalpha()) or bool(_YEAR.fullmatch(last))


def is_note(element: Element, name: str) -> bool:
    """Whether a block element is a note, or holds nothing else."""
    types = types_of(element)
    if types & _NOTE_TYPES or (_LOOSE_NOTE_TYPE in types and name in _NOTE_ELEMENTS):
        return True
    return name not in {"body", "html"} and any(
        _NOTE_CLASS.fullmatch(item) for item in element.get("class", "").split()
    )


def is_drop_cap(element: Element) -> bool:
    """Whether an element is a large first letter: its text belongs to the word that follows."""
    return any(_DROP_CAP_CLASS.fullmatch(item) for item in element.get("class", "").split()) and (
        len(text_of(element).strip("\"'“‘«„ ")) == 1
    )


def kind_of(element: Element, name: str, inherited: BlockKind) -> BlockKind:
    """Return the kind of block that text directly inside an element makes.

    Args:
        element: Any element.
        name: Of the element.
        inherited: The kind of its parent.
    """
    if inherited in {BlockKind.NOTE, BlockKind.VERSE}:
        return BlockKind.HEADING if inherited is BlockKind.VERSE and name in HEADINGS else inherited
    if element.attrib and name in BLOCKS:
        if is_note(element, name):
            return BlockKind.NOTE
        if _is_verse(element):
            return BlockKind.VERSE
    if name in _KINDS:
        return _KINDS[name]
    return BlockKind.PARAGRAPH if name == "p" and inherited is not BlockKind.CAPTION else inherited


def _is_verse(element: Element) -> bool:
    classes = element.get("class", "").split()
    return bool(types_of(element) & _VERSE_TYPES) or any(_VERSE_CLASS.fullmatch(item) for item in classes)
