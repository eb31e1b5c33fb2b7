"""Builds a release from the last commit: `python scripts/build_release.py FOLDER`.

Writes `VOX-1-VERSION.zip`, with the list of its files in it, and `latest.json`, which says what to expect of
it. Both go to the address in `vox1_setup/release.py`, the archive first: `run.py update` reads them there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from vox1_setup import release  # noqa: E402 - after the path to it


def build(repository: Path, folder: Path) -> Path:
    """Build a release of a repository's last commit, and return its archive.

    Raises:
        subprocess.CalledProcessError: git refuses.
    """
    version = release.own_version(repository)
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"VOX-1-{version}.zip"
    top = f"VOX-1-{version}/"
    git = shutil.which("git") or "git"
    words = ("archive", "--format=zip", f"--prefix={top}", f"--output={archive.resolve()}", "HEAD")
    subprocess.run([git, *words], cwd=repository, check=True)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(top + release.LISTING, _listing(packed, top, version))
    (folder / release.LATEST).write_text(_notice(archive, version), encoding="utf-8")
    return archive


def _listing(packed: zipfile.ZipFile, top: str, version: str) -> str:
    """The list of a release's files, with the hash of each."""
    names = [member.filename for member in packed.infolist() if not member.is_dir()]
    digests = {name[len(top) :]: hashlib.sha256(packed.read(name)).hexdigest() for name in names}
    return json.dumps({"schema": release.SCHEMA, "version": version, "files": digests}, indent=1) + "\n"


def _notice(archive: Path, version: str) -> str:
    """What is said of a release before it is fetched."""
    notice = {
        "schema": release.SCHEMA,
        "version": version,
        "archive": archive.name,
        "sha256": release.file_hash(archive),
        "size_bytes": archive.stat().st_size,
    }
    return json.dumps(notice, indent=1) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where both files are written")
    print(build(ROOT, parser.parse_args().folder))
