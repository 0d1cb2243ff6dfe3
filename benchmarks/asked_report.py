"""What :mod:`questions_asked` counts, and its tables."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PRODUCT = "product"


@dataclass
class Tally:
    """One way of asking over all cases; right is None where it cannot be judged."""

    asked: list[int] = field(default_factory=list)
    measure: dict[str, bool | None] = field(default_factory=dict)
    whole: dict[str, bool | None] = field(default_factory=dict)

    def add(self, case: str, asked: int, measure: bool | None, whole: bool | None) -> None:
        """Count one case."""
        self.asked.append(asked)
        self.measure[case], self.whole[case] = measure, whole


@dataclass
class Checks:
    """What is wrong, or remarkable, with the questions asked back."""

    questions: int = 0
    row: int = 0
    resumed: int = 0
    finer: int = 0
    reasons_only: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def _share(right: Iterable[bool | None]) -> str:
    found = [r for r in right if r is not None]
    return f"{sum(found)} of {len(found)}" if found else "-"


def show(title: str, tallies: Mapping[str, Tally], checks: Checks, details: bool) -> None:
    """Print the table, what the product loses against each form, and what the checks found."""
    print(f"\n{title}\n")
    print("| | mean | mean where the product asks | median | most | nothing asked | measure right | all right |")
    print("|---|---|---|---|---|---|---|---|")
    product = tallies[PRODUCT]
    for name, tally in tallies.items():
        print(_row(name, tally, product))
    print()
    for name, tally in tallies.items():
        if tally is not product:
            print(_against(name, tally, product, details))
    print(
        f"{checks.questions} questions, at most {checks.row} in a row, {checks.resumed} repeated after an aside; "
        f"{checks.finer} ask more exactly what was said, {checks.reasons_only} settle a condition but no verdict; "
        f"{len(checks.faults)} faults"
    )
    for kind, where in checks.faults if details else ():
        print(f"  {kind}: {where}")
    if not details:
        for kind, n in Counter(kind for kind, _ in checks.faults).items():
            print(f"  {kind}: {n}")


def _row(name: str, tally: Tally, product: Tally) -> str:
    where = [a for a, p in zip(tally.asked, product.asked, strict=True) if p] or [0]
    means = (f"{statistics.mean(tally.asked):.2f}", f"{statistics.mean(where):.2f}")
    spread = (f"{statistics.median(tally.asked):g}", f"{max(tally.asked)}")
    none = f"{sum(a == 0 for a in tally.asked) / len(tally.asked):.0%}"
    cells = (name, *means, *spread, none, _share(tally.measure.values()), _share(tally.whole.values()))
    return f"| {' | '.join(cells)} |"


def _against(name: str, tally: Tally, product: Tally, details: bool) -> str:
    lost = [case for case, right in tally.whole.items() if right and not product.whole[case]]
    won = [case for case, right in tally.whole.items() if right is False and product.whole[case]]
    named = f" ({', '.join(lost) or '-'}; {', '.join(won) or '-'})" if details else ""
    right = f"{len(lost)} right only with it, {len(won)} only without it{named}"
    return f"against the {name}: {sum(product.asked) / sum(tally.asked):.0%} of its questions; {right}"
