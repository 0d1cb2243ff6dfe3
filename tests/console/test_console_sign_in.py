"""Signing in and out: cookies, form tokens, lockout, the second factor, and the console without accounts."""

from __future__ import annotations

import time

import pyotp
import pytest

from bot.accounts.audit import Seen
from bot.console.signing import own_address

PASSWORD = "sesame-street-9"


async def test_without_accounts_the_console_is_closed_and_says_how_to_open_it(start):
    desk = await start(roles=())
    for path in ("/console/", "/console/login", "/console/tickets"):
        answer = await desk.browser().get(path)
        assert answer.status == 403
        assert "huiqi user add" in await answer.text()
    answer = await desk.client.post("/console/login", data={"username": "admin", "password": "admin"})
    assert answer.status == 403


async def test_the_cookie_is_hidden_from_scripts_and_other_sites_and_changes_at_sign_in(desk):
    browser = desk.browser()
    await browser.get("/console/login")
    browser.cookies["huiqi_desk"] = "chosen-by-somebody-else"
    answer = await browser.sign_in("operator")
    cookie = answer.cookies["huiqi_desk"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/console", "")
    assert cookie.value != "chosen-by-somebody-else"
    first = browser.cookies["huiqi_desk"]
    token = await browser.token()
    await browser.post("/console/login", token, {"username": "operator", "password": PASSWORD})
    assert browser.cookies["huiqi_desk"] != first
    old = desk.browser()
    old.cookies["huiqi_desk"] = first
    assert (await old.get("/console/")).status == 303


@pytest.mark.parametrize("headers", [{"X_Forwarded_Proto": "https"}])
async def test_over_https_the_cookie_is_secure(desk, headers):
    browser = desk.browser()
    token = await browser.token()
    answer = await browser.post("/console/login", token, {"username": "operator", "password": PASSWORD}, **headers)
    assert answer.cookies["huiqi_desk"]["secure"] is True


async def test_signing_out_ends_the_session_in_the_database(desk):
    browser = await desk.signed_in("operator")
    held = dict(browser.cookies)
    assert (await browser.post("/console/logout")).headers["Location"] == "/console/login"
    again = desk.browser()
    again.cookies.update(held)
    assert (await again.get("/console/")).status == 303


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
async def test_a_form_without_the_right_token_changes_nothing(desk, token):
    browser = await desk.signed_in("admin")
    answer = await browser.post("/console/accounts/operator", token, {"what": "disable"})
    assert answer.status == 403
    assert not desk.people.get("operator").disabled


async def test_the_token_of_another_session_does_not_count(desk):
    one, two = await desk.signed_in("admin"), await desk.signed_in("supervisor")
    answer = await one.post("/console/accounts/operator", await two.token(), {"what": "disable"})
    assert answer.status == 403


@pytest.mark.parametrize(
    "headers", [{"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Origin": "https://evil.example"}]
)
async def test_a_form_from_another_site_is_refused_even_with_the_token(desk, headers):
    browser = await desk.signed_in("admin")
    answer = await browser.post("/console/accounts/operator", None, {"what": "disable"}, **headers)
    assert answer.status == 403
    assert not desk.people.get("operator").disabled


async def test_signing_in_needs_the_token_too(desk):
    browser = desk.browser()
    answer = await browser.post("/console/login", "0" * 64, {"username": "admin", "password": PASSWORD})
    assert answer.status == 403


async def test_wrong_name_wrong_password_and_closed_account_look_alike(desk):
    desk.people.set_disabled("editor", True)
    pages = []
    for name, password in (("nobody", PASSWORD), ("operator", "wrong-password"), ("editor", PASSWORD)):
        answer = await desk.browser().sign_in(name, password)
        text = await answer.text()
        assert answer.status == 401
        pages.append("用户名或密码不对。" in text)
    assert pages == [True, True, True]


async def test_repeated_failures_are_held_back_then_locked_for_the_right_password_too(desk):
    for _ in range(5):
        assert (await desk.browser().sign_in("operator", "wrong-password")).status == 401
    assert desk.pauses == [0.0, 0.0, 0.5, 1.0, 2.0]
    locked = await desk.browser().sign_in("operator")
    assert locked.status == 429
    assert int(locked.headers["Retry-After"]) > 0
    assert (await desk.browser().sign_in("supervisor")).status == 303
    desk.people.unlock("operator")
    assert (await desk.browser().sign_in("operator")).status == 303


async def test_many_names_from_one_address_lock_the_address(desk):
    for i in range(30):
        await desk.browser().sign_in(f"guess{i}", "wrong-password")
    assert (await desk.browser().sign_in("operator")).status == 429


async def test_behind_our_own_proxy_the_address_is_the_visitors(start):
    desk = await start(trusted_proxies=1)
    for i in range(30):
        browser = desk.browser()
        form = {"username": f"guess{i}", "password": "wrong-password"}
        await browser.post("/console/login", None, form, X_Forwarded_For="9.9.9.9, 10.0.0.7")
    browser = desk.browser()
    form = {"username": "operator", "password": PASSWORD}
    assert (await browser.post("/console/login", None, form, X_Forwarded_For="10.0.0.7, 10.0.0.8")).status == 303
    assert (await desk.browser().post("/console/login", None, form, X_Forwarded_For="10.0.0.7")).status == 429


async def test_the_second_factor_is_asked_for_and_nothing_opens_before_it(desk):
    secret = pyotp.random_base32()
    now = time.time()
    desk.people.set_second_factor("operator", secret, pyotp.TOTP(secret).at(now - 30))
    browser = desk.browser()
    answer = await browser.sign_in("operator")
    assert answer.headers["Location"].startswith("/console/login")
    assert (await browser.get("/console/")).status == 303
    page = await (await browser.get("/console/login")).text()
    assert "6 位数字" in page
    token = page.split('name="csrf_token" value="')[1][:64]
    assert (await browser.post("/console/login/code", token, {"code": "000000"})).status == 401
    code = pyotp.TOTP(secret).at(time.time() + 30)
    assert (await browser.post("/console/login/code", token, {"code": code})).headers["Location"] == "/console/"
    assert (await browser.get("/console/")).status == 200

    again = desk.browser()
    await again.sign_in("operator")
    page = await (await again.get("/console/login")).text()
    token = page.split('name="csrf_token" value="')[1][:64]
    assert (await again.post("/console/login/code", token, {"code": code})).status == 401, "a code counts once"


async def test_the_second_factor_is_set_up_on_the_own_page(desk):
    browser = await desk.signed_in("operator")
    page = await (await browser.post("/console/account/totp/new")).text()
    assert "<svg" in page and "style=" not in page
    secret = page.split('name="secret" value="')[1][:32]
    wrong = await browser.post("/console/account/totp", None, {"secret": secret, "code": "12345"})
    assert wrong.status == 422
    right = await browser.post("/console/account/totp", None, {"secret": secret, "code": pyotp.TOTP(secret).now()})
    assert right.status == 303
    assert desk.people.get("operator").second_factor
    assert (await browser.post("/console/account/totp/off", None, {"old": "wrong-password"})).status == 422
    assert (await browser.post("/console/account/totp/off", None, {"old": PASSWORD})).status == 303
    assert not desk.people.get("operator").second_factor


async def test_a_new_password_signs_every_browser_out(desk):
    one, two = await desk.signed_in("operator"), await desk.signed_in("operator")
    form = {"old": PASSWORD, "new": "another-good-one-7", "again": "another-good-one-7"}
    assert (await one.post("/console/account/password", None, {**form, "old": "wrong-password"})).status == 422
    assert (await one.post("/console/account/password", None, {**form, "again": "different-one-77"})).status == 422
    assert (await one.post("/console/account/password", None, form)).status == 303
    assert (await two.get("/console/")).status == 303
    assert (await desk.browser().sign_in("operator")).status == 401
    assert (await desk.browser().sign_in("operator", "another-good-one-7")).status == 303


async def test_other_browsers_can_be_signed_out(desk):
    one, two = await desk.signed_in("operator"), await desk.signed_in("operator")
    assert "另外 1 处" in await (await one.post("/console/account/others")).text()
    assert (await two.get("/console/")).status == 303
    assert (await one.get("/console/")).status == 200


async def test_sign_ins_are_in_the_audit_log_without_the_password(desk):
    await desk.browser().sign_in("operator", "wrong-password")
    await desk.signed_in("operator")
    lines = [e for _, e in desk.audit.lines(Seen())[0]]
    assert [(e.action, e.who) for e in lines[:2]] == [("sign-in", "operator"), ("sign-in.refused", "operator")]
    assert "wrong-password" not in str(lines) and PASSWORD not in str(lines)


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/console/tickets?mine=yes", "/console/tickets?mine=yes"),
        ("//evil.example/", "/console/"),
        ("https://evil.example/", "/console/"),
        ("/console/\\evil", "/console/"),
        ("/console//evil", "/console/"),
        ("/console/login", "/console/"),
        ("/console/logout", "/console/"),
        ("", "/console/"),
    ],
)
def test_one_goes_on_to_a_page_of_the_console_only(wanted, goes):
    assert own_address(wanted) == goes


async def test_htmx_is_sent_to_the_sign_in_page(desk):
    answer = await desk.browser().get("/console/results?q=x", HX_Request="true")
    assert (answer.status, answer.headers["HX-Redirect"]) == (401, "/console/login")


async def test_an_administrator_changes_others_and_never_the_own_account(desk):
    browser = await desk.signed_in("admin")
    assert (await browser.post("/console/accounts/operator", None, {"what": "role", "role": "editor"})).status == 303
    assert desk.people.get("operator").role == "editor"
    assert (await browser.post("/console/accounts/operator", None, {"what": "role", "role": "king"})).status == 422
    assert (await browser.post("/console/accounts/operator", None, {"what": "disable"})).status == 303
    assert (await browser.post("/console/accounts/operator", None, {"what": "enable"})).status == 303
    assert (await browser.post("/console/accounts/admin", None, {"what": "role", "role": "operator"})).status == 422
    assert (await browser.post("/console/accounts/nobody", None, {"what": "disable"})).status == 404
