"""The truth stays out of the product: no file of it is shipped, and nothing but the evaluation reads it."""

import csv
from pathlib import Path

from careerlink.taxonomy.actions import files
from tests.eval.matching import SOURCES, gain, in_tree

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent


def test_nothing_in_the_product_reads_the_truth():
    rooms = [ROOT / name for name in ("careerlink", "partners", "events", "referrals")]
    naming = [path for room in rooms for path in room.rglob("*.py") if "job_titles_dev" in path.read_text()]
    assert naming == []


def test_the_index_that_is_measured_knows_none_of_the_typed_titles():
    with (HERE / "data" / "job_titles_dev.csv").open(encoding="utf-8", newline="") as file:
        typed = {(row["title"], code) for row in csv.DictReader(file) for code in row["onet_soc_codes"].split()}
    known = {(row["title"], row["code"]) for row in files.rows("titles") if SOURCES & set(row["sources"].split(","))}
    assert typed & known == set()


def test_gain_and_levels_are_counted_as_the_literature_does():
    assert round(gain([3, 2, 0, 1]), 4) == round(7 + 3 / 1.5849625007 + 1 / 2.3219280949, 4)
    assert [in_tree("27-3041", code) for code in ("27-3041", "27-3042", "27-3031", "27-1011", "15-1252")] == [
        4,
        3,
        2,
        1,
        0,
    ]
