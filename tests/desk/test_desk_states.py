"""The state machine, every state against every step."""

import pytest

from bot.desk.errors import NotAllowed, NotNow
from bot.desk.people import CITIZEN, Actor
from bot.desk.states import FINISHED, OPEN, RATABLE, STATES, STEPS, may, require

# From each state, the steps there are and where they lead. Anything not here is refused.
TABLE = {
    "受理": {"dispatch": "派单", "work": "办理", "answer": "答复"},
    "派单": {"dispatch": "派单", "work": "办理", "answer": "答复", "return": "办理"},
    "办理": {"dispatch": "派单", "answer": "答复"},
    "答复": {"answer": "答复", "return": "办理", "close": "办结"},
    "办结": {"call_back": "回访", "rate": "评价", "reopen": "办理"},
    "回访": {"rate": "评价", "reopen": "办理"},
    "评价": {"reopen": "办理"},
}
OPERATOR = Actor("wang", "王话务", "operator")
ROLES = {
    "operator": OPERATOR,
    "supervisor": Actor("chen", "陈班长", "supervisor"),
    "admin": Actor("root", "管理员", "admin"),
    "editor": Actor("zhou", "周编辑", "editor"),
    "citizen": CITIZEN,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", STEPS)
def test_each_step_leads_where_the_table_says_or_is_refused(state, name):
    step = STEPS[name]
    if name in TABLE[state]:
        require(step, ROLES["supervisor"], state, mine=False)
        assert step.target == TABLE[state][name]
    else:
        with pytest.raises(NotNow, match=state):
            require(step, ROLES["supervisor"], state, mine=True)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("mine", [True, False])
def test_who_may_take_a_step(name, role, mine):
    step, actor = STEPS[name], ROLES[role]
    state = next(iter(sorted(step.sources)))
    allowed = {
        "operator": name != "reopen" and mine,
        "supervisor": True,
        "admin": True,
        "editor": False,
        "citizen": name == "rate" and mine,
    }[role]
    assert may(step, actor, state, mine) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            require(step, actor, state, mine)


def test_every_state_is_open_or_finished_and_can_be_reached():
    assert set(STATES) == OPEN | FINISHED
    assert not OPEN & FINISHED
    assert RATABLE < FINISHED
    assert {target for steps in TABLE.values() for target in steps.values()} == set(STATES) - {"受理"}
