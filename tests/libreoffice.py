"""Whether workbooks can be opened by LibreOffice here, and opening one: it works out every formula anew."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("soffice", "libreoffice")
MAC_APP = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
PATIENCE = 120  # seconds; the first start writes a profile and takes the longest


def find_libreoffice() -> str | None:
    """The path of LibreOffice, or None. The variable SOFFICE names it by hand."""
    found = (os.environ.get("SOFFICE"), *map(shutil.which, NAMES), MAC_APP if os.path.exists(MAC_APP) else None)
    return next((path for path in found if path), None)


def what_is_missing() -> str:
    """Why workbooks cannot be recomputed, or nothing."""
    if find_libreoffice():
        return ""
    return "no LibreOffice on this machine; Debian: sudo apt-get install -y libreoffice-calc-nogui"


def recomputed(book: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it after it has worked out all formulas."""
    program = find_libreoffice()
    assert program
    source, made = folder / "book.xlsx", folder / "made"
    source.write_bytes(book)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "xlsx", "--outdir", made, source]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return (made / "book.xlsx").read_bytes()


if __name__ == "__main__":
    raise SystemExit(what_is_missing() or 0)
