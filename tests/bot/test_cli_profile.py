"""The commands check-profile, checklist and replay, as a person types them."""

from __future__ import annotations

import json
import shutil

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli_profile import register
from knowledge.store.database import Database
from knowledge.store.seed import seed

TENANT = ("--district", "西城", "--size", "小型", "--role", "承租方", "--landlord", "非国有", "--as-of", "2020-06-01")


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A database with the curated measures, made once and copied for each test."""
    path = tmp_path_factory.mktemp("profiles") / "huiqi.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    seed(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def folder(filled, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(filled, folder / "huiqi.db")
    return folder


@pytest.fixture
def huiqi(folder, monkeypatch):
    """Runs a command; gives its result."""
    for name in ("HUIQI_DATABASE_URL", "HUIQI_TODAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HUIQI_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "400")
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)

    def run(*arguments, fails=0, sent=None):
        result = CliRunner().invoke(app, list(arguments), input=sent)
        assert result.exit_code == fails, result.output
        assert "Traceback" not in result.output
        return result.output

    return run


def section(output, title):
    """The lines under a heading."""
    lines = output.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(title))
    end = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith("  ")), len(lines))
    return "\n".join(lines[start + 1 : end])


def test_what_fits_what_is_open_and_what_is_near_with_reasons(huiqi):
    output = huiqi("check-profile", *TENANT, "--sector", "饭馆", "--affected")
    assert "按 2020-06-01 判断：所在区：西城" in output
    assert "xc-2020-1-4  " in section(output, "要核实：")
    assert "✓ 属于中小微企业" in section(output, "要核实：")
    assert "bj-2020-5-6  " in section(output, "符合：")
    assert "bj-2020-5-13  " in section(output, "要核实：")
    assert "□ 租的是大型商务楼宇、商场、市场" in section(output, "要核实：")
    near = section(output, "只差一个条件：")
    assert "xc-2020-1-13  " in near
    assert "租的是区属国有企业的房子" in near
    assert "京政办发〔2020〕5号第13条" in near


def test_measures_of_the_other_district_are_not_near(huiqi):
    assert "dc-2020-3-" not in huiqi("check-profile", *TENANT)


def test_what_cannot_be_had_together_is_told(huiqi):
    output = huiqi("check-profile", "--district", "西城", "--role", "业主或运营方", "--as-of", "2020-06-01")
    assert "只能选一个" in section(output, "不能同时享受：")
    assert "不能同时享受" not in huiqi("check-profile", *TENANT, "--topic", "tax")


def test_one_topic_only(huiqi):
    output = huiqi("check-profile", *TENANT, "--topic", "rent")
    assert "xc-2020-1-13  " in output
    assert "xc-2020-1-4  " not in output


def test_ended_measures_are_marked(huiqi):
    options = ("--district", "西城", "--topic", "loan", "--as-of")
    assert "已结束" in huiqi("check-profile", *options, "2026-01-01")
    assert "已结束" not in huiqi("check-profile", *options, "2020-06-01")


def test_nothing_told_is_a_profile_too(huiqi):
    output = huiqi("check-profile")
    assert "什么都没填" in output
    assert "符合：0 条" in output


def test_a_file_and_options_on_top_of_it(huiqi, tmp_path):
    path = tmp_path / "企业.json"
    path.write_text(json.dumps({"district": "西城", "park": "东城园", "as_of": "2020-06-01"}), "utf-8")
    output = huiqi("check-profile", "--json", str(path), "--district", "东城", "--no-layoffs")
    assert output.startswith("按 2020-06-01 判断：所在区：东城；裁过员：否；园区：东城园")
    assert huiqi("check-profile", "--json", str(path), "--as-of", "2022-07-01").startswith("按 2022-07-01")


def test_the_facts_may_come_from_standard_input(huiqi):
    assert "企业规模：微型" in huiqi("check-profile", "--json", "-", sent='{"size": "微型"}')


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--district", "朝阳"), "district：只能是 东城、西城、北京"),
        (("--employees", "-1"), "employees：不能小于 0"),
        (("--revenue-wan", "nan"), "revenue_wan"),
        (("--sector", "饭馆", "--revenue-wan", "inf"), "营业收入应是一个确定的数字"),
        (("--topic", "房租"), "没有“房租”这类事"),
        (("--json", "没有.json"), "读不了 没有.json（没有这个文件或文件夹）"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(huiqi, arguments, said):
    output = huiqi("check-profile", *arguments, fails=1)
    assert said in output
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("{", "不是正确的 JSON"),
        ("[]", "应是一个 JSON 对象"),
        ('{"colour": "red"}', "colour：没有这一项"),
        ('{"as_of": "2020-02-30"}', "as_of：应是真实的日期"),
        ('{"employees": "8"}', "employees：应是整数"),
    ],
)
def test_a_wrong_file_is_explained(huiqi, sent, said):
    assert said in huiqi("check-profile", "--json", "-", sent=sent, fails=1)


def test_the_checklist_of_a_measure(huiqi):
    output = huiqi("checklist", "xc-2020-1-13", *TENANT)
    for fact in (
        "办理清单",
        "西政办发〔2020〕1号第13条",
        "✗ 租的是区属国有企业的房子",
        "66112569",
        "12345",
        "【出处】",
    ):
        assert fact in output
    assert "可以改看" in output


def test_a_measure_that_is_not_there_is_named(huiqi):
    assert "没有编号为“none”的措施" in huiqi("checklist", "none", fails=1)


def number_of(huiqi, measure):
    huiqi("check-profile", *TENANT)
    (line,) = huiqi("replay", "--measure", measure).splitlines()
    assert "西城" in line
    return line.split()[0]


def test_the_newest_records_are_listed(huiqi):
    huiqi("check-profile", *TENANT)
    lines = huiqi("replay", "--limit", "3").splitlines()
    assert len(lines) == 3
    assert int(lines[0].split()[0]) > int(lines[2].split()[0])


def test_a_verdict_is_judged_again(huiqi):
    output = huiqi("replay", number_of(huiqi, "xc-2020-1-23"))
    for part in (
        "判断 xc-2020-1-23 第 1 版，按 2020-06-01 算",
        "所在区：西城",
        "当时：还要核实",
        "重判：还要核实",
        "结果一样。",
    ):
        assert part in output


def change(folder, statement):
    database = Database(f"sqlite:///{folder}/huiqi.db")
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    database.close()


def test_a_verdict_that_comes_out_differently_fails(huiqi, folder):
    number = number_of(huiqi, "xc-2020-1-22")
    change(folder, f"UPDATE verdicts SET ruling = 'not_eligible' WHERE id = {number}")
    output = huiqi("replay", number, fails=1)
    assert "当时：不符合" in output
    assert "结果不一样，当时各条是：所在区 满足；其他条件 不知道" in output


def test_a_revision_that_is_gone_is_said_to_be(huiqi, folder):
    number = number_of(huiqi, "xc-2020-1-21")
    change(folder, f"UPDATE verdicts SET revision = 9 WHERE id = {number}")
    assert "库里已经没有这一版" in huiqi("replay", number, fails=1)


def test_an_unknown_number_and_an_empty_log(huiqi):
    assert "没有编号为 99999 的判断记录" in huiqi("replay", "99999", fails=1)
    assert "还没有判断记录。" in huiqi("replay")
