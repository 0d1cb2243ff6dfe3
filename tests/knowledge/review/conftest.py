"""A store on SQLite and, when 127.0.0.1:5432 answers, on PostgreSQL."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from review_samples import NOON

from knowledge.review.decision import Decision
from knowledge.review.service import ReviewService
from knowledge.store.database import Database

SERVER = "postgresql+psycopg2://postgres@127.0.0.1:5432/postgres?connect_timeout=2"


class Clock:
    """Goes forward a minute whenever it is asked; can be set."""

    def __init__(self) -> None:
        self.at: datetime = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[bool], str]]:
    """Gives addresses of databases of our own, dropped at the end: migrated copies, or empty ones."""
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    try:
        with server.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except sa.exc.OperationalError:
        pytest.skip("127.0.0.1:5432 没有 PostgreSQL，只在 SQLite 上测")
    prefix, counter, made = f"huiqi_test_{uuid.uuid4().hex[:12]}", itertools.count(), []

    def create(template: str | None = None) -> str:
        name = f"{prefix}_{next(counter)}"
        with server.connect() as connection:
            copied = f' TEMPLATE "{template}"' if template else " TEMPLATE template0 ENCODING 'UTF8'"
            connection.execute(sa.text(f'CREATE DATABASE "{name}"{copied}'))
        made.append(name)
        return name

    def address(name: str) -> str:
        return sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)

    migrated = create()
    database = Database(address(migrated))
    database.migrate()
    database.close()
    yield lambda empty: address(create(None if empty else migrated))
    with server.connect() as connection:
        for name in made:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def _address(request: pytest.FixtureRequest, empty: bool) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgres")(empty)
    return f"sqlite:///{request.getfixturevalue('tmp_path')}/store.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database without tables."""
    database = Database(_address(request, empty=True))
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database without measures."""
    database = Database(_address(request, empty=False))
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def review(store: Database, clock: Clock) -> ReviewService:
    return ReviewService(store, clock)


@pytest.fixture
def by() -> Decision:
    return Decision("王审核", "与原文核对一致")
