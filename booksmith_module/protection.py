"""Protection: whether an EPUB's text is encrypted, and by whose scheme."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from booksmith_module.errors import BookError

# Fonts scrambled against copying are still readable books: IDPF and Adobe font obfuscation.
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
# What tells the schemes apart: a file of the container, and words in it.
_SCHEMES = (
    ("META-INF/license.lcpl", b"", "Readium LCP"),
    ("META-INF/sinf.xml", b"", "Apple FairPlay"),
    ("META-INF/rights.xml", b"adobe.com/adept", "Adobe DRM (ADEPT)"),
    ("META-INF/rights.xml", b"kobo", "Kobo DRM"),
    ("rights.xml", b"", "Kobo DRM"),
    ("META-INF/encryption.xml", b"adobe.com/adept", "Adobe DRM (ADEPT)"),
    ("META-INF/encryption.xml", b"readium.org/2014/01/lcp", "Readium LCP"),
)
_CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\\ufffd]")
_SAMPLE_CHARACTERS = 4_000
_MOST_CONTROLS = 0.05
"""The share of control characters above which a document is no text: markup has none."""


def check_protection(file_name: str, names: Collection[str], read: Callable[[str], bytes]) -> None:
    """Refuse a book whose text is encrypted.

    Args:
        file_name: The book's, for the message.
        names: The files in the container.
        read: Returns the content of one of them; empty for one that is not there.

    Raises:
        BookError: It is protected; the scheme is named.
    """
    if _is_encrypted(read("META-INF/encryption.xml")):
        scheme = next(
            (s for name, words, s in _SCHEMES if name in names and words in read(name).lower()), "DRM"
        )
        raise protected(file_name, scheme)


def protected(file_name: str, scheme: str) -> BookError:
    """Return the error for a book that is protected by a scheme."""
    by = scheme if "DRM" in scheme else f"DRM ({scheme})"
    return BookError(
        "drm",
        f"{file_name} is protected by {by}, so its text is encrypted",
        "VOX-1 reads unprotected books only. Ask the shop for an edition without DRM.",
    )


def _is_encrypted(encryption: bytes) -> bool:
    """Whether anything but fonts is encrypted (OCF 3.3, section 4.2.6.3.1)."""
    methods = re.findall(rb"EncryptionMethod[^>]*Algorithm\s*=\s*[\"']([^\"']+)", encryption)
    return any(method.decode("ascii", "replace") not in _FONT_OBFUSCATION for method in methods)


def is_scrambled(text: str) -> bool:
    """Whether what should be markup is noise: encrypted by a scheme that leaves no sign, or overwritten."""
    sample = text[:_SAMPLE_CHARACTERS]
    return len(_CONTROL.findall(sample)) > _MOST_CONTROLS * len(sample)
