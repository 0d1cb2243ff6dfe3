"""The tables: upgrading a filled database of the first version loses nothing, and the code's tables are those made."""

from __future__ import annotations

import json
from datetime import date

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from review_samples import measure, policy, seeded
from sqlalchemy import text

from knowledge.store import history, reader
from knowledge.store.database import MIGRATIONS, Database
from knowledge.store.tables import Base


def to_revision(database: Database, revision: str, how=command.upgrade) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        how(config, revision)


def fill_first_version(database: Database) -> None:
    content = policy()
    document = content.document.model_dump(mode="json")
    details = {k: document.pop(k) for k in ("term", "ended", "applies_to", "exclusions", "source_url", "issues")}
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO documents (id, doc, title, issuer, district, published, valid_from, valid_to, details) "
                "VALUES (:id, :doc, :title, :issuer, :district, :published, :valid_from, :valid_to, :details)"
            ),
            {**document, "details": json.dumps(details)},
        )
        for pk, revision, status, day in ((1, 1, "retired", "2026-01-01"), (2, 2, "published", "2026-02-01")):
            body = content.measures[0].model_dump(mode="json", exclude={"contacts"})
            connection.execute(
                text(
                    "INSERT INTO measures (pk, measure_id, document_id, number, position, revision, status, title, "
                    "content, created_at) VALUES (:pk, 'cs-2021-1-1', 'cs-2021-1', 1, 0, :revision, :status, '房租', "
                    ":content, :day)"
                ),
                {
                    "pk": pk,
                    "revision": revision,
                    "status": status,
                    "content": json.dumps(body),
                    "day": f"{day} 00:00:00",
                },
            )
            connection.execute(
                text("INSERT INTO contacts (pk, measure_pk, position, department) VALUES (:pk, :pk, 0, '区测试委')"),
                {"pk": pk},
            )


def test_a_filled_database_of_the_first_version_keeps_everything(empty_database):
    to_revision(empty_database, "0001")
    fill_first_version(empty_database)
    empty_database.migrate()
    (kept,) = reader.published(empty_database)
    assert (kept.id, kept.revision, kept.doc) == ("cs-2021-1-1", 2, "测政发〔2021〕1号")
    assert [c.department for c in kept.content.contacts] == ["区测试委"]
    first, second = history.revisions(empty_database, "cs-2021-1-1")
    assert first.retired_at == second.published_at
    assert second.origin == "seed"
    assert history.revision_as_of(empty_database, "cs-2021-1-1", date(2026, 1, 15)).revision == 1
    assert (
        history.revision_as_of(empty_database, "cs-2021-1-1", date(2026, 2, 15)).document.term
        == "有效期至2021年12月31日"
    )
    assert reader.version(empty_database) == 1


def test_the_tables_are_those_the_code_describes(store):
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_going_back_keeps_what_is_published(empty_database):
    to_revision(empty_database, "0001")
    fill_first_version(empty_database)
    empty_database.migrate()
    to_revision(empty_database, "0001", command.downgrade)
    with empty_database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM measures WHERE status = 'published'")).scalar() == 1
    empty_database.migrate()
    assert len(reader.published(empty_database)) == 1


@pytest.mark.parametrize("value", ["2022-01-31", 0.5, 3, True, "是", ["微型", "小型"], ["2022-01-01", "2022-12-31"]])
def test_the_value_of_a_condition_keeps_its_kind_in_the_store(store, value):
    op = (
        "between"
        if isinstance(value, list) and value[0].startswith("2022")
        else "in"
        if isinstance(value, list)
        else "is"
    )
    content = policy(measures=[measure(1, conditions=[{"slot": "hires", "op": op, "value": value, "text": "条件"}])])
    seeded(store, content)
    assert reader.published(store)[0].content == content.measures[0]
