"""Custom actions called directly instead of over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor


class InProcessActions(EndpointConfig):
    """Stands where Rasa expects an action server; ``request`` runs the action here."""

    def __init__(self, actions: Iterable[Action]) -> None:
        """Register the actions under their names."""
        super().__init__(url="in-process", enable_selective_domain=True)
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
