"""Overlays: which element is highlighted while which part of which audio file is heard (SMIL 3).

Source: https://www.w3.org/TR/epub-33/#sec-media-overlays
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vox1.outputs.readalong.sentences import Target


class Clip(NamedTuple):
    """What is heard of a sentence.

    Attributes:
        audio: The audio file, as the package lists it.
        start_ms: Where the sentence begins in it.
        spoken_ms: Where it has been spoken.
        end_ms: Where the next begins: the pause between is heard with this one.
    """

    audio: str
    start_ms: int
    spoken_ms: int
    end_ms: int


class Par(NamedTuple):
    """An element and what is heard while it is highlighted.

    Attributes:
        name: The element's id.
        audio: The audio file, as the package lists it.
        start_ms: Where the clip begins in it.
        end_ms: Where the clip ends.
    """

    name: str
    audio: str
    start_ms: int
    end_ms: int


def clock(time_ms: int) -> str:
    """Return a time as a full clock value: ``1:02:03.045``."""
    seconds, milliseconds = divmod(time_ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"


def divided(clip: Clip, targets: Sequence[Target]) -> list[Par]:
    """Return what is heard of each element of one sentence, by their shares of its characters.

    Args:
        clip: The sentence.
        targets: Its elements in order; may be none.
    """
    characters = sum(target.characters for target in targets)
    pars, start_ms, heard = [], clip.start_ms, 0
    for target in targets:
        heard += target.characters
        is_last = heard == characters
        share_ms = (clip.spoken_ms - clip.start_ms) * heard // characters
        end_ms = clip.end_ms if is_last else clip.start_ms + share_ms
        if end_ms > start_ms:  # an overlay has no clip without a length
            pars.append(Par(target.name, clip.audio, start_ms, end_ms))
            start_ms = end_ms
    return pars


def smil(document: str, pars: Iterable[Par]) -> bytes:
    """Return the overlay of one document.

    Args:
        document: Its address, seen from the overlay.
        pars: In the order in which they are heard; the audio's addresses are seen from the overlay.
    """
    source = html.escape(document)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">',
        f'<body><seq id="sentences" epub:textref="{source}">',
    ]
    lines += [
        f'<par id="par-{number}"><text src="{source}#{html.escape(par.name)}"/>'
        f'<audio src="{html.escape(par.audio)}"'
        f' clipBegin="{clock(par.start_ms)}" clipEnd="{clock(par.end_ms)}"/></par>'
        for number, par in enumerate(pars, 1)
    ]
    return "\n".join([*lines, "</seq></body></smil>\n"]).encode()
