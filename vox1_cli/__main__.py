"""``python -m vox1_cli``: what ``run.py`` starts."""

import sys

from vox1_cli.main import main

sys.exit(main(sys.argv[1:]))
