"""Reading lists of people from files as they are: no row of the database is looked at here."""

from referrals.queries.reading.columns import MANY, SENSITIVE, Column, guess_columns
from referrals.queries.reading.people import Person, Reader, Refusal, merged_majors, split_majors
from referrals.queries.reading.tables import Shape, first_lines, judge_shape, records_of, with_header

__all__ = [
    "MANY",
    "SENSITIVE",
    "Column",
    "Person",
    "Reader",
    "Refusal",
    "Shape",
    "first_lines",
    "guess_columns",
    "judge_shape",
    "merged_majors",
    "records_of",
    "split_majors",
    "with_header",
]
