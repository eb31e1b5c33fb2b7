"""The parser of our commands: what is wrong with their arguments is an error with a hint, as everywhere."""

from __future__ import annotations

import argparse
from typing import NoReturn

from vox1_setup.errors import SetupError


class Parser(argparse.ArgumentParser):
    """A parser of arguments; `prog` is what is typed after ``python3``."""

    def error(self, message: str) -> NoReturn:
        """Refuse arguments.

        Raises:
            SetupError: Always.
        """
        raise SetupError(message, f"see: python3 {self.prog} --help")
