"""The data files that are shipped in `data/`."""

import csv
import hashlib
import io
import lzma
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "data"
PACKED = ("institutions", "majors", "crosswalk", "occupations", "titles", "industries", "places", "kin")
OPEN = ("credentials", "issuers", "competencies", "common_majors")
SHAPE = "1"  # goes up when the same data has to be loaded or indexed in another way


def rows(name: str) -> list[dict[str, str]]:
    """A file's rows; everything in them is text."""
    if name in PACKED:
        text = lzma.decompress((HERE / f"{name}.csv.xz").read_bytes()).decode()
    else:
        text = (HERE / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def checksum() -> str:
    """One number for the state of all files that are loaded."""
    digest = hashlib.sha256(SHAPE.encode())
    for name in PACKED:
        digest.update((HERE / f"{name}.csv.xz").read_bytes())
    for name in OPEN:
        digest.update((HERE / f"{name}.csv").read_bytes())
    return digest.hexdigest()
