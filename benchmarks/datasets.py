"""Labelled sentences for the benchmarks of intents: the project's own, a TSV benchmark, and evaluation questions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import yaml
from sklearn.model_selection import StratifiedKFold

from nlu.normalize import normalize

ROOT = Path(__file__).resolve().parents[1]
INTENTS = ROOT / "nlu" / "intents"
Labelled = list[tuple[str, str]]


def product_settings() -> dict[str, float]:
    """The penalty that config.yml gives the product's classifier."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    (settings,) = (part for part in pipeline if part["name"].endswith("LinearIntents"))
    return {"c": settings["C"]}


@dataclass(frozen=True)
class Split:
    """What is learnt and what is tested, e.g. one fold of a cross-validation."""

    train: Labelled
    test: Labelled


def own_sentences() -> Labelled:
    """The project's sentences, normalised, each once."""
    found: dict[str, str] = {}
    for path in sorted(INTENTS.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            lines = [line.strip()[2:] for line in entry["examples"].splitlines() if line.strip()]
            for line in lines:
                found.setdefault(normalize(line).text, entry["intent"])
    return [(text, intent) for text, intent in found.items() if text]


def folds(sentences: Labelled, parts: int = 5) -> list[Split]:
    """Stratified parts, each tested once by what was learnt from the others."""
    splitter = StratifiedKFold(parts, shuffle=True, random_state=1)
    return [
        Split([sentences[i] for i in fit], [sentences[i] for i in held])
        for fit, held in splitter.split(sentences, [label for _, label in sentences])
    ]


def tsv(folder: Path) -> Split:
    """``*_train.tsv`` and ``*_dev.tsv`` (text TAB label) to learn from, ``*_test.tsv`` to be tested on."""
    parts = {name: _read_tsv(folder, name) for name in ("train", "dev", "test")}
    return Split(parts["train"] + parts["dev"], parts["test"])


def _read_tsv(folder: Path, part: str) -> Labelled:
    (path,) = folder.glob(f"*_{part}.tsv")
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line)
    return [(text, label) for text, label in rows]


def questions(folder: Path, learnt: Labelled) -> Split:
    """All own sentences to learn from; questions of an evaluation folder whose label is one of ours to be tested on."""
    known = {label for _, label in learnt}
    cases = (json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines() if line)
    return Split(learnt, [(normalize(c["text"]).text, c["intent"]) for c in cases if c["intent"] in known])
