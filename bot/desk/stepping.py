"""Taking a step of the table: what else changes with it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.desk import record, replying
from bot.desk.base import Ground
from bot.desk.errors import BadInput
from bot.desk.looking import is_mine
from bot.desk.people import CITIZEN, Actor
from bot.desk.states import STEPS, StepName, require
from bot.desk.tables import TicketRow


@dataclass(frozen=True, slots=True)
class Details:
    """What belongs to a step: words, the department and contact of a dispatch, the stars of a rating."""

    text: str = ""
    department: str = ""
    contact: str = ""
    stars: int | None = None


def take(session: Session, ground: Ground, row: TicketRow, actor: Actor, name: StepName, details: Details) -> None:
    """Go to the step's state. Raises :class:`NotAllowed`, :class:`NotNow` or :class:`BadInput`."""
    if name not in STEPS:
        raise BadInput({"step": f"没有“{name}”这一步。"})
    step = STEPS[name]
    require(step, actor, row.state, is_mine(row, actor) or actor == CITIZEN)  # type: ignore[arg-type]
    _check(name, step.needs_text, details)
    before = row.state
    row.state = step.target
    _with_it(session, ground, row, actor, name, details)
    changes = {"before": before, "state": row.state, "department": details.department, "contact": details.contact}
    record.note(session, ground, row, actor, name, details.text, **changes, stars=details.stars)
    if name != "answer" and row.state != before:
        record.tell_state(session, ground, row)


def _check(name: StepName, needs_text: bool, details: Details) -> None:
    if needs_text and not details.text:
        raise BadInput({"text": "请写上答复的内容。" if name == "answer" else "请写上原因或情况。"})
    if name == "dispatch" and not details.department:
        raise BadInput({"department": "请写明派给哪个单位。"})
    if name == "rate" and details.stars not in (1, 2, 3, 4, 5):
        raise BadInput({"stars": "评价是 1 到 5 星。"})


def _with_it(session: Session, ground: Ground, row: TicketRow, actor: Actor, name: StepName, details: Details) -> None:
    if name == "dispatch":
        row.department, row.contact = details.department, details.contact
    elif name == "answer":
        replying.say(session, ground, row, actor, details.text)
    elif name == "close":
        row.closed_at = ground.now()
        if row.live:
            replying.hand_back(session, ground, row, actor)
    elif name == "rate":
        row.stars, row.rating_words = details.stars, details.text[:500]
    elif name == "reopen":
        row.closed_at, row.stars, row.rating_words = None, None, ""
