"""The life of a ticket as a table: which step leads from where to where, and who may take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.desk.errors import NotAllowed, NotNow
from bot.desk.people import CHIEFS, WORKERS, Actor, Role

State = Literal["受理", "派单", "办理", "答复", "办结", "回访", "评价"]
StepName = Literal["dispatch", "work", "answer", "return", "close", "call_back", "rate", "reopen"]

STATES: tuple[State, ...] = ("受理", "派单", "办理", "答复", "办结", "回访", "评价")
OPEN: frozenset[State] = frozenset({"受理", "派单", "办理", "答复"})
FINISHED: frozenset[State] = frozenset({"办结", "回访", "评价"})
# A citizen may say how satisfied they are from the moment the ticket is closed until they have.
RATABLE: frozenset[State] = frozenset({"办结", "回访"})


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of the table.

    Attributes:
        name: What programs call it.
        label: What the button says.
        sources: States it can be taken from.
        target: The state it leads to.
        roles: Who may take it; of the operators only the ticket's owner or handler.
        needs_text: Whether words belong to it (the answer, the reason, what was heard on the telephone).
    """

    name: StepName
    label: str
    sources: frozenset[State]
    target: State
    roles: frozenset[Role] = WORKERS
    needs_text: bool = False


STEPS: dict[StepName, Step] = {
    step.name: step
    for step in (
        Step("dispatch", "派单", frozenset({"受理", "派单", "办理"}), "派单"),
        Step("work", "开始办理", frozenset({"受理", "派单"}), "办理"),
        Step("answer", "答复", frozenset({"受理", "派单", "办理", "答复"}), "答复", needs_text=True),
        Step("return", "退回重办", frozenset({"派单", "答复"}), "办理", needs_text=True),
        Step("close", "办结", frozenset({"答复"}), "办结"),
        Step("call_back", "登记回访", frozenset({"办结"}), "回访", needs_text=True),
        Step("rate", "登记评价", frozenset({"办结", "回访"}), "评价", roles=WORKERS | {"citizen"}),
        Step("reopen", "重新办理", frozenset({"办结", "回访", "评价"}), "办理", roles=CHIEFS, needs_text=True),
    )
}


def may(step: Step, actor: Actor, state: State, mine: bool) -> bool:
    """Whether the person may take the step now; ``mine``: they own or handle the ticket, or it is their own request."""
    return state in step.sources and actor.role in step.roles and (mine or actor.leads)


def require(step: Step, actor: Actor, state: State, mine: bool) -> None:
    """Raise :class:`NotAllowed` or :class:`NotNow`, saying why, when :func:`may` is false."""
    if actor.role not in step.roles:
        raise NotAllowed(f"您的账号不能{step.label}，请找班长。")
    if state not in step.sources:
        raise NotNow(
            f"现在是“{state}”，不能{step.label}；要先到“{'”“'.join(s for s in STATES if s in step.sources)}”。"
        )
    if not mine and not actor.leads:
        raise NotAllowed(f"这张工单不是您在办，不能{step.label}；请找首问负责人或班长。")
