"""The command line with little patience: what hangs is given up after seconds instead of minutes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from backend import Backend
from vox1.audio import ffmpeg
from vox1.control import Control
from vox1.engines.host import Patience
from vox1.events import Event, Finished
from vox1.render import room
from vox1.render.job import RenderOptions
from vox1_cli import main as command_line

PATIENCE = Patience(load_seconds=12, stall_seconds=5, silence_seconds=7)
FFMPEG_SECONDS = 3.0
ROOM_SECONDS = 0.2


class _Impatient(Backend):
    def render(self, options: RenderOptions, emit: Callable[[Event], None], control: Control) -> Finished:
        return super().render(replace(options, patience=PATIENCE), emit, control)


if __name__ == "__main__":
    ffmpeg.STALL_SECONDS = FFMPEG_SECONDS
    room.LOOK_SECONDS = ROOM_SECONDS
    command_line.Backend = _Impatient  # type: ignore[attr-defined]  # where the door is made
    sys.exit(command_line.main(sys.argv[1:]))
