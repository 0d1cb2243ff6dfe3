"""The demonstration, and the commands of the desk."""

import json
import re
from pathlib import Path

import pytest
import typer
import yaml
from desk_samples import QUESTION, SAYER, reply
from typer.testing import CliRunner

from bot import cli_demo, cli_desk
from bot.desk import demo, demo_rows
from bot.desk.forms import ADVICE, KINDS
from bot.desk.people import Actor
from bot.desk.views import TicketFilter
from knowledge.service import KnowledgeService
from knowledge.store.database import Database


@pytest.fixture
def small(monkeypatch):
    """The same demonstration with fewer conversations, where only its handling matters."""
    monkeypatch.setattr(demo, "TALKS", 8)


def test_a_newcomer_sees_a_living_desk(desk, clock):
    made = demo.Demo(desk.ground).fill()
    assert made.conversations >= demo.TALKS
    assert made.tickets == 9
    page = desk.tickets.find(TicketFilter())
    assert {t.kind for t in page.items} == set(KINDS)
    assert len({t.state for t in page.items}) >= 4
    assert any(t.stars for t in page.items)
    assert all(t.created_at <= clock.at for t in page.items)
    total = desk.figures.figures(clock.at.date().replace(day=1), clock.at.date()).total
    assert min(total.answered, total.missed, total.useful, total.not_useful, total.handed_over) > 0
    assert desk.learning.clusters()[0].count > 3
    assert desk.consents.counts().given > 0
    assert desk.outbox.waiting() == 0


def test_it_is_the_same_each_time(desk, small):
    first = demo.Demo(desk.ground).fill()
    texts = [c.name for c in desk.learning.clusters()]
    assert demo.Demo(desk.ground).fill() == first
    assert [c.name for c in desk.learning.clusters()] == texts


def test_nothing_in_it_belongs_to_anybody():
    text = Path(demo.__file__).with_name("demo.yml").read_text("utf-8")
    phones = {str(p) for p in re.findall(r"\d[\d-]{6,}", text)}
    assert all(phone.startswith("010-000000") for phone in phones)
    operators = yaml.safe_load(text)["operators"]
    assert all("演示" in o["name"] for o in operators)


def test_it_can_be_taken_out_without_touching_real_people(desk, wang, small):
    real = desk.tickets.open(wang, ADVICE, QUESTION, sender=SAYER).summary.number
    desk.log.turn(SAYER, "chat", "养老院有补贴吗", [reply("没有", "out_of_scope")])
    demo.Demo(desk.ground).fill()
    ids = [i for c in desk.learning.clusters() for i in c.ids]
    desk.learning.dismiss(ids, "演示", Actor("demo-shu", "舒", "editor"))
    demo_rows.clear(desk.ground)
    assert [t.number for t in desk.tickets.find(TicketFilter()).items] == [real]
    assert [c.name for c in desk.learning.clusters()] == ["养老院有补贴吗"]
    assert demo_rows.count(desk.ground) == (0, 0, 0)


@pytest.fixture
def huiqi(tmp_path, monkeypatch, small):
    """Runs a command over a data folder of its own."""
    app = typer.Typer()
    cli_demo.register(app)
    cli_desk.register(app)
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))
    monkeypatch.setenv("HUIQI_TODAY", "2022-06-01")

    def run(*words, code=0):
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_the_commands(huiqi, tmp_path):
    assert "9 张工单" in huiqi("demo")
    assert "次  " in huiqi("desk", "questions")
    tickets = json.loads(huiqi("desk", "export", "--format", "json", "--state", "open"))["tickets"]
    assert {t["state"] for t in tickets} <= {"受理", "派单", "办理", "答复"}
    assert "写好了" in huiqi("desk", "export", "--output", str(tmp_path / "t.csv"))
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "没有这个文件或文件夹" in huiqi("desk", "export", "--output", str(tmp_path / "no" / "t.csv"), code=1)
    assert yaml.safe_load(huiqi("desk", "sentences"))["nlu"] == []
    assert yaml.safe_load(huiqi("desk", "synonyms"))["groups"] == []
    assert huiqi("desk", "figures", "--by", "channel").splitlines()[-1].startswith("合计")
    assert "0 条" in huiqi("desk", "purge")
    huiqi("demo", "--clear")
    assert "没有要处理" in huiqi("desk", "questions")


def test_no_demonstration_among_real_people(huiqi, tmp_path):
    huiqi("demo", "--clear")
    database = Database(f"sqlite:///{tmp_path}/huiqi.db")
    from bot.desk.desk import Desk
    from bot.desk.settings import DeskSettings

    opened = Desk.open(database, KnowledgeService(database), DeskSettings())
    opened.log.turn(SAYER, "chat", "你好", [reply("您好", "smalltalk")])
    database.close()
    assert "真实" in huiqi("demo", code=1)
    assert "9 张工单" in huiqi("demo", "--beside-real")
