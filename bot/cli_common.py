"""What the commands share: messages on standard error, errors without traces, the database."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from knowledge.store.database import Database


def say(line: str) -> None:
    """A line for the person at the terminal, apart from the result."""
    Console(stderr=True).print(line, highlight=False, markup=False)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong and stop the command."""
    Console(stderr=True).print(message, style="red", highlight=False, markup=False)
    raise typer.Exit(code)


def why(fault: OSError) -> str:
    """Why a file cannot be used, in Chinese."""
    known = {
        errno.ENOENT: "没有这个文件或文件夹",
        errno.EACCES: "没有权限",
        errno.EISDIR: "这是文件夹",
        errno.ENOSPC: "磁盘满了",
        errno.EROFS: "磁盘是只读的",
    }
    return known.get(fault.errno or 0, "系统不允许")


@contextmanager
def people() -> Iterator[None]:
    """Errors meant for people become one message, without a trace."""
    from sqlalchemy.exc import OperationalError

    from knowledge.errors import KnowledgeError

    try:
        yield
    except (KnowledgeError, SettingsError) as fault:
        fail(str(fault))
    except OperationalError:
        fail("数据库正忙或连不上，这次没有改动。请稍后再试。")


@contextmanager
def store() -> Iterator[tuple[Database, Settings]]:
    """The database the environment names, closed at the end; errors as in :func:`people`."""
    from bot.compose import open_database

    with people():
        settings = Settings.from_env(os.environ)
        database = open_database(settings, say)
        try:
            yield database, settings
        finally:
            database.close()
