"""The tables and settings of the desk."""

from datetime import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from desk_samples import both_stores

from bot.desk import learning_tables, store
from bot.desk.settings import DESK_SETTINGS, DeskSettings
from bot.desk.tables import Base
from bot.settings import SettingsError
from knowledge.errors import StoreNotReady
from knowledge.store.database import Database


@both_stores
def test_the_migrations_make_the_tables_the_code_knows(database):
    assert learning_tables.OfferRow.__tablename__ in Base.metadata.tables
    options = {"include_name": lambda name, kind, _: kind != "table" or str(name).startswith("desk_")}
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": store.VERSION_TABLE, **options})
        found = compare_metadata(context, Base.metadata)
    assert [change for change in found if change[0] not in ("remove_table",)] == []


@both_stores
def test_migrating_again_changes_nothing(database):
    store.migrate(database)
    database.migrate()


def test_a_database_of_a_newer_program_is_refused(database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {store.VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreNotReady, match="比程序新"):
        store.migrate(database)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "x.db").write_text("no database" * 100)
    broken = Database(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(StoreNotReady, match="打不开"):
        store.migrate(broken)
    broken.close()


def test_settings_and_their_defaults():
    assert DeskSettings.from_env({}) == DeskSettings()
    defaults = {s.name: s.default for s in DESK_SETTINGS}
    assert defaults["HUIQI_TRANSCRIPT_DAYS"] == str(DeskSettings().transcript_days)
    assert defaults["HUIQI_DESK_ANSWER_DAYS"] == str(DeskSettings().answer_days)
    assert defaults["HUIQI_DESK_COMPLEX_DAYS"] == str(DeskSettings().complex_days)
    assert defaults["HUIQI_DESK_CLOSES"] == DeskSettings().closes.strftime("%H:%M")
    assert defaults["HUIQI_DESK_SILENT_MINUTES"] == str(DeskSettings().silent_minutes)


def test_settings_are_read():
    env = {
        "HUIQI_TRANSCRIPT_DAYS": "30",
        "HUIQI_DESK_CLOSES": "17:30",
        "HUIQI_DESK_WEBHOOK_URL": "https://hotline.example.cn/hook",
        "HUIQI_DESK_WEBHOOK_SECRET": "0123456789abcdef",
    }
    found = DeskSettings.from_env(env)
    assert (found.transcript_days, found.closes, found.webhook_url) == (30, time(17, 30), env["HUIQI_DESK_WEBHOOK_URL"])
    assert "0123456789abcdef" not in repr(found)
    assert "hotline" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HUIQI_TRANSCRIPT_DAYS", "0", "1 到 3650"),
        ("HUIQI_TRANSCRIPT_DAYS", "x", "整数"),
        ("HUIQI_DESK_ANSWER_DAYS", "61", "1 到 60"),
        ("HUIQI_DESK_COMPLEX_DAYS", "-1", "1 到 60"),
        ("HUIQI_DESK_CLOSES", "25:00", "18:00"),
        ("HUIQI_DESK_SILENT_MINUTES", "1441", "1 到 1440"),
        ("HUIQI_DESK_WEBHOOK_URL", "ftp://x", "http://"),
        ("HUIQI_DESK_WEBHOOK_URL", "http://[x", "http://"),
        ("HUIQI_DESK_WEBHOOK_SECRET", "short", "16 个字符"),
    ],
)
def test_faulty_settings_are_named(name, value, said):
    with pytest.raises(SettingsError) as caught:
        DeskSettings.from_env({name: value})
    assert any(problem.startswith(name) and said in problem for problem in caught.value.problems)
    assert "short" not in str(caught.value)


def test_an_address_needs_a_secret():
    with pytest.raises(SettingsError, match="HUIQI_DESK_WEBHOOK_SECRET"):
        DeskSettings.from_env({"HUIQI_DESK_WEBHOOK_URL": "http://hotline/hook"})
