"""What is near to what among majors and occupations, made out of the shipped data.

Run by hand (`manage.py relate_taxonomy`) when that data changes; what it makes is shipped as `data/kin.csv.xz`.
Only here does the reference data need NumPy, so nothing else imports this file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

import numpy as np
from scipy import sparse

from careerlink.taxonomy.actions import files
from careerlink.taxonomy.words import root, tokens

FULL = 1000
MOST_KIN = 24  # of the same vocabulary
MOST_ACROSS = 16  # of the other one
MOST_BESIDE = 10  # majors of the same two-digit series, which would fill the list alone
LEAST = 60  # thousandths below which nothing is called near
COLLEGE_TEACHERS = "25-1"
TEACHERS_COUNT = 0.3  # the crosswalk gives them to nearly every major
# What each kind of likeness counts. Of occupations: the words of all their titles, of their description, of the majors
# that lead to them, the schooling they ask for, the places in the tree, titles that both are known by.
TITLES, DESCRIPTION, TAUGHT, ZONE, TREE, SHARED = 1.0, 0.2, 0.25, 0.1, 0.1, 0.15
# From a major to occupations: its own pair in the crosswalk, those of its four- and two-digit neighbours, the words,
# what is near to the occupations of its own.
OWN, NEIGHBOURS, SERIES, WORDS, PASSED_ON = 0.65, 0.35, 0.3, 0.3, 0.3
GENERAL = 0.55  # a general major that the crosswalk leads to few: what two majors of its series lead to
FEW = 5
# Of majors: all that they lead to, the one occupation that they have most in common, the words of their titles, the
# places in the tree.
LEADING, COMMON, NAMED, BESIDE = 0.4, 0.6, 0.2, 0.1
JOBS_ALIKE, LEADING_ALL, MAJORS_ALIKE = 1.2, 1.5, 1.2  # sums that count as wholly alike
NEAREST = 750  # thousandths of what is near, but another thing


def kin() -> list[tuple[str, str]]:
    """For each detailed occupation and each six-digit major what is near to it, nearest first, as rows of
    (code, "code:thousandths code:thousandths …").
    """
    jobs, majors = _Jobs(), _Majors()
    like_jobs = jobs.likeness(majors)
    leads = majors.leads_to(jobs, like_jobs)
    like_majors = majors.likeness(leads)
    found: dict[str, list[str]] = defaultdict(list)
    series = np.array([code[:2] for code in majors.codes])
    beside = series[:, None] == series[None, :]
    for here, there, likeness, most in (
        (jobs.codes, jobs.codes, like_jobs / JOBS_ALIKE, MOST_KIN),
        (majors.codes, jobs.codes, leads / LEADING_ALL, MOST_KIN),
        (majors.codes, majors.codes, like_majors * beside / MAJORS_ALIKE, MOST_BESIDE),
        (majors.codes, majors.codes, like_majors * ~beside / MAJORS_ALIKE, MOST_ACROSS),
        (jobs.codes, majors.codes, leads.T / LEADING_ALL, MOST_ACROSS),
    ):
        for code, row in zip(here, likeness, strict=True):
            found[code] += _nearest(code, row, there, most)
    return [(code, " ".join(others)) for code, others in sorted(found.items()) if others]


def _nearest(code: str, row: np.ndarray, codes: Sequence[str], most: int) -> list[str]:
    strengths = np.minimum(NEAREST, np.round(row * NEAREST)).astype(int)
    order = np.argsort(-row, kind="stable")[: most + 1]
    kept = [(codes[i], strengths[i]) for i in order if codes[i] != code and strengths[i] >= LEAST]
    return [f"{other}:{strength}" for other, strength in kept[:most]]


class _Jobs:
    """The detailed occupations, and the more special ones of O*NET inside them."""

    def __init__(self):
        rows = [row for row in files.rows("occupations") if row["level"] == "detailed"]
        self.codes = [row["soc_code"] for row in rows]
        self.parents = {row["soc_code"]: row["parent_code"] for row in files.rows("occupations")}
        self.description = {row["soc_code"]: row["description"] for row in rows}
        self.zone = {row["soc_code"]: float(row["job_zone"] or 3) for row in rows}
        self.titles: dict[str, set[str]] = defaultdict(set)
        for row in files.rows("titles"):
            self.titles[row["code"]].add(row["title"])
        special = {code for code in self.titles if "." in code}
        plain = {code[:7] for code in special}
        self.special = sorted(special | {code for code in self.codes if code not in plain})
        self.taught = defaultdict(set)
        for row in files.rows("crosswalk"):
            self.taught[row["soc_code"]].add(row["cip_code"])

    def words(self, code: str) -> Mapping[str, float]:
        return _damped(Counter(word for title in sorted(self.titles[code]) for word in _features(title)))

    def likeness(self, majors: "_Majors") -> np.ndarray:
        """How near every occupation is to every other, by the mean over the special ones inside both."""
        inside = [code[:7] for code in self.special]
        taught = {
            code: _damped(
                Counter(word for major in sorted(self.taught[code]) for word in _features(majors.title[major]))
            )
            for code in self.codes
        }
        described = {code: _damped(Counter(_features(self.description[code]))) for code in self.codes}
        zones = np.array([self.zone[code] for code in inside])
        alike = TITLES * _cosines([self.words(code) for code in self.special])
        alike += SHARED * _cosines([dict.fromkeys(map(str.lower, self.titles[code]), 1.0) for code in self.special])
        alike += DESCRIPTION * _cosines([described[code] for code in inside])
        alike += TAUGHT * _cosines([taught[code] for code in inside])
        alike += ZONE * (1 - np.abs(zones[:, None] - zones[None, :]) / 4)
        for depth in range(4):
            place = np.unique([self._ancestor(code, depth) for code in inside], return_inverse=True)[1]
            alike += TREE / 4 * (place[:, None] == place[None, :])
        numbers = {code: number for number, code in enumerate(self.codes)}
        columns = np.arange(len(inside))
        mean = sparse.csr_matrix((np.ones(len(inside)), ([numbers[code] for code in inside], columns)))
        mean = sparse.diags(1 / np.asarray(mean.sum(axis=1)).ravel()) @ mean
        return mean @ (mean @ alike.T).T

    def _ancestor(self, code: str, depth: int) -> str:
        for _step in range(depth):
            code = self.parents[code] or code
        return code


class _Majors:
    """The six-digit majors."""

    def __init__(self):
        rows = [row for row in files.rows("majors") if row["level"] == "6"]
        self.codes = [row["cip_code"] for row in rows]
        self.is_general = {row["cip_code"]: row["title"].endswith(", General") for row in rows}
        self.title = {row["cip_code"]: f"{row['title']} {row['examples'].replace('|', ' ')}" for row in rows}

    def leads_to(self, jobs: _Jobs, like_jobs: np.ndarray) -> np.ndarray:
        """How surely each major (row) leads to each occupation (column)."""
        pairs = np.array([[code in jobs.taught[job] for job in jobs.codes] for code in self.codes], dtype=float)
        names = [Counter(_features(self.title[code])) for code in self.codes]
        described = [
            _damped(Counter({**jobs.words(job), **Counter(_features(jobs.description[job]))})) for job in jobs.codes
        ]
        found = OWN * pairs + WORDS * _cosines(names, described)
        for digits, weight in ((5, NEIGHBOURS), (2, SERIES)):
            groups = np.unique([code[:digits] for code in self.codes], return_inverse=True)[1]
            member = sparse.csr_matrix((np.ones(len(groups)), (groups, np.arange(len(groups)))))
            found += weight * ((member @ pairs) / np.asarray(member.sum(axis=1)))[groups]
            if digits == len("23"):
                shared = (member @ pairs)[groups] > 1
        teaches = np.array([job.startswith(COLLEGE_TEACHERS) for job in jobs.codes])
        few = (pairs @ ~teaches) < FEW
        general = np.array([self.is_general[code] for code in self.codes]) & few
        found += GENERAL * (general[:, None] & shared & (pairs == 0))
        for row, mine in enumerate(pairs > 0):
            if mine.any():
                found[row] += PASSED_ON * like_jobs[mine].max(axis=0)
        return found * np.where(teaches, TEACHERS_COUNT, 1.0)

    def likeness(self, leads: np.ndarray) -> np.ndarray:
        """How near every major is to every other."""
        # Rather by the few occupations that only some majors lead to than by those of everybody.
        telling = leads * (leads > 2 * PASSED_ON / 3) * np.log(len(leads) / (1 + (leads > OWN / 2).sum(axis=0))) ** 2
        length = np.linalg.norm(telling, axis=1, keepdims=True)
        directions = telling / np.where(length > 0, length, 1)
        alike = LEADING * directions @ directions.T
        telling = (telling / telling.max()).astype(np.float32)
        alike += COMMON * np.array([np.minimum(row, telling).max(axis=1) for row in telling])
        alike += NAMED * _cosines([Counter(_features(self.title[code])) for code in self.codes])
        for digits in (5, 2):
            place = np.unique([code[:digits] for code in self.codes], return_inverse=True)[1]
            alike += BESIDE * (place[:, None] == place[None, :])
        return alike


def _features(text: str) -> list[str]:
    words = tokens(text)
    return [*words, *map(root, words)]


def _damped(counts: Mapping[str, float]) -> dict[str, float]:
    return {word: 1 + log(n) if n > 1 else 1.0 for word, n in counts.items()}


def _cosines(texts: Sequence[Mapping[str, float]], others: Sequence[Mapping[str, float]] | None = None) -> np.ndarray:
    """How alike each text is to each of the others (by default of the same list), rare words counting more."""
    both = [*texts, *(others or [])]
    numbers: dict[str, int] = {}
    cells = [
        (row, numbers.setdefault(word, len(numbers)), n) for row, text in enumerate(both) for word, n in text.items()
    ]
    rows, columns, values = (np.array(part) for part in _turned(cells))
    spread = np.bincount(columns, minlength=len(numbers))
    table = sparse.csr_matrix(
        (values * np.log(1 + len(both) / spread)[columns], (rows, columns)), (len(both), len(numbers))
    )
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = sparse.diags(1 / np.where(length > 0, length, 1)) @ table
    first, second = table[: len(texts)], table[len(texts) :] if others else table
    return np.asarray((first @ second.T).todense())


def _turned(cells: Iterable[tuple]) -> Iterable[tuple]:
    return zip(*cells, strict=True)
