"""Learns how much each kind of term counts in each field, and writes ``knowledge/index/weights.yml``.

    python benchmarks/retrieval_weights.py [--write]

Learned from the measures' own sample questions, each asked of a store that does not have it, as written and mistyped:
the weights under which the right measures are likeliest (a softmax over the measures of the place), held near even
ones, because whoever wrote a measure's questions wrote its keywords too. Place and year are learned beside them and
not written. Prints how well weights learned from four fifths of the measures do on the last fifth, and those learned
from all. What sample questions count is not learned: those of one measure were written to differ from each other, so
leaving one out says nothing of how near a real question comes to them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import yaml
from retrieval_cases import Case, curated, left_out, mistyped
from scipy.optimize import minimize

from knowledge.index.facets import Facets
from knowledge.index.options import PRODUCT, WEIGHTS, Options
from knowledge.index.postings import Postings
from knowledge.index.terms import fields, spelt, terms, wanted
from knowledge.measure import Measure
from nlu.normalize import normalize

# HOLD: how strongly weights are held near the even ones; up to here it costs nothing on measures not learned from.
PARTS, HOLD, LEAST = 5, 100.0, 0.02
LEARNED = [(kind, field) for kind, fields in PRODUCT.fields.items() for field in fields if field != "questions"]
BESIDE = {"city": 3.0, "newer": 0.2}
EVEN = np.array([{"people": 0.2, "ids": 0.4}.get(field, 0.12) for _, field in LEARNED] + list(BESIDE.values()))

Array = np.ndarray[Any, np.dtype[np.float64]]


class Sheet:
    """The evidence of every part, for every question and measure; which measures are of the place, which is right."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        """Ask every sample question twice."""
        evidence, fixed, possible, right = [], [], [], []
        for store, cases in left_out(measures):
            parts, facets = _parts(store), Facets(store)
            for case in [*cases, *mistyped(cases)]:
                values, given = _evidence(case, parts, facets)
                evidence.append(values)
                fixed.append(given)
                possible.append(facets.holding_in(case.district))
                right.append(next(i for i, m in enumerate(store) if m.id in case.right))
        self.evidence, self.fixed = np.array(evidence), np.array(fixed)
        self.possible, self.right = np.array(possible), np.array(right)
        self.scale = self.evidence.std(axis=(0, 1))
        self.evidence /= self.scale

    def scores(self, weights: Array, rows: Any) -> Array:
        """The sum of all evidence; what is of another place gets next to nothing."""
        return np.where(self.possible[rows], self.evidence[rows] @ weights + self.fixed[rows], -1e9)

    def learn(self, rows: Any) -> Array:
        """The weights under which these questions' right measures are likeliest."""
        each, right, even = np.arange(rows.sum()), self.right[rows], EVEN * self.scale

        def loss(weights: Array) -> tuple[float, Array]:
            scores = self.scores(weights, rows)
            scores -= scores.max(axis=1, keepdims=True)
            likely = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
            wrong = likely.copy()
            wrong[each, right] -= 1
            slope = np.einsum("qm,qmw->w", wrong, self.evidence[rows])
            slope += 2 * HOLD * (weights - even)
            return float(-np.log(likely[each, right]).sum() + HOLD * ((weights - even) ** 2).sum()), slope

        bounds = [(LEAST * s, None) for s in self.scale]
        found: Array = minimize(loss, even, jac=True, method="L-BFGS-B", bounds=bounds).x
        return found

    def rates(self, scores: Array, rows: Any) -> str:
        """Share right at first, and among the first three."""
        best = scores[np.arange(len(scores)), self.right[rows]]
        ahead = (scores > best[:, None]).sum(axis=1)
        return f"top 1 {np.mean(ahead < 1):.1%}, top 3 {np.mean(ahead < 3):.1%}"


def _parts(store: Sequence[Measure]) -> dict[tuple[str, str], Postings]:
    texts = [{f: spelt(t) for f, t in fields(m).items()} for m in store]
    by_field = {f: [t[f] for t in texts] for f in texts[0]}
    return {
        (kind, field): Postings(by_field, dict.fromkeys(weights, 0.0) | {field: 1.0}, lambda t, k=kind: terms(k, t))
        for kind, weights in PRODUCT.fields.items()
        for field in weights
    }


def _evidence(case: Case, parts: dict[tuple[str, str], Postings], facets: Facets) -> tuple[Array, Array]:
    query = normalize(case.text).text
    found = {part: np.zeros(facets.size) for part in parts}
    for (kind, field), postings in parts.items():
        postings.add(found[kind, field], dict.fromkeys(wanted(kind, query), 1.0))
    city = -1.0 * facets.of("北京") * (case.district != "北京")
    given = sum(w["questions"] * found[k, "questions"] for k, w in PRODUCT.fields.items() if "questions" in w)
    return np.stack([*(found[part] for part in LEARNED), city, facets.years - 2020.0], axis=1), np.asarray(given)


def options_of(weights: Array) -> Options:
    """The product's options with learned weights."""
    learned = {part: round(float(w), 3) for part, w in zip(LEARNED, weights, strict=False)}
    return replace(
        PRODUCT, fields={k: {f: learned.get((k, f), w) for f, w in ws.items()} for k, ws in PRODUCT.fields.items()}
    )


def main() -> None:
    sheet = Sheet(curated())
    part = np.random.RandomState(0).permutation(sheet.possible.shape[1])[sheet.right] % PARTS
    held = np.zeros(sheet.possible.shape)
    for number in range(PARTS):
        held[part == number] = sheet.scores(sheet.learn(part != number), part == number)
    every = np.ones(len(part), dtype=bool)
    print(f"{len(part)} questions; of measures not learned from: {sheet.rates(held, every)}")
    weights = sheet.learn(every)
    print(f"of all: {sheet.rates(sheet.scores(weights, every), every)}")
    options = options_of(weights / sheet.scale)
    print(yaml.safe_dump(dict(options.fields), sort_keys=False, default_flow_style=None, allow_unicode=True))
    print("beside them:", dict(zip(BESIDE, (weights / sheet.scale)[len(LEARNED) :].round(2), strict=True)))
    if "--write" in sys.argv:
        head = "".join(line for line in WEIGHTS.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
        body = yaml.safe_dump(vars(options), sort_keys=False, default_flow_style=None, width=120)
        WEIGHTS.write_text(head + body, "utf-8")


if __name__ == "__main__":
    main()
