"""Putting the parts together from settings: database, knowledge, actions, assistant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url

from actions.services import Services, services_for
from bot.ports import AssistantRuntime as Runtime
from bot.runtime.assistant import AssistantRuntime
from bot.runtime.remote import RemoteRuntime
from bot.settings import Settings
from knowledge.store.database import Database
from knowledge.store.seed import seed


def open_database(settings: Settings, say: Callable[[str], None] = lambda _: None) -> Database:
    """The database, migrated and in line with the curated files. Raises ``KnowledgeError``."""
    database = Database(settings.database_url)
    database.migrate()
    report = seed(database, say=say)
    if report.added or report.changed or report.retired:
        say(f"措施库已更新：新增 {report.added} 条，修改 {report.changed} 条，停用 {report.retired} 条。")
    return database


def tracker_url(database_url: str) -> str:
    """Where conversations are kept: beside a SQLite file, else in the same database."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return database_url
    return url.set(database=str(Path(url.database).with_name("conversations.db"))).render_as_string(hide_password=False)


def assistant(settings: Settings, services: Services) -> Runtime:
    """The assistant over these services, or the one at another address; not started yet."""
    if settings.rasa_url:
        return RemoteRuntime(settings.rasa_url, settings.api_token, settings.max_chars)
    return AssistantRuntime(
        services,
        settings.models,
        tracker_url(settings.database_url),
        max_chars=settings.max_chars,
        session_minutes=settings.session_minutes,
    )


def services(settings: Settings, database: Database) -> Services:
    """What the actions need, on the settings' day."""
    return services_for(database, settings.today)
