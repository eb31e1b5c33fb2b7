#!/bin/sh
# Installs VOX-1 on Linux or macOS, or repairs it: sh install.sh. What is given to it goes to `run.py setup`.
cd "$(dirname "$0")" || exit 2
for python in python3.12 python3.13 python3.11 python3.10 python3; do
    if "$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        exec "$python" run.py setup --shortcuts "$@"
    fi
done
echo "error: VOX-1 needs Python 3.10, 3.11, 3.12 or 3.13, and there is none here" >&2
echo "hint: sudo apt install python3 python3-venv python3-tk, or on a Mac: brew install python@3.12 python-tk@3.12" >&2
exit 2
