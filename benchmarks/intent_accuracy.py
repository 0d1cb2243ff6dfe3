"""How well the product tells intents: its classifier, and what is decided from it, on sentences it has not learnt.

    python benchmarks/intent_accuracy.py [--parts 5] [--run 5] [--questions FOLDER] [--wrong]

Cross-validates the project's own sentences; ``--run`` stops after so many parts. ``--questions`` also tests on the
questions of an evaluation folder whose label is one of ours. Printed: accuracy of the first and of the first two
intents, of the decided intent and of its kind, calibration before and after deciding, intents by how often they
are missed, and what a threshold on the decided confidence would cost and save. ``--wrong`` lists what went wrong.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from calibration import calibration_error, risk_coverage
from datasets import Split, folds, own_sentences, product_settings, questions

from nlu.decide import decide, kind
from nlu.linear import LinearTextClassifier
from nlu.marks import marks


@dataclass(frozen=True)
class Heard:
    """One sentence, its label, the classifier's ranking, and the decision."""

    text: str
    label: str
    ranking: list[tuple[str, float]]
    decided: str
    confidence: float


def hear(split: Split) -> list[Heard]:
    """Learn one part, and hear what was held out."""
    texts, labels = zip(*split.train, strict=True)
    started = time.perf_counter()
    model = LinearTextClassifier.fit(texts, labels, [marks(t) for t in texts], **product_settings())
    trained = time.perf_counter() - started
    found = []
    started = time.perf_counter()
    for text, label in split.test:
        ranking = model.predict(text, marks(text))
        found.append(Heard(text, label, ranking, *decide(text, ranking)))
    each = (time.perf_counter() - started) / len(split.test) * 1000
    right = np.mean([h.ranking[0][0] == h.label for h in found])
    print(f"{len(texts)} learnt in {trained:.0f} s, {len(found)} tested: {right:.1%}, {each:.2f} ms each", flush=True)
    return found


def summary(heard: list[Heard]) -> None:
    first = [h.ranking[0][0] == h.label for h in heard]
    two = [h.label in (h.ranking[0][0], h.ranking[1][0]) for h in heard]
    decided = [h.decided == h.label for h in heard]
    kinds = [kind(h.decided) == kind(h.label) for h in heard]
    raw = calibration_error([h.ranking[0][1] for h in heard], first)
    sure = [h.confidence for h in heard]
    print(f"first intent {np.mean(first):.2%} · first two {np.mean(two):.2%} · ECE {raw:.3f}")
    print(f"decided intent {np.mean(decided):.2%} (ECE {calibration_error(sure, decided):.3f})", end=" · ")
    print(f"decided kind {np.mean(kinds):.2%} (ECE {calibration_error(sure, kinds):.3f})")
    missed = Counter(h.label for h in heard if h.decided != h.label)
    total = Counter(h.label for h in heard)
    print("missed:", ", ".join(f"{label} {n}/{total[label]}" for label, n in missed.most_common(15)))
    pairs = Counter((h.label, h.decided) for h in heard if h.decided != h.label)
    print("taken for:", ", ".join(f"{a} → {b} {n}" for (a, b), n in pairs.most_common(15)))
    print("threshold  answered  wrong among them  right among the rest")
    for p in risk_coverage(sure, decided):
        print(f"{p.threshold:9.2f}  {p.coverage:8.1%}  {p.risk:16.1%}  {p.below:20.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--parts", type=int, default=5, help="parts of the cross-validation")
    parser.add_argument("--run", type=int, help="how many of the parts to run")
    parser.add_argument("--questions", type=Path, help="folder with questions.jsonl")
    parser.add_argument("--wrong", action="store_true", help="list the own sentences told wrongly")
    args = parser.parse_args()
    own = own_sentences()
    heard = [h for split in folds(own, args.parts)[: args.run] for h in hear(split)]
    summary(heard)
    if args.questions:
        summary(hear(questions(args.questions, own)))
    for h in heard if args.wrong else ():
        if h.decided != h.label:
            print(f"{h.label} → {h.decided} {h.confidence:.2f}: {h.text}")


if __name__ == "__main__":
    main()
