"""Common ground of the actions: the services they were given, or those of the environment."""

from __future__ import annotations

from rasa_sdk import Action

from actions.services import Services, from_environment


class ServedAction(Action):
    """An action with services. Without any (``rasa run actions``) it opens those of the environment at first use."""

    def __init__(self, services: Services | None = None) -> None:
        """Keep the services handed in."""
        self._services = services

    @property
    def services(self) -> Services:
        """Knowledge, day and desk."""
        if self._services is None:
            self._services = from_environment()
        return self._services
