"""First tables of the desk: conversations, tickets, sending, learning, consents."""

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
        "desk_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sender"),
    )
    op.create_table(
        "desk_conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district", sa.String(length=8), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_conversations_day"), "desk_conversations", ["day"], unique=False)
    op.create_index(op.f("ix_desk_conversations_last_at"), "desk_conversations", ["last_at"], unique=False)
    op.create_index(op.f("ix_desk_conversations_sender"), "desk_conversations", ["sender"], unique=False)
    op.create_table(
        "desk_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=8), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_feedback_day"), "desk_feedback", ["day"], unique=False)
    op.create_index(op.f("ix_desk_feedback_sender"), "desk_feedback", ["sender"], unique=False)
    op.create_table(
        "desk_hooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_desk_hooks_number"), "desk_hooks", ["number"], unique=False)
    op.create_index("ix_desk_hooks_waiting", "desk_hooks", ["done_at", "next_at"], unique=False)
    op.create_table(
        "desk_known_measures",
        sa.Column("measure_id", sa.String(length=96), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("measure_id"),
    )
    op.create_table(
        "desk_lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_lessons_kind"), "desk_lessons", ["kind"], unique=False)
    op.create_table(
        "desk_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("measure_id", sa.String(length=96), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sender", "measure_id"),
    )
    op.create_index(op.f("ix_desk_offers_measure_id"), "desk_offers", ["measure_id"], unique=False)
    op.create_index(op.f("ix_desk_offers_sender"), "desk_offers", ["sender"], unique=False)
    op.create_table(
        "desk_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_outbox_sender"), "desk_outbox", ["sender"], unique=False)
    op.create_index("ix_desk_outbox_waiting", "desk_outbox", ["done_at", "next_at"], unique=False)
    op.create_table(
        "desk_tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("owner_name", sa.String(length=64), nullable=False),
        sa.Column("handler", sa.String(length=64), nullable=False),
        sa.Column("handler_name", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("packet", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calendar_known", sa.Boolean(), nullable=False),
        sa.Column("complex", sa.Boolean(), nullable=False),
        sa.Column("first_answer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into", sa.String(length=24), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("rating_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_desk_tickets_created_at"), "desk_tickets", ["created_at"], unique=False)
    op.create_index(op.f("ix_desk_tickets_day"), "desk_tickets", ["day"], unique=False)
    op.create_index(op.f("ix_desk_tickets_due_at"), "desk_tickets", ["due_at"], unique=False)
    op.create_index(op.f("ix_desk_tickets_handler"), "desk_tickets", ["handler"], unique=False)
    op.create_index(op.f("ix_desk_tickets_kind"), "desk_tickets", ["kind"], unique=False)
    op.create_index(op.f("ix_desk_tickets_live"), "desk_tickets", ["live"], unique=False)
    op.create_index(op.f("ix_desk_tickets_merged_into"), "desk_tickets", ["merged_into"], unique=False)
    op.create_index(op.f("ix_desk_tickets_number"), "desk_tickets", ["number"], unique=False)
    op.create_index(op.f("ix_desk_tickets_owner"), "desk_tickets", ["owner"], unique=False)
    op.create_index(op.f("ix_desk_tickets_sender"), "desk_tickets", ["sender"], unique=False)
    op.create_index(op.f("ix_desk_tickets_state"), "desk_tickets", ["state"], unique=False)
    op.create_table(
        "desk_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["desk_tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_history_ticket_id"), "desk_history", ["ticket_id"], unique=False)
    op.create_table(
        "desk_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("miss", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("aspect", sa.String(length=32), nullable=False),
        sa.Column("asks", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=8), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("expired", sa.Boolean(), nullable=False),
        sa.Column("latency_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["desk_conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_lines_at"), "desk_lines", ["at"], unique=False)
    op.create_index(op.f("ix_desk_lines_conversation_id"), "desk_lines", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_desk_lines_day"), "desk_lines", ["day"], unique=False)
    op.create_index(op.f("ix_desk_lines_type"), "desk_lines", ["type"], unique=False)
    op.create_table(
        "desk_unanswered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=8), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["desk_lessons.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_desk_unanswered_day"), "desk_unanswered", ["day"], unique=False)
    op.create_index(op.f("ix_desk_unanswered_lesson_id"), "desk_unanswered", ["lesson_id"], unique=False)
    op.create_index(op.f("ix_desk_unanswered_sender"), "desk_unanswered", ["sender"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_desk_unanswered_sender"), table_name="desk_unanswered")
    op.drop_index(op.f("ix_desk_unanswered_lesson_id"), table_name="desk_unanswered")
    op.drop_index(op.f("ix_desk_unanswered_day"), table_name="desk_unanswered")
    op.drop_table("desk_unanswered")
    op.drop_index(op.f("ix_desk_lines_type"), table_name="desk_lines")
    op.drop_index(op.f("ix_desk_lines_day"), table_name="desk_lines")
    op.drop_index(op.f("ix_desk_lines_conversation_id"), table_name="desk_lines")
    op.drop_index(op.f("ix_desk_lines_at"), table_name="desk_lines")
    op.drop_table("desk_lines")
    op.drop_index(op.f("ix_desk_history_ticket_id"), table_name="desk_history")
    op.drop_table("desk_history")
    op.drop_index(op.f("ix_desk_tickets_state"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_sender"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_owner"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_number"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_merged_into"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_live"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_kind"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_handler"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_due_at"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_day"), table_name="desk_tickets")
    op.drop_index(op.f("ix_desk_tickets_created_at"), table_name="desk_tickets")
    op.drop_table("desk_tickets")
    op.drop_index("ix_desk_outbox_waiting", table_name="desk_outbox")
    op.drop_index(op.f("ix_desk_outbox_sender"), table_name="desk_outbox")
    op.drop_table("desk_outbox")
    op.drop_index(op.f("ix_desk_offers_sender"), table_name="desk_offers")
    op.drop_index(op.f("ix_desk_offers_measure_id"), table_name="desk_offers")
    op.drop_table("desk_offers")
    op.drop_index(op.f("ix_desk_lessons_kind"), table_name="desk_lessons")
    op.drop_table("desk_lessons")
    op.drop_table("desk_known_measures")
    op.drop_index("ix_desk_hooks_waiting", table_name="desk_hooks")
    op.drop_index(op.f("ix_desk_hooks_number"), table_name="desk_hooks")
    op.drop_table("desk_hooks")
    op.drop_index(op.f("ix_desk_feedback_sender"), table_name="desk_feedback")
    op.drop_index(op.f("ix_desk_feedback_day"), table_name="desk_feedback")
    op.drop_table("desk_feedback")
    op.drop_index(op.f("ix_desk_conversations_sender"), table_name="desk_conversations")
    op.drop_index(op.f("ix_desk_conversations_last_at"), table_name="desk_conversations")
    op.drop_index(op.f("ix_desk_conversations_day"), table_name="desk_conversations")
    op.drop_table("desk_conversations")
    op.drop_table("desk_consents")
