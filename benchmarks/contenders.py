"""The pipelines that compete in ``benchmarks/pipelines.py``: stock ones of Rasa, ours, and combinations."""

from __future__ import annotations

import asyncio
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

# Nothing heavy is imported at the top: what a contender loads is measured.
Labelled = list[tuple[str, str]]
Ranking = list[tuple[str, float]]
Predict = Callable[[str], Ranking]

COUNTS = [
    {"name": "JiebaTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
CHARACTERS = [COUNTS[0], COUNTS[1], {**COUNTS[2], "analyzer": "char"}]


class Contender(ABC):
    """Learns labelled sentences into a folder, and answers from what the folder holds."""

    about: str
    slow = False

    @abstractmethod
    def train(self, sentences: Labelled, folder: Path) -> None:
        """Learn, and keep everything that is needed to answer in the folder."""

    @abstractmethod
    def load(self, folder: Path) -> Predict:
        """A function from sentence to ranking, most probable first."""


class RasaPipeline(Contender):
    """Any pipeline of Rasa's own components, trained and loaded by Rasa."""

    slow = True

    def __init__(self, about: str, pipeline: Sequence[dict[str, Any]]) -> None:
        self.about = about
        self._pipeline = list(pipeline)

    def train(self, sentences: Labelled, folder: Path) -> None:
        """Learn into the folder."""
        _prepare_rasa(folder)
        from rasa.model_training import train_nlu

        examples = [{"text": text, "intent": label, "entities": []} for text, label in sentences]
        data, config = folder / "nlu.json", folder / "config.yml"
        data.write_text(json.dumps({"rasa_nlu_data": {"common_examples": examples}}, ensure_ascii=False), "utf-8")
        settings = {"recipe": "default.v1", "assistant_id": "benchmark", "language": "zh", "policies": []}
        config.write_text(yaml.safe_dump({**settings, "pipeline": self._pipeline}), "utf-8")
        train_nlu(str(config), str(data), output=str(folder / "model"), fixed_model_name="model")

    def load(self, folder: Path) -> Predict:
        """Answer from what the folder holds."""
        _prepare_rasa(folder)
        from rasa.core.agent import Agent

        agent = Agent.load(str(folder / "model" / "model.tar.gz"))
        loop = asyncio.new_event_loop()

        def predict(text: str) -> Ranking:
            heard = loop.run_until_complete(agent.parse_message(text))
            return [(entry["name"], float(entry["confidence"])) for entry in heard["intent_ranking"]] or [("", 0.0)]

        return predict


def _prepare_rasa(folder: Path) -> None:
    """No telemetry, no reports, and a cache of its own, so that nothing learnt before is reused."""
    os.environ.update(RASA_TELEMETRY_ENABLED="false", LOG_LEVEL="ERROR", RASA_CACHE_DIRECTORY=str(folder / "cache"))
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


class Ours(Contender):
    """The classifier of the product, with or without the marks of the product's field."""

    def __init__(self, about: str, with_marks: bool) -> None:
        self.about = about
        self._with_marks = with_marks

    def _marks(self, text: str) -> list[str]:
        from nlu.marks import marks

        return marks(text) if self._with_marks else []

    def train(self, sentences: Labelled, folder: Path) -> None:
        """Learn into the folder."""
        from datasets import product_settings

        from nlu.linear import LinearTextClassifier

        texts, labels = zip(*sentences, strict=True)
        settings = product_settings() if self._with_marks else {}
        model = LinearTextClassifier.fit(texts, labels, [self._marks(t) for t in texts], **settings)
        (folder / "model").mkdir()
        model.save(folder / "model" / "intents.npz")

    def load(self, folder: Path) -> Predict:
        """Answer from what the folder holds."""
        from nlu.linear import LinearTextClassifier

        model = LinearTextClassifier.load(folder / "model" / "intents.npz")
        return lambda text: model.predict(text, self._marks(text))


class Averaged(Contender):
    """Members over the same tf-idf of n-grams and words, their probabilities averaged.

    ``svm`` linear SVM · ``lr`` logistic regression · ``cnb`` complement naive Bayes · ``nearest`` cosine to the
    nearest sentences of each class, the way a search would find them.
    """

    def __init__(self, about: str, members: Sequence[str], slow: bool = False) -> None:
        self.about = about
        self.slow = slow
        self._members = list(members)

    def train(self, sentences: Labelled, folder: Path) -> None:
        """Learn into the folder."""
        import joblib
        from sklearn.feature_extraction.text import TfidfVectorizer

        texts, labels = zip(*sentences, strict=True)
        vectors = TfidfVectorizer(analyzer=plain_features, sublinear_tf=True, dtype=np.float32)
        matrix = vectors.fit_transform(texts)
        members = [_member(name, matrix, np.array(labels)) for name in self._members]
        (folder / "model").mkdir()
        joblib.dump((vectors, members, sorted(set(labels))), folder / "model" / "members.joblib")

    def load(self, folder: Path) -> Predict:
        """Answer from what the folder holds."""
        import joblib

        vectors, members, labels = joblib.load(folder / "model" / "members.joblib")

        def predict(text: str) -> Ranking:
            row = vectors.transform([text])
            chances = np.mean([chance(row) for chance in members], axis=0)
            return [(labels[i], float(chances[i])) for i in np.argsort(-chances)]

        return predict


def plain_features(text: str) -> list[str]:
    """Character 1- to 4-grams, words and pairs of words: what the product's classifier had at first."""
    from itertools import pairwise

    from nlu import words

    lowered = "".join(text.lower().split())
    padded = f"^{lowered}$"
    grams = [padded[i : i + size] for size in (1, 2, 3, 4) for i in range(len(padded) - size + 1)]
    tokens = words.cut(lowered)
    return [*grams, *(f"w:{w}" for w in tokens), *(f"b:{a}_{b}" for a, b in pairwise(tokens))]


class Chance:
    """Probabilities of one member: scores through a softmax at a temperature, or the member's own."""

    def __init__(self, score: Any, temperature: float | None) -> None:
        self._score = score
        self._temperature = temperature

    def __call__(self, row: Any) -> Any:
        """Probabilities of the classes, in the order of their names."""
        scores = np.asarray(self._score(row)).ravel()
        if self._temperature is None:
            return scores
        raised = np.exp((scores - scores.max()) / self._temperature)
        return raised / raised.sum()


class Nearest:
    """Mean cosine of the three nearest sentences of each class."""

    def __init__(self, matrix: Any, labels: Any) -> None:
        self._matrix = matrix
        self._rows = [np.flatnonzero(labels == label) for label in sorted(set(labels))]

    def score(self, row: Any) -> Any:
        """One number for each class, in the order of their names."""
        near = (self._matrix @ row.T).toarray().ravel()
        return np.array([np.sort(near[rows])[-3:].mean() for rows in self._rows])


def _member(name: str, matrix: Any, labels: Any) -> Chance:
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    if name == "svm":
        return Chance(LinearSVC(C=1.0, random_state=7).fit(matrix, labels).decision_function, 0.25)
    if name == "lr":
        return Chance(LogisticRegression(C=30, max_iter=200).fit(matrix, labels).predict_proba, None)
    if name == "cnb":
        return Chance(ComplementNB(alpha=0.3).fit(matrix, labels).predict_proba, None)
    return Chance(Nearest(matrix, labels).score, 0.08)


def contenders(epochs: int) -> dict[str, Contender]:
    """Every contender by its name on the command line."""
    diet = {"name": "DIETClassifier", "entity_recognition": False, "epochs": epochs, "constrain_similarities": True}
    return {
        "diet": RasaPipeline(
            f"Rasa: jieba, words and char_wb 1-4, DIET without entities, {epochs} epochs", [*COUNTS, diet]
        ),
        "rasa-lr-wb": RasaPipeline(
            "Rasa: jieba, words and char_wb 1-4, LogisticRegressionClassifier",
            [*COUNTS, {"name": "LogisticRegressionClassifier"}],
        ),
        "rasa-lr": RasaPipeline(
            "Rasa: jieba, words and char 1-4, LogisticRegressionClassifier",
            [*CHARACTERS, {"name": "LogisticRegressionClassifier"}],
        ),
        "svm": Averaged("tf-idf of char 1-4, words, pairs: linear SVM", ["svm"]),
        "nearest": Averaged("the same: nearest sentences (retrieval)", ["nearest"]),
        "svm+nearest": Averaged("the same: linear SVM and retrieval, averaged", ["svm", "nearest"]),
        "svm+lr": Averaged("the same: linear SVM and logistic regression, averaged", ["svm", "lr"], slow=True),
        "svm+lr+cnb": Averaged("the same: SVM, logistic regression, complement NB", ["svm", "lr", "cnb"], slow=True),
        "ours-bare": Ours("nlu.linear without marks", with_marks=False),
        "ours": Ours("nlu.linear with marks, as in the product", with_marks=True),
    }
