"""``huiqi user``: the accounts of the console. Passwords come from the prompt or standard input only."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.accounts.roles import NAMES, Role
from bot.cli_common import fail, say, store

if TYPE_CHECKING:
    from bot.accounts.audit import Audit
    from bot.accounts.people import People

user = typer.Typer(help="工作台的账号：增加、列出、停用、改密码和角色", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="用户名：小写字母、数字、点、下划线、短横线")]
ROLES = "operator 话务员、editor 知识编辑、supervisor 班长、admin 管理员"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(user, name="user")


@contextmanager
def _people() -> Iterator[tuple[People, Audit]]:
    from bot.accounts.audit import Audit
    from bot.accounts.database import migrate
    from bot.accounts.errors import AccountProblem
    from bot.accounts.people import People

    with store() as (database, _):
        migrate(database)
        try:
            yield People(database), Audit(database)
        except AccountProblem as fault:
            fail(str(fault))


def _who() -> str:
    try:
        return f"命令行:{getpass.getuser()}"[:64]
    except (KeyError, OSError):
        return "命令行"


def _note(audit: Audit, action: str, name: str, **detail: str) -> None:
    audit.note(_who(), "", f"user.{action}", name, dict(detail))


def _password() -> str:
    """Asked for twice on a terminal; else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码（不显示）：")
    if getpass.getpass("再输一遍：") != password:
        fail("两次输入的密码不一样，没有改动。")
    return password


@user.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help=ROLES)] = Role.operator,
    shown: Annotated[str, typer.Option("--shown", help="同事和市民看到的姓名；不写就用用户名")] = "",
) -> None:
    """增加一个账号。密码在提示后输入，或从标准输入读第一行。"""
    with _people() as (people, audit):
        account = people.add(name, _password(), role, shown)
        _note(audit, "add", account.name, role=role.value)
    say(f"已增加账号 {account.name}（{NAMES[role]}）。登录地址：/console/login")


@user.command("list")
def list_accounts() -> None:
    """列出账号。"""
    from knowledge.store.location import BEIJING

    with _people() as (people, _):
        accounts = people.all()
    if not accounts:
        typer.echo("还没有账号。用 huiqi user add 增加一个。")
    for a in accounts:
        last = a.signed_in_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if a.signed_in_at else "没有登录过"
        marks = "，已停用" * a.disabled + "，两步验证" * a.second_factor
        typer.echo(f"{a.name}  {a.shown}  {NAMES[a.role]}（{a.role.value}）  {last}{marks}")


@user.command()
def disable(name: Name, undo: Annotated[bool, typer.Option("--undo", help="重新启用")] = False) -> None:
    """停用一个账号，马上退出它的登录；--undo 重新启用。"""
    with _people() as (people, audit):
        people.set_disabled(name, not undo)
        _note(audit, "enable" if undo else "disable", name)
    say(f"已{'启用' if undo else '停用'}账号 {name}。")


@user.command()
def password(name: Name) -> None:
    """换密码，并退出这个账号的所有登录。新密码在提示后输入，或从标准输入读。"""
    with _people() as (people, audit):
        people.get(name)
        people.set_password(name, _password())
        _note(audit, "password", name)
    say(f"已换 {name} 的密码，请重新登录。")


@user.command()
def role(name: Name, new: Annotated[Role, typer.Argument(help=ROLES)]) -> None:
    """换角色，并退出这个账号的所有登录。"""
    with _people() as (people, audit):
        people.set_role(name, new)
        _note(audit, "role", name, role=new.value)
    say(f"{name} 现在是{NAMES[new]}。")


@user.command()
def unlock(name: Name) -> None:
    """解除因登录失败太多而来的锁定。"""
    with _people() as (people, audit):
        people.unlock(name)
        _note(audit, "unlock", name)
    say(f"已解锁 {name}。")


@user.command("totp-off")
def totp_off(name: Name) -> None:
    """关掉两步验证，例如手机丢了。"""
    with _people() as (people, audit):
        people.get(name)
        people.drop_second_factor(name)
        _note(audit, "totp-off", name)
    say(f"已关掉 {name} 的两步验证。")
