"""An HTML report on the intents, with pictures: confusion matrix, calibration, a table of intents, worst mistakes.

    python benchmarks/intent_report.py [OUTPUT]        # report/intents.html by default; `make report`

Every sentence of ``nlu/intents`` is judged by a model that has not seen it (five-fold cross-validation), with the
decision between kinds of intent as the assistant makes it.
"""

from __future__ import annotations

import io
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from intent_accuracy import calibration_error, own_sentences
from jinja2 import Environment, FileSystemLoader
from sklearn.model_selection import StratifiedKFold

from nlu.decide import decide
from nlu.linear import LinearTextClassifier
from nlu.marks import marks
from nlu.topics import intent_topics

mpl.use("svg")
from matplotlib import pyplot as plt

mpl.rcParams["svg.fonttype"] = "none"
ROOT = Path(__file__).resolve().parents[1]
FOLDS, MOST_MISTAKES, MOST_CONFUSED = 5, 80, 4


@dataclass(frozen=True)
class Judged:
    """One sentence, what it should be, and what a model that had not seen it made of it."""

    text: str
    wanted: str
    got: str
    confidence: float

    @property
    def right(self) -> bool:
        """True when it was taken for what it is."""
        return self.wanted == self.got


def cross_validated() -> Iterator[Judged]:
    texts, labels = own_sentences()
    heard = [marks(t) for t in texts]
    for number, (fit, held) in enumerate(
        StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(texts, labels), start=1
    ):
        started = time.perf_counter()
        model = LinearTextClassifier.fit([texts[i] for i in fit], [labels[i] for i in fit], [heard[i] for i in fit])
        for i in held:
            got, confidence = decide(texts[i], model.predict(texts[i], heard[i]))
            yield Judged(texts[i], labels[i], got, confidence)
        print(f"第 {number}/{FOLDS} 份完成，用时 {time.perf_counter() - started:.0f} 秒", file=sys.stderr)


def table(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """One row an intent, the weakest first."""
    wanted, got = Counter(j.wanted for j in judged), Counter(j.got for j in judged)
    right = Counter(j.wanted for j in judged if j.right)
    rows = []
    for intent, count in wanted.items():
        recall = right[intent] / count
        precision = right[intent] / got[intent] if got[intent] else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        confused = Counter(j.got for j in judged if j.wanted == intent and not j.right).most_common(MOST_CONFUSED)
        label = intent_topics().get(intent, {}).get("label", "")
        rows.append(
            {"intent": intent, "label": label, "count": count, "precision": precision, "recall": recall, "f1": f1,
             "confused": confused}
        )  # fmt: skip
    return sorted(rows, key=lambda r: r["f1"])


def svg(figure: Any) -> str:
    """The figure as SVG to stand inside a page."""
    out = io.StringIO()
    figure.savefig(out, format="svg", bbox_inches="tight")
    plt.close(figure)
    text = out.getvalue()
    return text[text.index("<svg") :]


def confusion(judged: Sequence[Judged]) -> str:
    names = sorted({j.wanted for j in judged} | {j.got for j in judged})
    index = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for j in judged:
        counts[index[j.wanted], index[j.got]] += 1
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(13, 12))
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    for y, x in zip(*np.nonzero(share >= 0.02), strict=True):
        axes.text(x, y, f"{share[y, x] * 100:.0f}", ha="center", va="center", fontsize=6,
                  color="white" if share[y, x] > 0.5 else "black")  # fmt: skip
    axes.set_xlabel("认成（%）")
    axes.set_ylabel("应是")
    return svg(figure)


def calibration(judged: Sequence[Judged]) -> str:
    confidence = np.array([j.confidence for j in judged])
    right = np.array([j.right for j in judged], dtype=float)
    figure, (left, other) = plt.subplots(1, 2, figsize=(12, 4.5))
    which = np.minimum((confidence * 10).astype(int), 9)
    bins = [b for b in range(10) if (which == b).any()]
    left.plot([0, 1], [0, 1], "--", color="grey")
    left.plot([confidence[which == b].mean() for b in bins], [right[which == b].mean() for b in bins], "o-")
    left.set_xlabel("把握")
    left.set_ylabel("答对的比例")
    order = np.argsort(-confidence)
    answered = np.arange(1, len(order) + 1)
    other.plot(answered / len(order), 1 - np.cumsum(right[order]) / answered)
    other.set_xlabel("作答的比例")
    other.set_ylabel("答错的比例")
    return svg(figure)


def main() -> None:
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "report" / "intents.html"
    judged = list(cross_validated())
    right = [j.right for j in judged]
    error = calibration_error([j.confidence for j in judged], right)
    rows = table(judged)
    page = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
    html = page.get_template("intents.html.j2").render(
        folds=FOLDS,
        when=datetime.now(UTC).date().isoformat(),
        total=len(judged),
        rows=rows,
        cards=[
            ("总准确率", f"{np.mean(right):.1%}"),
            ("各意图 F1 平均", f"{np.mean([r['f1'] for r in rows]):.3f}"),
            ("校准误差 ECE", f"{error:.3f}"),
            ("召回率低于 90% 的意图", str(sum(r["recall"] < 0.9 for r in rows))),
        ],
        confusion=confusion(judged),
        calibration=calibration(judged),
        mistakes=sorted((j for j in judged if not j.right), key=lambda j: -j.confidence)[:MOST_MISTAKES],
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(html, "utf-8")
    print(f"报告已写到 {output}：准确率 {np.mean(right):.1%}，ECE {error:.3f}")


if __name__ == "__main__":
    main()
