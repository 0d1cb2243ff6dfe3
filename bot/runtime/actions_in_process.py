"""Custom actions called directly instead of over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _valid_result(_self: RemoteAction, result: dict[str, Any]) -> bool:
    """What Rasa checks of an action's result, without checking the schema itself each time (80 % of a turn)."""
    _validator().validate(result)
    return True


class InProcessActions(EndpointConfig):
    """Stands where Rasa expects an action server; ``request`` runs the action here."""

    def __init__(self, actions: Iterable[Action]) -> None:
        """Register the actions under their names."""
        super().__init__(url="in-process", enable_selective_domain=True)
        RemoteAction._validate_action_result = _valid_result
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    @property
    def names(self) -> frozenset[str]:
        """Names of the registered actions."""
        return frozenset(self._executor.actions)

    async def request(self, method: str = "post", *_: Any, json: dict[str, Any] | None = None, **__: Any) -> Any:
        """Run the action that Rasa asks for and give its events and responses."""
        return await self._executor.run(json or {})
