"""Transcripts: what is said in a clip, as the recogniser of the word check hears it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from vox1 import files
from vox1.control import Control
from vox1.engines.listener import Broken, Listener, find_ears
from vox1.errors import InputError
from vox1.settings import LISTENING_MODEL
from vox1.voices.booth import Booth
from vox1.voices.clip import SAMPLE_RATE_HZ, Samples, flac_of
from vox1_worker.protocol import Heard, Listen

_WAIT_SECONDS = 0.2


def heard_in(samples: Samples, language: str, booth: Booth) -> str:
    """Return the words of a clip, for a person to look over: recognisers mishear names.

    Args:
        samples: Of the clip, mono at the rate of the engines that clone.
        language: In which it is spoken, a BCP 47 tag.
        booth: Where it is heard.

    Raises:
        InputError: There is no recogniser, it does not know the language, or it hears no words.
        Cancelled: It was given up.
        DiskError: The disk refuses.
    """
    ears = find_ears(LISTENING_MODEL, booth.device, booth.folders)
    with tempfile.TemporaryDirectory(prefix="vox1-clip-", ignore_cleanup_errors=True) as scratch:
        path = Path(scratch) / "clip.flac"
        files.write_bytes(path, flac_of(samples))
        listener = Listener(ears, booth.folders.logs / "transcript.log", booth.emit, booth.control)
        try:
            listener.listen(Listen("clip", str(path), language, 0.0, len(samples) / SAMPLE_RATE_HZ))
            text = _text(listener, booth.control)
        finally:
            listener.close()
    if not any(map(str.isalnum, text)):
        raise _not_heard("it hears no words in it")
    return " ".join(text.split())


def _text(listener: Listener, control: Control) -> str:
    while True:
        control.check()
        hearing = listener.hearing(_WAIT_SECONDS)
        if isinstance(hearing, Heard):
            return hearing.text
        if hearing is not None:
            raise _not_heard(hearing.reason if isinstance(hearing, Broken) else hearing.message)


def _not_heard(reason: str) -> InputError:
    return InputError(
        f"The words of the clip could not be written down by themselves: {reason}",
        'Type them: --text "...", exactly as they are said.',
        "no-transcript",
    )
