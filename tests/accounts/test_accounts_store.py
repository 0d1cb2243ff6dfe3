"""Accounts, sessions, lockout and the audit log below the pages: on a clock that can be set, and without Argon2's cost."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.accounts import passwords
from bot.accounts.audit import Audit, Seen
from bot.accounts.database import migrate
from bot.accounts.errors import BadAccount, LockedOut, NoSuchAccount
from bot.accounts.people import People
from bot.accounts.roles import Role
from bot.accounts.sessions import Limits, Refused, Sessions, csrf_of
from bot.accounts.tables import AccountRow, AuditRow, Base, SessionRow
from knowledge.store.database import Database

PASSWORD = "sesame-street-9"
SERVER = "postgresql+psycopg2://postgres@127.0.0.1:5432/postgres?connect_timeout=2"


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.at = datetime(2022, 6, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/accounts.db"
        return
    server, name = create_engine(SERVER, isolation_level="AUTOCOMMIT"), f"huiqi_accounts_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    except OperationalError:
        pytest.skip("127.0.0.1:5432 没有 PostgreSQL，只在 SQLite 上测")
    yield SERVER.replace("/postgres?", f"/{name}?")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture
def database(url):
    database = Database(url)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def people(database, clock):
    people = People(database, clock)
    people.add("li", PASSWORD, Role.operator, "小李")
    return people


@pytest.fixture
def sessions(database, clock, people):
    return Sessions(database, Limits(timedelta(minutes=30), timedelta(hours=12), timedelta(minutes=15)), clock)


def test_migrating_twice_is_migrating_once_and_makes_the_tables_of_the_code(database):
    migrate(database)
    found = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        assert {c["name"] for c in found.get_columns(table.name)} == set(table.columns.keys()), table.name


def test_a_password_is_kept_as_an_argon2_hash_only(database, people):
    with database.session() as session:
        kept = session.scalars(select(AccountRow.password)).one()
    assert kept.startswith("$argon2id$") and PASSWORD not in kept
    assert passwords.matches(kept, PASSWORD) and not passwords.matches(kept, PASSWORD + "x")
    assert not passwords.matches(None, PASSWORD) and not passwords.matches("no hash", PASSWORD)
    assert not passwords.outdated(kept)


@pytest.mark.parametrize("password", ["short-1", "x" * 257, "aaaaaaaaaaaa", "my-LI-password-1", ""])
def test_weak_passwords_are_refused_with_the_reason(people, password):
    with pytest.raises(BadAccount, match="密码不行"):
        people.set_password("li", password)
    assert people.password_is("li", PASSWORD)


@pytest.mark.parametrize("name", ["", "x", "a" * 33, "-li", "li li", "李", "li/../x", "<b>"])
def test_names_that_cannot_be_taken(people, name):
    with pytest.raises(BadAccount):
        people.add(name, PASSWORD, Role.admin)


def test_a_name_is_taken_once_whatever_its_case(people):
    with pytest.raises(BadAccount, match="已经有"):
        people.add("LI", PASSWORD, Role.admin)
    assert people.get("Li").shown == "小李"
    with pytest.raises(NoSuchAccount):
        people.get("wang")


def test_full_width_and_half_width_of_a_password_are_one(people, sessions):
    people.set_password("li", "ｓｅｓａｍｅ－ｓｔｒｅｅｔ－９")
    assert sessions.sign_in("li", PASSWORD, "1.1.1.1").account.name == "li"


def test_the_database_has_no_token(database, sessions):
    opened = sessions.sign_in("li", PASSWORD, "1.1.1.1")
    with database.session() as session:
        row = session.scalars(select(SessionRow)).one()
    assert opened.token not in (row.token_hash, "") and len(row.token_hash) == 64
    assert opened.csrf == csrf_of(opened.token) != csrf_of(opened.token + "x")


def test_a_session_ends_without_use_and_at_the_latest_after_its_hours(sessions, clock):
    token = sessions.sign_in("li", PASSWORD, "1.1.1.1").token
    for _ in range(3):
        clock.move(minutes=29)
        assert sessions.find(token)
    clock.move(minutes=31)
    assert sessions.find(token) is None

    token = sessions.sign_in("li", PASSWORD, "1.1.1.1").token
    for _ in range(30):
        clock.move(minutes=24)
        found = sessions.find(token)
    assert found is None


def test_looking_without_use_lets_it_end(sessions, clock):
    token = sessions.sign_in("li", PASSWORD, "1.1.1.1").token
    for _ in range(3):
        clock.move(minutes=11)
        found = sessions.find(token, used=False)
    assert found is None


def test_the_old_session_of_the_browser_ends_at_sign_in(sessions):
    old = sessions.sign_in("li", PASSWORD, "1.1.1.1").token
    new = sessions.sign_in("li", PASSWORD, "1.1.1.1", old).token
    assert sessions.find(old) is None and sessions.find(new)


@pytest.mark.parametrize(
    "change",
    [
        lambda people: people.set_disabled("li", True),
        lambda people: people.set_role("li", Role.admin),
        lambda people: people.set_password("li", "another-good-one-7"),
    ],
)
def test_sessions_end_when_the_account_changes(people, sessions, change):
    token = sessions.sign_in("li", PASSWORD, "1.1.1.1").token
    change(people)
    assert sessions.find(token) is None


def fail(sessions, name="li", address="1.1.1.1", times=5):
    for _ in range(times):
        with pytest.raises(Refused):
            sessions.sign_in(name, "wrong-password", address)


def test_five_failures_lock_the_account_from_everywhere_for_a_while(sessions, clock):
    fail(sessions)
    with pytest.raises(LockedOut) as locked:
        sessions.sign_in("li", PASSWORD, "2.2.2.2")
    assert locked.value.seconds == 15 * 60
    clock.move(minutes=14)
    with pytest.raises(LockedOut):
        sessions.sign_in("li", PASSWORD, "2.2.2.2")
    clock.move(minutes=2)
    assert sessions.sign_in("li", PASSWORD, "2.2.2.2")


def test_success_forgets_the_failures_of_the_account(sessions):
    fail(sessions, times=4)
    assert sessions.sign_in("li", PASSWORD, "1.1.1.1")
    fail(sessions, times=4)
    assert sessions.sign_in("li", PASSWORD, "1.1.1.1")


def test_thirty_failures_lock_the_address_also_for_names_that_do_not_exist(sessions):
    for i in range(30):
        fail(sessions, f"guess{i}", "6.6.6.6", 1)
    with pytest.raises(LockedOut):
        sessions.sign_in("li", PASSWORD, "6.6.6.6")
    assert sessions.sign_in("li", PASSWORD, "1.1.1.1")


def test_many_tries_at_once_are_all_counted(sessions):
    outcomes: list[type] = []

    def attempt() -> None:
        try:
            sessions.sign_in("li", "wrong-password", "1.1.1.1")
        except (Refused, LockedOut) as refused:
            outcomes.append(type(refused))

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(Refused) <= 5 and len(outcomes) == 12


def test_a_wrong_code_counts_as_a_failure_and_a_pending_session_is_short(people, sessions, clock):
    secret = pyotp.random_base32()
    totp = pyotp.TOTP(secret)
    people.set_second_factor("li", secret, totp.at(clock.at))
    pending = sessions.sign_in("li", PASSWORD, "1.1.1.1")
    assert pending.pending
    clock.move(seconds=60)
    full = sessions.second_step(pending.token, totp.at(clock.at), "1.1.1.1")
    assert not full.pending and full.token != pending.token
    assert sessions.find(pending.token) is None

    pending = sessions.sign_in("li", PASSWORD, "1.1.1.1")
    for _ in range(4):
        with pytest.raises(Refused):
            sessions.second_step(pending.token, "000000", "1.1.1.1")
    with pytest.raises(LockedOut):
        sessions.second_step(pending.token, "000000", "1.1.1.1")
    clock.move(minutes=6)
    with pytest.raises(Refused, match="超时"):
        sessions.second_step(pending.token, totp.at(clock.at), "1.1.1.1")


@pytest.mark.parametrize("secret", ["", "short", "not base32!!", "A" * 33])
def test_a_secret_from_elsewhere_is_refused(people, secret):
    with pytest.raises(BadAccount):
        people.set_second_factor("li", secret, "123456")


def test_the_audit_log_only_grows(database):
    audit = Audit(database)
    audit.note("li", "operator", "look-up", "", {"q": "房租"}, "1.1.1.1")
    for statement in ("UPDATE audit_log SET who = 'wang'", "DELETE FROM audit_log"):
        with pytest.raises(DatabaseError, match="append only"), database.session.begin() as session:
            session.execute(text(statement))
    with database.session() as session:
        assert session.scalars(select(AuditRow.who)).all() == ["li"]


def test_the_audit_log_is_paged_and_filtered(database):
    audit = Audit(database)
    for i in range(7):
        audit.note("li" if i % 2 else "wang", "operator", "look-up" if i < 4 else "measure", str(i))
    page, following = audit.lines(Seen(limit=3))
    assert [e.target for _, e in page] == ["6", "5", "4"]
    page, following = audit.lines(Seen(limit=3, before=following))
    assert [e.target for _, e in page] == ["3", "2", "1"]
    page, following = audit.lines(Seen(limit=3, before=following))
    assert ([e.target for _, e in page], following) == (["0"], None)
    assert [e.target for _, e in audit.lines(Seen(who="li", action="look-up"))[0]] == ["3", "1"]
    assert audit.actions() == ["look-up", "measure"]


def test_what_is_too_long_for_the_log_is_cut(database):
    audit = Audit(database)
    audit.note("l" * 100, "operator", "look-up", "t" * 500, {"q": "长" * 5000}, "1" * 100)
    (_, entry), *_ = audit.lines(Seen())[0]
    assert (len(entry.who), len(entry.target), len(entry.address)) == (64, 160, 64)
    assert len(entry.detail["cut"]) == 2000
