"""A desk over made-up measures, on SQLite and, when 127.0.0.1:5432 answers, on PostgreSQL; with a clock one can set."""

from __future__ import annotations

import itertools
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from desk_samples import MEASURES, MONDAY, SAYER, SETTINGS, TODAY

from bot.desk import store
from bot.desk.desk import Desk
from bot.desk.people import Actor
from knowledge.service import KnowledgeService
from knowledge.store.database import Database
from knowledge.store.seed import seed

SERVER = "postgresql+psycopg2://postgres@127.0.0.1:5432/postgres?connect_timeout=2"


class Clock:
    """Stands still until it is set or moved on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture(scope="session")
def measures_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measures")
    (folder / "finance.yml").write_text(MEASURES, "utf-8")
    return folder


def _fill(url: str, folder: Path) -> None:
    database = Database(url)
    database.migrate()
    store.migrate(database)
    seed(database, folder)
    database.close()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory, measures_folder: Path) -> Path:
    path = tmp_path_factory.mktemp("desk") / "filled.db"
    _fill(f"sqlite:///{path}", measures_folder)
    return path


@pytest.fixture(scope="session")
def postgres_schema(measures_folder: Path) -> Iterator[Callable[[], str]]:
    """Gives addresses of filled schemas in a database of our own, which is dropped at the end."""
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    name, counter = f"huiqi_desk_{uuid.uuid4().hex[:12]}", itertools.count()
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
    except sa.exc.OperationalError:
        pytest.skip("127.0.0.1:5432 没有 PostgreSQL，只在 SQLite 上测")
    address = sa.make_url(SERVER).set(database=name)
    inside = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)

    def create() -> str:
        schema = f"test_{next(counter)}"
        with inside.connect() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
        url = address.update_query_dict({"options": f"-csearch_path={schema}"})
        text = url.render_as_string(hide_password=False)
        _fill(text, measures_folder)
        return text

    yield create
    inside.dispose()
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path, sqlite_file: Path) -> Iterator[Database]:
    """A filled database; tests marked with ``both_stores`` get it on PostgreSQL too."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_schema")()
    else:
        url = f"sqlite:///{shutil.copy(sqlite_file, tmp_path / 'desk.db')}"
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


class Outbox:
    """Channels that keep what they are given; ``down`` makes them refuse."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.down = False

    async def say(self, sender: str, event: Any) -> bool:
        if self.down:
            return False
        self.said.append((sender, dict(event)))
        return True

    def texts(self, sender: str = SAYER) -> list[str]:
        return [event["text"] for to, event in self.said if to == sender]


@pytest.fixture
def outbound() -> Outbox:
    return Outbox()


@pytest.fixture
def desk(database: Database, clock: Clock, outbound: Outbox) -> Desk:
    knowledge = KnowledgeService(database)
    return Desk.open(database, knowledge, SETTINGS, outbound=outbound, today=lambda: TODAY, now=clock)


@pytest.fixture
def wang() -> Actor:
    return Actor("wang", "王话务", "operator")


@pytest.fixture
def li() -> Actor:
    return Actor("li", "李话务", "operator")


@pytest.fixture
def chief() -> Actor:
    return Actor("chen", "陈班长", "supervisor")


@pytest.fixture
def editor() -> Actor:
    return Actor("zhou", "周编辑", "editor")
