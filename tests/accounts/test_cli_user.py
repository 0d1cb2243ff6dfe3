"""``huiqi user``: passwords from standard input, never from the command line."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot import cli_common
from bot.accounts.audit import Audit, Seen
from bot.cli import app
from knowledge.store.database import Database

PASSWORD = "sesame-street-9"


@pytest.fixture
def huiqi(tmp_path, monkeypatch):
    from bot import compose

    url = f"sqlite:///{tmp_path}/huiqi.db"
    monkeypatch.setenv("HUIQI_DATABASE_URL", url)

    def opened(settings, say=None):
        database = Database(settings.database_url)
        database.migrate()
        return database

    monkeypatch.setattr(compose, "open_database", opened)
    monkeypatch.setattr(cli_common, "say", lambda line: None)

    def run(*words, given=""):
        return CliRunner().invoke(app, ["user", *words], input=given)

    run.url = url
    return run


def test_adding_listing_changing_and_closing(huiqi):
    assert "还没有账号" in huiqi("list").stdout
    assert huiqi("add", "wang", "--role", "admin", "--shown", "王班长", given=f"{PASSWORD}\n").exit_code == 0
    assert "wang  王班长  管理员（admin）  没有登录过" in huiqi("list").stdout
    assert huiqi("role", "wang", "editor").exit_code == 0
    assert "知识编辑" in huiqi("list").stdout
    assert huiqi("disable", "wang").exit_code == 0
    assert "已停用" in huiqi("list").stdout
    assert huiqi("disable", "wang", "--undo").exit_code == 0
    assert huiqi("password", "wang", given="another-good-one-7\n").exit_code == 0
    assert huiqi("unlock", "wang").exit_code == 0
    assert huiqi("totp-off", "wang").exit_code == 0
    database = Database(huiqi.url)
    noted = [e.action for _, e in Audit(database).lines(Seen())[0]]
    database.close()
    assert noted == [f"user.{what}" for what in ("totp-off", "unlock", "password", "enable", "disable", "role", "add")]


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("add", "wang"), "short\n"),
        (("add", "wang"), ""),
        (("add", "王"), f"{PASSWORD}\n"),
        (("password", "nobody"), f"{PASSWORD}\n"),
        (("role", "nobody", "admin"), ""),
        (("role", "nobody", "king"), ""),
        (("disable", "nobody"), ""),
        (("unlock", "nobody"), ""),
        (("totp-off", "nobody"), ""),
    ],
)
def test_what_cannot_be_done_fails_without_a_trace(huiqi, words, given):
    done = huiqi(*words, given=given)
    assert done.exit_code != 0
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_no_option_takes_a_password():
    import typer

    group = typer.main.get_command(app).commands["user"]
    names = {p.name for command in group.commands.values() for p in command.params}
    assert not names & {"password", "pass", "secret"}
