"""Accuracy, calibration and speed of the linear intent classifier on a labelled TSV benchmark.

    python benchmarks/intent_accuracy.py FOLDER

The folder holds ``<name>_train.tsv``, ``<name>_dev.tsv`` and ``<name>_test.tsv`` (text TAB label), for
example SMP2017. Trains on train + dev, tests on test; without a folder it cross-validates the
project's own sentences in five parts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from sklearn.model_selection import StratifiedKFold

from nlu.linear import LinearTextClassifier
from nlu.marks import marks
from nlu.normalize import normalize

ROOT = Path(__file__).resolve().parents[1]
Labelled = tuple[list[str], list[str]]


def read_tsv(folder: Path, part: str) -> Labelled:
    (path,) = folder.glob(f"*_{part}.tsv")
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line]
    return [r[0] for r in rows], [r[1] for r in rows]


def own_sentences() -> Labelled:
    texts, labels = [], []
    for path in sorted((ROOT / "nlu" / "intents").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            lines = [line.strip()[2:] for line in entry["examples"].splitlines() if line.strip()]
            texts += [normalize(line).text for line in lines]
            labels += [entry["intent"]] * len(lines)
    return texts, labels


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean distance between confidence and accuracy over equal-width bins."""
    confidence, correct = np.array(confidences), np.array(right, dtype=float)
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[which == b].mean() - correct[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


def report(name: str, model: LinearTextClassifier, texts: list[str], labels: list[str], with_marks: bool) -> None:
    started = time.perf_counter()
    predicted = [model.predict(t, marks(t) if with_marks else ())[0] for t in texts]
    each = (time.perf_counter() - started) / len(texts) * 1000
    right = [label == p[0] for label, p in zip(labels, predicted, strict=True)]
    error = calibration_error([p[1] for p in predicted], right)
    print(f"{name}: accuracy {sum(right) / len(right):.1%} of {len(right)}, ECE {error:.3f}, {each:.2f} ms a sentence")


def main() -> None:
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        train, dev, test = (read_tsv(folder, part) for part in ("train", "dev", "test"))
        started = time.perf_counter()
        model = LinearTextClassifier.fit(train[0] + dev[0], train[1] + dev[1])
        print(f"trained in {time.perf_counter() - started:.1f} s on {len(train[0]) + len(dev[0])} sentences")
        report(folder.name, model, *test, with_marks=False)
        return
    texts, labels = own_sentences()
    for number, (fit, held) in enumerate(StratifiedKFold(5, shuffle=True, random_state=1).split(texts, labels), 1):
        seen = [texts[i] for i in fit]
        model = LinearTextClassifier.fit(seen, [labels[i] for i in fit], [marks(t) for t in seen])
        report(f"part {number}", model, [texts[i] for i in held], [labels[i] for i in held], with_marks=True)


if __name__ == "__main__":
    main()
