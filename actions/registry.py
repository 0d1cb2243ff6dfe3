"""Every action of the assistant, once."""

from __future__ import annotations

from actions.answer import ActionAnswerMeasure
from actions.base import ServedAction
from actions.conversation import (
    ActionDefaultFallback,
    ActionHandOff,
    ActionOutOfScope,
    ActionRepeat,
    ActionSmallTalk,
    ActionStartOver,
)
from actions.form import ASK_ACTIONS, ValidateEligibilityForm
from actions.services import Services

ACTIONS: tuple[type[ServedAction], ...] = (
    ValidateEligibilityForm,
    ActionAnswerMeasure,
    *ASK_ACTIONS,  # type: ignore[arg-type]
    ActionSmallTalk,
    ActionHandOff,
    ActionOutOfScope,
    ActionRepeat,
    ActionStartOver,
    ActionDefaultFallback,
)


def instances(services: Services | None = None) -> list[ServedAction]:
    """One of each, with the services handed in."""
    return [action(services) for action in ACTIONS]
