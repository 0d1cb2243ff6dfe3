"""Review: who published what when and why, drafts, the review log, earlier documents, the contact directory."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_PUBLISHED = sa.text("status = 'published'")
_RETIRED_AT = """
UPDATE measures SET retired_at = COALESCE(
    (SELECT MIN(n.published_at) FROM measures n WHERE n.measure_id = measures.measure_id AND n.revision > measures.revision),
    published_at)
WHERE status = 'retired'
"""


def upgrade() -> None:
    """Add the columns and tables; what is published now becomes the first revision of its document."""
    _widen_measures()
    op.add_column("documents", sa.Column("origin", sa.String(16), nullable=False, server_default="seed"))
    _document_revisions()
    _drafts()
    _log_and_directory()
    op.execute("INSERT INTO meta (key, value) VALUES ('knowledge_version', '1')")


def _widen_measures() -> None:
    op.execute("ALTER TABLE measures RENAME COLUMN created_at TO published_at")
    op.add_column("measures", sa.Column("origin", sa.String(16), nullable=False, server_default="seed"))
    op.add_column("measures", sa.Column("draft_id", sa.Integer))
    op.add_column("measures", sa.Column("published_by", sa.String(64)))
    op.add_column("measures", sa.Column("reason", sa.Text))
    op.add_column("measures", sa.Column("retired_at", _MOMENT))
    op.add_column("measures", sa.Column("retired_by", sa.String(64)))
    op.add_column("measures", sa.Column("retired_reason", sa.Text))
    op.execute(_RETIRED_AT)
    op.create_index(
        "uq_measures_published",
        "measures",
        ["measure_id"],
        unique=True,
        sqlite_where=_PUBLISHED,
        postgresql_where=_PUBLISHED,
    )


def _document_revisions() -> None:
    table = op.create_table(
        "document_revisions",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.String(64), sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("published_at", _MOMENT, nullable=False),
        sa.Column("published_by", sa.String(64)),
        sa.Column("reason", sa.Text),
        sa.Column("retired_at", _MOMENT),
        sa.UniqueConstraint("document_id", "revision"),
    )
    rows = _documents_now()
    if rows:
        op.bulk_insert(table, rows)


def _documents_now() -> list[dict[str, object]]:
    names = ("id", "doc", "title", "issuer", "district")
    days = ("published", "valid_from", "valid_to")
    documents = sa.table(
        "documents",
        *(sa.column(name, sa.String) for name in names),
        *(sa.column(name, sa.Date) for name in days),
        sa.column("details", sa.JSON),
    )
    measures = sa.table("measures", sa.column("document_id", sa.String), sa.column("published_at", _MOMENT))
    connection = op.get_bind()
    since = sa.select(measures.c.document_id, sa.func.min(measures.c.published_at)).group_by(measures.c.document_id)
    first = {row[0]: row[1] for row in connection.execute(since)}
    found = []
    for row in connection.execute(sa.select(documents)).mappings():
        content = {name: row[name] for name in names}
        content |= {name: row[name].isoformat() if row[name] else None for name in days}
        found.append(
            {
                "document_id": row["id"],
                "revision": 1,
                "content": content | row["details"],
                "origin": "seed",
                "published_at": first.get(row["id"]) or datetime.now(UTC),
            }
        )
    return found


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.String(64), nullable=False, index=True),
        sa.Column("doc", sa.String(64)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source_name", sa.Text, nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False, index=True),
        sa.Column("source_text", sa.Text, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("header", sa.JSON, nullable=False),
        sa.Column("header_open", sa.Boolean, nullable=False),
        sa.Column("slugs", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("source_sha256", "part"),
    )
    op.create_table(
        "draft_items",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("draft_id", sa.Integer, sa.ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("source_index", sa.Integer),
        sa.Column("change", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("proposal", sa.JSON),
        sa.Column("base_revision", sa.Integer),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", _MOMENT),
        sa.Column("reason", sa.Text),
        sa.UniqueConstraint("draft_id", "slug"),
    )


def _log_and_directory() -> None:
    op.create_table(
        "review_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False, index=True),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("draft_id", sa.Integer, index=True),
        sa.Column("measure_id", sa.String(96), index=True),
        sa.Column("revision", sa.Integer),
    )
    op.create_table(
        "directory",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False, index=True),
        sa.Column("district", sa.String(8), nullable=False, index=True),
        sa.Column("street", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("duty", sa.Text),
        sa.Column("phones", sa.JSON, nullable=False),
        sa.Column("hours", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("updated_by", sa.String(64), nullable=False),
        sa.UniqueConstraint("kind", "district", "street", "name"),
    )


def downgrade() -> None:
    """Drop the tables; published measures stay, who published them is forgotten."""
    for table in ("directory", "review_log", "draft_items", "drafts", "document_revisions"):
        op.drop_table(table)
    op.execute("DELETE FROM meta WHERE key = 'knowledge_version'")
    op.drop_index("uq_measures_published", "measures")
    op.drop_column("documents", "origin")
    for column in ("retired_reason", "retired_by", "retired_at", "reason", "published_by", "draft_id", "origin"):
        op.drop_column("measures", column)
    op.execute("ALTER TABLE measures RENAME COLUMN published_at TO created_at")
