"""Who may use which address: a table of every route and every role, kept apart from the table in the code."""

from __future__ import annotations

import pytest

from bot.accounts.audit import Seen
from bot.accounts.roles import Role
from bot.console.routes import ROUTES

O, E, S, A = "operator", "editor", "supervisor", "admin"  # noqa: E741
ALL, HANDLE, TEACH, LEAD, EDIT = (O, E, S, A), (O, S, A), (E, S, A), (S, A), (E, A)
RIGHTS = {
    "GET /": ALL,
    "GET /results": ALL,
    "GET /measures/{id}": ALL,
    "GET /account": ALL,
    "POST /account/password": ALL,
    "POST /account/totp/new": ALL,
    "POST /account/totp": ALL,
    "POST /account/totp/off": ALL,
    "POST /account/others": ALL,
    "GET /tickets": HANDLE,
    "GET /tickets/part": HANDLE,
    "GET /tickets/new": HANDLE,
    "POST /tickets/new": HANDLE,
    "GET /tickets/export.csv": LEAD,
    "GET /tickets/export.json": LEAD,
    "GET /tickets/{number}": HANDLE,
    "GET /tickets/{number}/talk": HANDLE,
    "POST /tickets/{number}/reveal": HANDLE,
    "POST /tickets/{number}/take": HANDLE,
    "POST /tickets/{number}/assign": HANDLE,
    "POST /tickets/{number}/note": HANDLE,
    "POST /tickets/{number}/step": HANDLE,
    "POST /tickets/{number}/reply": HANDLE,
    "POST /tickets/{number}/join": HANDLE,
    "POST /tickets/{number}/back": HANDLE,
    "POST /tickets/{number}/escalate": HANDLE,
    "POST /tickets/{number}/merge": HANDLE,
    "POST /tickets/{number}/complex": HANDLE,
    "POST /tickets/{number}/fill": HANDLE,
    "GET /learning": TEACH,
    "POST /learning/sentence": TEACH,
    "POST /learning/synonym": TEACH,
    "POST /learning/draft": TEACH,
    "POST /learning/dismiss": TEACH,
    "POST /learning/published": TEACH,
    "GET /learning/sentences.yml": TEACH,
    "GET /learning/synonyms.yml": TEACH,
    "GET /figures": LEAD,
    "GET /figures.csv": LEAD,
    "GET /push": LEAD,
    "GET /knowledge": TEACH,
    "GET /knowledge/measures/{id}": TEACH,
    "GET /knowledge/measures/{id}/edit": EDIT,
    "POST /knowledge/measures/{id}/edit": EDIT,
    "POST /knowledge/measures/{id}/retire": EDIT,
    "POST /knowledge/measures/{id}/rollback": EDIT,
    "GET /knowledge/drafts": TEACH,
    "GET /knowledge/drafts/{draft}": TEACH,
    "POST /knowledge/drafts/{draft}/header": EDIT,
    "POST /knowledge/drafts/{draft}/approve": EDIT,
    "POST /knowledge/drafts/{draft}/reject": EDIT,
    "GET /knowledge/drafts/{draft}/items/{slug}": TEACH,
    "POST /knowledge/drafts/{draft}/items/{slug}/edit": EDIT,
    "GET /knowledge/import": EDIT,
    "POST /knowledge/import": EDIT,
    "GET /knowledge/imports/{job}": EDIT,
    "GET /audit": LEAD,
    "GET /accounts": (A,),
    "POST /accounts/{name}": (A,),
}
OPEN = {"GET /login", "POST /login", "POST /login/code", "POST /logout"}
# Values that lead nowhere: what is asked is whether one gets as far as being told so.
NOWHERE = {"{id}": "nothing", "{number}": "0", "{draft}": "999", "{slug}": "9", "{job}": "0", "{name}": "nobody"}


def _address(path: str) -> str:
    for name, value in NOWHERE.items():
        path = path.replace(name, value)
    return f"/console{path}"


def test_the_table_has_every_address_and_nothing_is_open_that_should_not_be():
    assert {f"{r.method} {r.path}" for r in ROUTES} == set(RIGHTS) | OPEN
    assert {f"{r.method} {r.path}" for r in ROUTES if r.roles is None} == OPEN
    assert {f"{r.method} {r.path}" for r in ROUTES if r.roles == frozenset()} == set()


@pytest.mark.parametrize("role", [r.value for r in Role])
async def test_every_role_gets_what_is_its_own_and_no_more(desk, role):
    browser = await desk.signed_in(role)
    token = await browser.token()
    wrong = []
    for entry, allowed in RIGHTS.items():
        method, path = entry.split(" ")
        asked = browser.get(_address(path)) if method == "GET" else browser.post(_address(path), token)
        answer = await asked
        if (answer.status != 403) != (role in allowed):
            wrong.append((entry, answer.status))
        assert answer.status < 500, (entry, answer.status)
    assert wrong == []


async def test_nobody_gets_anything_without_signing_in(desk):
    for entry in RIGHTS:
        method, path = entry.split(" ")
        browser = desk.browser()
        ask = browser.get(_address(path)) if method == "GET" else browser.post(_address(path), "0" * 64)
        answer = await ask
        assert (answer.status, answer.headers["Location"].startswith("/console/login")) == (303, True), entry


async def test_a_refusal_is_in_the_audit_log(desk):
    browser = await desk.signed_in("operator")
    await browser.get("/console/accounts")
    (_, newest), *_ = desk.audit.lines(Seen())[0]
    assert (newest.who, newest.action, newest.status) == ("operator", "accounts", 403)


async def test_a_new_role_counts_at_once(desk):
    browser = await desk.signed_in("operator")
    desk.people.set_role("operator", Role.editor)
    assert (await browser.get("/console/tickets")).status == 303
    browser = await desk.signed_in("operator")
    assert (await browser.get("/console/tickets")).status == 403
    assert (await browser.get("/console/knowledge")).status == 200
