"""Common ground of the actions: the services they were given, or those of the environment."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action

from actions.services import Services, from_environment


class ServedAction(Action, ABC):
    """An action with services. Without any (``rasa run actions``) it opens those of the environment at first use.

    Abstract, because the action server makes an instance of every concrete subclass of ``Action`` it finds.
    """

    def __init__(self, services: Services | None = None) -> None:
        """Keep the services handed in."""
        self._services = services

    @abstractmethod
    def name(self) -> str:
        """Rasa's name of the action."""

    @abstractmethod
    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Say something, and give the events that change the conversation."""

    @property
    def services(self) -> Services:
        """Knowledge, day and desk."""
        if self._services is None:
            self._services = from_environment()
        return self._services
