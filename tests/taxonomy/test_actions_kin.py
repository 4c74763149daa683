"""What is shipped as kin is what the other shipped data makes."""

from careerlink.taxonomy.actions import files
from careerlink.taxonomy.actions.kin import MOST_ACROSS, MOST_BESIDE, MOST_KIN, kin
from careerlink.taxonomy.queries import read_kin


def test_the_shipped_kin_are_up_to_date():
    """But for the last thousandth, which may round another way on another machine."""
    made = {code: read_kin(others) for code, others in kin()}
    shipped = {row["code"]: read_kin(row["others"]) for row in files.rows("kin")}
    assert made.keys() == shipped.keys()
    for code, near in shipped.items():
        both = near.keys() & made[code].keys()
        assert len(both) >= len(near) - 2, code
        assert all(abs(near[other] - made[code][other]) <= 1 for other in both), code


def test_lists_of_kin_are_short_and_nobody_is_kin_to_herself():
    for row in files.rows("kin"):
        near = read_kin(row["others"])
        assert row["code"] not in near
        assert len(near) <= MOST_KIN + max(MOST_ACROSS, MOST_BESIDE + MOST_ACROSS)
        assert all(0 < strength <= 750 for strength in near.values())
