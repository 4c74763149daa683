"""How every bench says what it found: figures, ratios against a reference of the same run, and one last line."""

from collections.abc import Sequence
from statistics import median


class Report:
    """Collects lines and bars; `end()` prints the last line and gives the exit code."""

    def __init__(self):
        self.misses: list[str] = []

    def figures(self, name: str, values: Sequence[float], unit: str = "ms") -> float:
        """Print min, median and max of a measurement; returns the median."""
        middle = median(values)
        print(f"{name}: min {min(values):.2f} median {middle:.2f} max {max(values):.2f} {unit} (n {len(values)})")
        return middle

    def at_most(self, name: str, value: float, bar: float, unit: str = "") -> None:
        """A bar that must not be passed."""
        self._bar(name, value, bar, unit, "≤", value <= bar)

    def at_least(self, name: str, value: float, bar: float, unit: str = "") -> None:
        """A bar that must be reached."""
        self._bar(name, value, bar, unit, "≥", value >= bar)

    def holds(self, name: str, is_true: bool) -> None:
        """Something that is either so or not."""
        print(f"{'ok  ' if is_true else 'MISS'} {name}")
        if not is_true:
            self.misses.append(name)

    def end(self) -> int:
        """Print the last line; 1 when something missed its bar."""
        print(f"misses: {', '.join(self.misses) or 'none'}", flush=True)
        return int(bool(self.misses))

    def _bar(self, name: str, value: float, bar: float, unit: str, sign: str, is_met: bool) -> None:
        print(f"{'ok  ' if is_met else 'MISS'} {name}: {value:.3f}{unit} (bar {sign} {bar:g}{unit})", flush=True)
        if not is_met:
            self.misses.append(name)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]
