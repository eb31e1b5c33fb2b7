"""Declared language: whether the words of a book are in another language than it says it is in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_PASSAGES = 24
_PASSAGE_CHARACTERS = 500
_FEWEST_PASSAGES = 3
_LEAST_AGREEING = 0.9
"""Share of the passages that must say the same: a book in two languages is in neither alone."""
_NO_SHARE = 0.04
"""Share of a language's own words that others reach by chance: by median 0.00 to 0.11, from pair to pair."""
_SURE_SHARE = 0.2
"""Share that prose reaches in its own language, nearly everywhere: 0.14 to 0.21 at least, 0.3 by median.

Measured over 587 passages of 500 characters in six languages.
"""
_LEAST_MARGIN = 0.15
"""How much better, of its score, the found language must fit than the declared one.

The score is a sum of logarithms. German fits its own model better than English by 0.31 of it, Scots fits
English best, and Old English, which the detector does not know, fits Icelandic better than English by 0.06.
"""
_NOBODYS = frozenset(("zxx", "la", "grc", "hbo", "sa"))
"""Signs without a language, and old languages: who prints them says that of the readers, or fills a page."""
_WORD = re.compile(r"[^\W\d_]+")
# Words that make up a third of any prose, but for those that are frequent in another of the languages.
_OWN_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": """the of and to he that it with his her had for was not you is at but they which this from
            have were by him are would said there when what their all my she we be been if who your them
            then""",
        "de": """der die und das ich er sie nicht ein den mit ist zu sich es auf dem als wie eine auch aber
            von im aus nach war noch wenn nur ihr hatte wir bei einen einer zum daß dass oder sein ihm
            wird mich""",
        "fr": """le la les et des il je est dans une pas qui ne elle pour ce du plus sur vous avec au mais
            nous l d s n c qu lui cette ou sont être était avait tout ses son elles ils leur aux j m
            comme""",
        "es": """el los y las del que en lo con una su para es por como más pero sus le al era muy cuando
            había ya todo esta fue sin sobre también me hasta hay donde quien desde no se yo él ella
            esto""",
        "it": """il di che è e la non per una sono del con gli della si le i al nel dei alla ma delle come
            più anche lo era questo aveva suo dal sua mi nella dalla ha perché ci quando ed ai tutto
            degli""",
        "pt": """o os um uma não do da em para com dos das na no que se por mais ao como mas foi ele ela seu
            sua à ou quando muito já eu também pelo pela até isso era só nos havia meu é lhe""",
        "nl": """de het een en van ik te dat niet zijn op hij met voor aan er om ook als dan maar zij haar
            had naar heb wat uit bij nog wel heeft hem deze mijn waren zou je hun""",
    }.items()
}
# Between relations only a clear count of own words decides: an old form or a dialect of the one may be
# nearer to the model of the other.
_RELATIONS = (
    frozenset(("de", "nl", "af", "lb", "fy")),
    frozenset(("da", "no", "nb", "nn", "sv", "fo", "is")),
    frozenset(("es", "pt", "gl", "ca", "oc", "an", "ext", "fr", "wa", "it", "vec", "lij", "la", "ro", "ht")),
    frozenset(("cs", "sk", "pl")),
    frozenset(("bg", "mk", "sr", "hr", "bs", "sl")),
    frozenset(("ru", "uk", "be")),
    frozenset(("id", "ms", "jv")),
    frozenset(("hi", "mr", "ne", "sa")),
    frozenset(("zh", "yue", "wuu", "ja")),
    frozenset(("el", "grc")),
    frozenset(("he", "hbo")),
    frozenset(("ar", "ary", "arz", "fa", "ur", "ps")),
    frozenset(("tr", "az", "crh", "tk", "kk", "ky", "tt", "ba", "uz")),
    frozenset(("fi", "et", "se")),
)


def contradicting(declared: str, texts: Iterable[str]) -> str:
    """Return the language that a book is in, where that is surely not the declared one.

    Own words are counted first, which costs little. Only where they do not bear the declared language out
    is the detector asked, passage by passage. A book with something in the declared language in more than
    a tenth of its passages, one with too few words, or one in a language or a form of a language that the
    detector does not know, contradicts nothing.

    Args:
        declared: A BCP 47 tag.
        texts: The book's running text, in order.

    Returns:
        Two or three letters; empty where there is no sure contradiction.
    """
    language = declared.partition("-")[0].lower()
    passages = _passages(texts)
    if len(passages) < _FEWEST_PASSAGES:
        return ""
    shares = [_shares(passage) for passage in passages]
    if not _agree(_is_foreign(share, language) for share in shares):
        return ""
    found = _detected(passages, language)
    if found in _OWN_WORDS:
        is_sure = _agree(share[found] >= _SURE_SHARE / 2 for share in shares) and (
            sum(share[found] for share in shares) >= _SURE_SHARE * len(shares)
        )
        return found if is_sure else ""
    return "" if any({found, language} <= group for group in _RELATIONS) else found


def _passages(texts: Iterable[str]) -> list[str]:
    """Passages from the beginning to the end of a book."""
    whole = "\n".join(texts)
    step = max(_PASSAGE_CHARACTERS, len(whole) // _PASSAGES)
    starts = range(0, len(whole) - _PASSAGE_CHARACTERS // 2, step)
    return [whole[start : start + _PASSAGE_CHARACTERS] for start in starts]


def _shares(passage: str) -> dict[str, float]:
    """The share of each language's own words."""
    words = _WORD.findall(passage.casefold())
    return {
        language: sum(word in own for word in words) / max(1, len(words))
        for language, own in _OWN_WORDS.items()
    }


def _is_foreign(shares: dict[str, float], language: str) -> bool:
    """Whether a passage seems to be in another language, by own words."""
    most = max(shares.values())
    if language in shares:
        return shares[language] <= max(_NO_SHARE, most / 2)
    return most >= _SURE_SHARE


def _detected(passages: Sequence[str], language: str) -> str:
    """The one other language that nearly all passages are in, if it fits far better than the declared one."""
    import py3langid  # noqa: PLC0415  # half a second and 100 MB, for the few books that are doubted

    ranks = [dict(py3langid.rank(passage)) for passage in passages]
    best = [max(rank, key=rank.__getitem__) for rank in ranks]
    found, count = Counter(best).most_common(1)[0]
    if found in {language, *_NOBODYS} or language not in ranks[0] or count < _LEAST_AGREEING * len(passages):
        return ""
    is_far = (rank[language] <= rank[found] * (1 + _LEAST_MARGIN) for rank in ranks)
    return found if _agree(is_far) else ""


def _agree(claims: Iterable[bool]) -> bool:
    listed = list(claims)
    return sum(listed) >= _LEAST_AGREEING * len(listed)
