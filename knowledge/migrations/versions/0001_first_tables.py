"""First tables: documents, measures, contacts, phones, meta, tickets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "documents",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("doc", sa.String(64), nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("issuer", sa.String(128), nullable=False),
        sa.Column("district", sa.String(8), nullable=False, index=True),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("details", sa.JSON, nullable=False),
    )
    op.create_table(
        "measures",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("measure_id", sa.String(96), nullable=False, index=True),
        sa.Column("document_id", sa.String(64), sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("measure_id", "revision"),
    )
    op.create_table(
        "contacts",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column(
            "measure_pk", sa.Integer, sa.ForeignKey("measures.pk", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(64)),
        sa.Column("department", sa.String(64), nullable=False, index=True),
        sa.Column("office", sa.String(64)),
        sa.Column("duty", sa.Text),
        sa.Column("email", sa.String(128)),
    )
    op.create_table(
        "phones",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column(
            "contact_pk", sa.Integer, sa.ForeignKey("contacts.pk", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("number", sa.String(32), nullable=False, index=True),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("sender", sa.String(255), nullable=False, index=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("packet", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("tickets", "meta", "phones", "contacts", "measures", "documents"):
        op.drop_table(table)
