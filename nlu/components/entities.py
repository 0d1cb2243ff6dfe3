"""Rasa component: normalises the message and extracts its entities (no training)."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.choose import chosen
from nlu.entities import Entity
from nlu.normalize import normalize

NORMALIZED = "normalized"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PolicyEntities(GraphComponent, EntityExtractorMixin):
    """Sets ``normalized`` and the entities of a message; one entity for each profile slot."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PolicyEntities:
        """Make the component; it keeps nothing."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities in place."""
        for message in messages:
            text = normalize(message.get(TEXT) or "").text
            message.set(NORMALIZED, text, add_to_output=True)
            message.set(ENTITIES, [self._rasa_form(e) for e in chosen(text)], add_to_output=True)
        return messages

    @staticmethod
    def _rasa_form(entity: Entity) -> dict[str, Any]:
        return {
            "entity": entity.name,
            "value": entity.value,
            "start": entity.start,
            "end": entity.end,
            "extractor": "PolicyEntities",
        }
