"""The header of a safetensors file: whether the file is as long as it says.

Source: github.com/huggingface/safetensors, "Format": eight bytes of length (little-endian), a JSON object of
that length naming each tensor's place, then the tensors.
"""

from __future__ import annotations

import json
from pathlib import Path

_LENGTH_BYTES = 8
_MOST_HEADER_BYTES = 100_000_000
"""The format's own limit."""


def safetensors_fault(path: Path) -> str:
    """Return what is wrong with a file, in a few words; empty if nothing is to be seen from its header.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        header_bytes = int.from_bytes(stream.read(_LENGTH_BYTES), "little")
        if not 2 <= header_bytes <= _MOST_HEADER_BYTES:
            return "it is no safetensors file"
        written = stream.read(header_bytes)
    try:
        header = json.loads(written)
        ends = [int(entry["data_offsets"][1]) for name, entry in header.items() if name != "__metadata__"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return "its header is damaged"
    told_bytes = _LENGTH_BYTES + header_bytes + max(ends, default=0)
    size_bytes = path.stat().st_size
    if size_bytes != told_bytes:
        return f"it has {size_bytes:,} bytes, and its header tells of {told_bytes:,}"
    return ""
