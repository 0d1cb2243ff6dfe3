"""Rasa component: intents by the linear classifier of :mod:`nlu.linear`; weights are stored as arrays."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import words
from nlu.decide import decide
from nlu.linear import LinearTextClassifier
from nlu.marks import marks
from nlu.normalize import normalize

logger = logging.getLogger(__name__)
_FILE = "intents.npz"
# The intent of what has no words: spaces, emoji, punctuation.
WORDLESS = "nonsense"
# Entities that name what is asked about.
NAMED = frozenset({"contact", "doc"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntents(GraphComponent, IntentClassifier):
    """Linear SVM over n-grams, words, radicals and marks of the sentence, with calibrated confidences."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: LinearTextClassifier | None = None,
    ) -> None:
        """Use :meth:`create` or :meth:`load`."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``C``: the SVM's penalty; ``folds``: held-out parts for the calibration; ``ranking``: how many to report."""
        return {"C": 2.0, "folds": 5, "ranking": 10}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntents:
        """An untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> LinearIntents:
        """A trained component from the model archive."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearTextClassifier.load(Path(folder) / _FILE))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Dictionaries, lookups and the reading code are part of what was trained."""
        digest = hashlib.sha256()
        package = words.HERE
        for path in sorted([*words.DICTIONARY.glob("*.txt"), *words.LOOKUPS.glob("*.yml"), *package.glob("*.py")]):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has an intent, and store the arrays."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        texts = [normalize(e.get(TEXT)).text for e in examples]
        labels = [e.get(INTENT) for e in examples]
        self._model = LinearTextClassifier.fit(
            texts, labels, [marks(t) for t in texts], c=self._config["C"], folds=self._config["folds"]
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder) / _FILE)
        logger.info("trained intents on %d sentences", len(texts))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking in place."""
        for message in messages:
            said = normalize(message.get(TEXT) or "")
            text = said.text
            if self._model is None:
                continue
            scored = self._model.predict(text, marks(text))
            named = any(e["entity"] in NAMED for e in message.get(ENTITIES) or ())
            intent, confidence = (WORDLESS, 1.0) if said.blank else decide(text, scored, named)
            others = [(n, p) for n, p in scored if n != intent][: self._config["ranking"] - 1]
            ranking = [
                {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: p}
                for name, p in [(intent, confidence), *((n, min(p, confidence)) for n, p in others)]
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
