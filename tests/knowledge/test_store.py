"""The database: migrations, SQLite settings, what is told when it cannot be used, where it is, and tickets."""

import os
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import inspect, text

from knowledge.errors import StoreNotReady
from knowledge.store import location, reader
from knowledge.store.database import Database
from knowledge.store.tables import Base, TicketRow


@pytest.fixture
def store(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/below/store.db")
    database.migrate()
    yield database
    database.close()


def test_migrations_make_exactly_the_tables_of_the_code(store):
    found = inspect(store.engine)
    assert set(Base.metadata.tables) | {"alembic_version"} == set(found.get_table_names())
    for name, table in Base.metadata.tables.items():
        assert {c["name"] for c in found.get_columns(name)} == set(table.columns.keys()), name


def test_migrating_twice_keeps_what_is_there(store):
    reader.open_ticket(store, "u1", "rest", "转人工", {"question": "房租"})
    store.migrate()
    with store.session() as session:
        assert session.get(TicketRow, 1).packet == {"question": "房租"}


def test_sqlite_is_set_for_a_server(store):
    with store.session() as session:
        settings = {
            p: session.execute(text(f"PRAGMA {p}")).scalar() for p in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000}


def test_a_newer_database_is_refused_with_what_to_do(store):
    with store.session.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNotReady, match="请先升级程序"):
        store.migrate()


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "store.db").write_bytes(os.urandom(4096))
    database = Database(f"sqlite:///{tmp_path}/store.db")
    with pytest.raises(StoreNotReady, match=r"打不开数据库.*store\.db"):
        database.migrate()
    database.close()


def test_tickets_are_numbered_and_carry_their_packet(store):
    packet = {"question": "房租能减吗", "transcript": [{"who": "user", "text": "转人工"}]}
    first = reader.open_ticket(store, "u1", "wechat", "转人工", packet)
    second = reader.open_ticket(store, "u2", "rest", "诉求/投诉", {})
    assert second == first + 1
    with store.session() as session:
        ticket = session.get(TicketRow, first)
        assert (ticket.sender, ticket.channel, ticket.kind, ticket.state) == ("u1", "wechat", "转人工", "受理")
        assert ticket.packet == packet


def test_an_empty_store_publishes_nothing(store):
    assert reader.published(store) == []
    assert reader.count_published(store) == 0


def test_counting_agrees_with_reading(database):
    assert reader.count_published(database) == len(reader.published(database)) == 139


@pytest.mark.parametrize(
    ("env", "url"),
    [
        ({}, "sqlite:///data/huiqi.db"),
        ({"HUIQI_DATA": "/srv/h"}, "sqlite:////srv/h/huiqi.db"),
        ({"HUIQI_DATA": "/srv/h", "HUIQI_DATABASE_URL": "postgresql://db/h"}, "postgresql://db/h"),
    ],
)
def test_where_the_database_is(env, url):
    assert location.database_url(env) == url


def test_the_day_is_the_one_in_beijing_unless_another_is_shown(monkeypatch):
    class EveningInLondon(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2025, 12, 31, 20, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(location, "datetime", EveningInLondon)
    assert location.today({}) == date(2026, 1, 1)
    assert location.today({"HUIQI_TODAY": "2022-07-01"}) == date(2022, 7, 1)
    with pytest.raises(ValueError, match="2022"):
        location.today({"HUIQI_TODAY": "2022年"})
