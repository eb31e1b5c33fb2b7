"""Starts VOX-1: `python3 run.py` and one of its commands, or `setup`, or `test`.

This file must be readable by Python versions that VOX-1 does not support, because it is the one that tells
them so: nothing newer than Python 3.6 here. All else is in `vox1_setup/`, which is loaded after the check.
"""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - cheaper than pathlib, and in 3.6

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    HAVE = ".".join(str(part) for part in sys.version_info[:3])
    sys.stderr.write("error: VOX-1 needs Python 3.10, 3.11, 3.12 or 3.13, and this is Python " + HAVE + "\n")
    sys.stderr.write(
        "hint: install one of those and start VOX-1 with it, for example: python3.12 run.py setup\n"
    )
    sys.exit(2)

UPDATE = os.path.join(ROOT, "temp_work", "update")  # noqa: PTH118 - cheaper than pathlib, and in 3.6

if __name__ == "__main__":
    if os.path.exists(os.path.join(UPDATE, "switch.json")):  # noqa: PTH110, PTH118 - as above
        # An update was interrupted. The copy of the set-up that it laid down takes it back; then we start
        # anew, because this file too may be another one now.
        import subprocess

        sys.path.insert(0, os.path.join(UPDATE, "keeper"))  # noqa: PTH118 - as above
        from vox1_setup.switch import recover

        again = [sys.executable, __file__] + sys.argv[1:]  # noqa: RUF005 - old Pythons
        sys.exit(recover(ROOT) or subprocess.call(again))
    # `python3 -P` and PYTHONSAFEPATH leave the script's own folder out.
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    from vox1_setup.start import main

    sys.exit(main(sys.argv[1:], ROOT))
