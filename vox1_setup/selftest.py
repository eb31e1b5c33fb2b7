"""The self-test: whether a VOX-1 starts, and speaks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vox1_setup.environment import Environment, base_python
from vox1_setup.errors import SetupError
from vox1_setup.programs import Programs
from vox1_setup.start import ENTER

_SENTENCE = "VOX-1 is ready to read to you."
_VOICE = ("--engine", "espeak", "--language", "en")
_DRAFT = "gmw/en-US"
_LEAST_BYTES = 2000
"""A second of speech as FLAC takes some twenty thousand, one of silence a few hundred."""
_SECONDS = 180.0
"""For what takes two, on a slow disk with an antivirus that looks at every file for the first time."""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Tries a VOX-1 out.

    Attributes:
        root: The folder it is in.
        environment: What it runs in.
        programs: Runs it, and keeps what it says.
    """

    root: Path
    environment: Environment
    programs: Programs

    def all(self, scratch: Path) -> None:
        """Start the starter, start the program, and have a sentence spoken.

        Args:
            scratch: A folder that may be filled.

        Raises:
            SetupError: Something of it failed.
        """
        if not self.programs.run(base_python(), self.root / "run.py", "setup", "--help", seconds=_SECONDS):
            raise self._failure("run.py does not start")
        self.start()
        self.speak(scratch)

    def start(self) -> None:
        """Start the program, without its starter.

        Raises:
            SetupError: It does not start.
        """
        if not self._run("--version"):
            raise self._failure("VOX-1 does not start")

    def speak(self, scratch: Path) -> None:
        """Have the draft voice speak a sentence into a file.

        Raises:
            SetupError: It does not speak.
        """
        scratch.mkdir(parents=True, exist_ok=True)
        spoken = scratch / "hello.flac"
        spoken.unlink(missing_ok=True)
        places = [
            str(word) for name in ("user", "output", "work") for word in (f"--{name}-dir", scratch / name)
        ]
        told = ("--text", _SENTENCE, "--output", str(spoken))
        done = self._run("voices", "audition", *places, *_VOICE, *told, _DRAFT)
        if not done or not spoken.is_file() or spoken.stat().st_size < _LEAST_BYTES:
            raise self._failure("the draft voice does not speak")

    def _run(self, *words: str) -> bool:
        python = self.environment.python
        return self.programs.run(python, "-c", ENTER, self.root, *words, seconds=_SECONDS)

    def _failure(self, sentence: str) -> SetupError:
        tail = self.programs.output_since(0).splitlines()[-8:]
        return SetupError(
            sentence, f"the whole log: {self.programs.log_file}", tuple(line[:200] for line in tail)
        )
