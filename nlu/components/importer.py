"""Where Rasa finds the project's training data: ``nlu/intents``, ``stories``, and measures' sample questions."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.topics import intent_topics

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
NLU, STORIES, MEASURES = ROOT / "nlu" / "intents", ROOT / "stories", ROOT / "knowledge" / "measures"


class HuiqiImporter(RasaFileImporter):
    """Reads the fixed folders whatever paths the command line gives, so every Rasa command sees the same data."""

    def __init__(
        self, config_file: str | None = None, domain_path: str | None = None, training_data_paths: Any = None
    ) -> None:
        """Take the project's config and domain when the caller names none; say where the data is."""
        logger.info("HuiqiImporter reads %s and %s", NLU.name, STORIES.name)
        super().__init__(
            config_file or str(ROOT / "config.yml"), domain_path or str(ROOT / "domain.yml"), [str(NLU), str(STORIES)]
        )

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """Sentences of ``nlu/intents``, and the sample questions of the curated measures."""
        data: TrainingData = super().get_nlu_data(language)
        # Merging would copy every sentence once more, and Rasa does so often enough.
        data.training_examples += measure_questions()
        return data


def measure_questions() -> list[Message]:
    """The measures' own sample questions, labelled with the only intent their main topic can have."""
    by_topic: dict[str, list[str]] = {}
    for intent, entry in intent_topics().items():
        by_topic.setdefault(entry["topics"][0], []).append(intent)  # type: ignore[index]
    messages = []
    for path in sorted(MEASURES.glob("*.yml")):
        for measure in yaml.safe_load(path.read_text("utf-8"))["measures"]:
            intents = by_topic.get(measure["topics"][0], [])
            if len(intents) == 1:
                messages += [Message.build(text=q, intent=intents[0]) for q in measure.get("questions", ())]
    return messages
