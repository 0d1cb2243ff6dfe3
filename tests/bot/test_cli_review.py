"""The commands import, review, export and check, as a person types them."""

from __future__ import annotations

import json
import re
import shutil

import pytest
import typer
import yaml
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot import cli_import
from bot.cli_review import register
from knowledge.review import intake
from knowledge.review.service import ReviewService
from knowledge.store import reader
from knowledge.store.database import Database
from knowledge.store.seed import seed

DOCUMENT = """北京市东城区人民政府办公室文件
东造办发〔2023〕12号

东城区支持小微企业纾困若干措施

一、减轻负担

1.对承租区属国有房屋的小微企业，减免3个月房租。
责任单位：区国资委
联系人：张三丰
联系电话：64030001

2.对小微企业新发放的贷款给予30%的贴息补贴。
责任单位：区金融办
联系人：李四光
联系电话：64030002-8642

本措施自发布之日起施行，有效期至2023年12月31日。

北京市东城区人民政府办公室
2023年3月1日
"""
DONE = ("--by", "王审核", "--reason", "与原文一致")


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A database with the curated files, made once and copied for each test."""
    path = tmp_path_factory.mktemp("filled") / "huiqi.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    seed(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def store(filled, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(filled, folder / "huiqi.db")
    for name in ("HUIQI_DATABASE_URL", "HUIQI_TODAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HUIQI_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    database = Database(f"sqlite:///{folder}/huiqi.db")
    yield database
    database.close()


@pytest.fixture
def huiqi(store):
    """Runs a command; gives its result."""
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)

    def run(*words, code=0, **more):
        result = CliRunner().invoke(app, [str(w) for w in words], **more)
        assert result.exit_code == code, (result.output, result.exception)
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "新文件.txt"
    path.write_text(DOCUMENT, "utf-8")
    return path


@pytest.fixture
def imported(huiqi, document):
    huiqi("import", document)
    return 1


def drafts(store):
    return ReviewService(store).list_drafts()


def complete(huiqi, tmp_path, draft=1):
    """Fill in, as a reviewer would, whatever the import could not know."""
    for slug in (None, "1", "2"):
        shown = ReviewService(Database(f"sqlite:///{tmp_path}/data/huiqi.db")).text(draft, slug)
        raw = yaml.safe_load(shown)
        defaults = (
            {
                "term": "有效期至2023年12月31日",
                "district": "东城",
                "published": "2023-03-01",
                "valid_from": "2023-03-01",
            }
            if slug is None
            else {
                "topics": ["other"],
                "benefits": [{"kind": "other", "text": "见摘要"}],
                "questions": [f"第{slug}条怎么办"],
            }
        )
        path = tmp_path / "edited.yml"
        path.write_text(yaml.safe_dump({**defaults, **raw}, allow_unicode=True), "utf-8")
        huiqi("review", "edit", draft, *filter(None, [slug]), "--file", path, *DONE)


def test_a_document_goes_from_file_to_answer(huiqi, store, document, tmp_path):
    said = huiqi("import", document).output
    assert "东造办发〔2023〕12号" in said
    assert "已存成草稿 1：2 条措施" in said
    assert reader.count_published(store) == 139
    assert "待审核  待定 2/2 条" in huiqi("review", "list").output
    complete(huiqi, tmp_path)
    said = huiqi("review", "approve", 1, *DONE).output
    measure_id = re.search(r"已发布 (\S+-1) 第 1 版", said)[1]
    assert "共发布 2 条" in said
    assert reader.count_published(store) == 141
    log = huiqi("review", "log", measure_id).output
    assert "王审核" in log
    assert "与原文一致" in log
    shown = huiqi("review", "show", measure_id).output
    assert "64030001" in shown
    assert "没有发布过这条措施" in huiqi("review", "show", measure_id, "--as-of", "2020-01-01").output


def test_a_dry_run_prints_the_contract_and_writes_nothing(huiqi, document, tmp_path, monkeypatch):
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path / "elsewhere"))
    result = huiqi("import", document, "--dry-run", "--json")
    (found,) = json.loads(result.stdout)["documents"]
    assert (found["doc"], [m["number"] for m in found["measures"]]) == ("东造办发〔2023〕12号", [1, 2])
    assert set(found) == {
        "doc",
        "title",
        "issuer",
        "district",
        "published",
        "valid_from",
        "valid_to",
        "measures",
        "issues",
    }
    assert found["measures"][1]["contacts"][0]["phones"] == ["64030002-8642"]
    assert "没有保存" in huiqi("import", document, "--dry-run").output
    assert not (tmp_path / "elsewhere").exists()


def test_the_same_file_twice_changes_nothing(huiqi, store, document, imported):
    assert "以前导入过（草稿 1），没有变化" in huiqi("import", document).output
    (row,) = json.loads(huiqi("import", document, "--json").stdout)["results"]
    assert (row["outcome"], row["draft"]) == ("known", 1)
    assert len(drafts(store)) == 1


def test_a_new_version_shows_what_changed(huiqi, document, tmp_path, imported):
    complete(huiqi, tmp_path)
    huiqi("review", "approve", 1, *DONE)
    document.write_text(DOCUMENT.replace("联系电话：64030001", "联系电话：64039999"), "utf-8")
    said = huiqi("import", document).output
    assert "修改 1 条" in said
    assert "修改联系人 区国资委 张三丰" in said
    assert "电话：64030001 → 64039999" in said


def test_progress_goes_to_standard_error(huiqi, document):
    result = huiqi("import", document, "--dry-run")
    assert "读取 新文件.txt" in result.stderr
    assert "读取 新文件.txt" not in result.stdout


@pytest.mark.parametrize("when", ["reading", "storing"])
def test_an_interruption_leaves_the_store_as_it_was(huiqi, store, document, tmp_path, monkeypatch, when):
    second = tmp_path / "第二份.txt"
    second.write_text(DOCUMENT.replace("12号", "13号"), "utf-8")

    def interrupt(*_args, **_kwargs):
        raise KeyboardInterrupt

    real = intake.read_file
    if when == "reading":
        monkeypatch.setattr(
            cli_import, "read_file", lambda path, *rest: interrupt() if path == second else real(path, *rest)
        )
    else:
        take = "knowledge.review.drafts._take_one"
        original = __import__("knowledge.review.drafts", fromlist=["_take_one"])._take_one
        calls = []
        monkeypatch.setattr(take, lambda *a: original(*a) if not calls and not calls.append(1) else interrupt())
    result = huiqi("import", document, second, code=130)
    assert "已中断，措施库没有变化" in result.output
    assert drafts(store) == []


def test_one_bad_file_and_nothing_is_stored(huiqi, store, document, tmp_path):
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 broken")
    assert "坏.pdf" in huiqi("import", document, bad, code=1).output
    assert "找不到" in huiqi("import", document, tmp_path / "没有.txt", code=1).output
    assert drafts(store) == []


def test_an_export_comes_back_without_loss(huiqi, store, tmp_path):
    path = tmp_path / "全部.json"
    huiqi("export", "--format", "json", "--output", path)
    assert huiqi("export").stdout.encode() == path.read_bytes()
    results = json.loads(huiqi("import", path, "--json").stdout)["results"]
    assert [r["outcome"] for r in results] == ["same"] * 4
    raw = json.loads(path.read_text("utf-8"))
    raw["documents"][0]["measures"][0]["title"] = "改了标题"
    path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    assert "标题：" in huiqi("import", path).output
    assert len(json.loads(huiqi("import", path, "--dry-run", "--json").stdout)["documents"]) == 4
    huiqi("review", "approve", 1, *DONE)
    again = tmp_path / "再导.json"
    huiqi("export", "--output", again)
    assert json.loads(again.read_text("utf-8")) == raw


def test_exports_for_people(huiqi, tmp_path):
    assert huiqi("export", "--format", "csv").stdout.startswith("\ufeff编号,文号")
    assert "请加 --output" in huiqi("export", "--format", "xlsx", code=1).output
    path = tmp_path / "措施.xlsx"
    assert "已导出 139 条" in huiqi("export", "--format", "xlsx", "--output", path).output
    assert load_workbook(path)["措施"].max_row == 140
    assert "写不了" in huiqi("export", "--output", tmp_path / "no" / "x.json", code=1).output


def test_check_says_what_is_doubtful_and_fails_on_errors(huiqi, store):
    said = huiqi("check").output
    assert "635586695" in said
    assert "共检查 139 条措施：错误 0 处" in said
    with store.session.begin() as session:
        from knowledge.store import writing

        row = writing.current(session, "xc-2020-1-7")
        row.contacts[0].phones[0].number = "123456789"
    assert "错误  xc-2020-1-7  联系人" in huiqi("check", code=1).output


def test_the_source_stands_beside_the_fields(huiqi, imported):
    said = huiqi("review", "show", 1, "1").output
    assert "原文" in said
    assert said.count("64030001") >= 2
    assert "东造办发〔2023〕12号" in huiqi("review", "show", 1).output


@pytest.mark.parametrize(
    "words",
    [
        ("approve", "1"), ("reject", "1"), ("edit", "1", "1", "--file", "x.yml"), ("retire", "xc-2020-1-7"), ("rollback", "xc-2020-1-7", "1"),
        ("approve", "1", "--by", "王"), ("approve", "1", "--reason", "好"),
    ],
)  # fmt: skip
def test_no_decision_without_a_name_and_a_reason(huiqi, store, imported, words):
    assert "要写明" in huiqi("review", *words, code=1).output
    assert reader.count_published(store) == 139


def test_reject_retire_and_roll_back(huiqi, store, imported):
    assert "已驳回 1 条" in huiqi("review", "reject", 1, "2", *DONE).output
    assert "已停用 xc-2020-1-7" in huiqi("review", "retire", "xc-2020-1-7", *DONE).output
    assert reader.count_published(store) == 138
    assert "记为第 2 版" in huiqi("review", "rollback", "xc-2020-1-7", 1, *DONE).output
    said = huiqi("review", "log", "xc-2020-1-7").output
    assert re.search(r"第 1 版  已停用 .*停用：与原文一致", said)
    assert "第 2 版  已发布" in said
    assert "驳回" in huiqi("review", "log").output


def test_the_editor_opens_with_the_measure_and_saves_what_is_right(huiqi, store, imported, monkeypatch):
    offered = []

    def edit(text, extension):
        offered.append(text)
        return (
            text.replace("topics:", "topicz:")
            if len(offered) == 1
            else text.replace("topicz:", "topics:").replace("title: ", "title: 改")
        )

    monkeypatch.setattr("click.edit", edit)
    result = huiqi("review", "edit", 1, "1", *DONE, input="y\n")
    assert "没有这个字段，请核对拼写" in result.output
    assert "topicz:" in offered[1]
    assert ReviewService(store).show_measure(1, "1").proposal["title"].startswith("改")


def test_an_editor_left_without_a_change_changes_nothing(huiqi, store, imported, monkeypatch):
    monkeypatch.setattr("click.edit", lambda text, extension: None)
    assert "没有改动" in huiqi("review", "edit", 1, "1", *DONE).output
    assert drafts(store)[0].state == "draft"


def test_a_table_of_contacts_is_imported_in_somebodys_name(huiqi, store, tmp_path, document):
    table = tmp_path / "街道.csv"
    table.write_text("类别,区,名称,电话\n街道,西城,月坛街道办事处,64030001\n", "utf-8-sig")
    assert "要写明" in huiqi("import", table, code=1).output
    assert "请分开导入" in huiqi("import", table, document, *DONE, code=1).output
    assert "通讯录 1 行" in huiqi("import", table, "--dry-run").output
    assert "新增 1 行" in huiqi("import", table, *DONE).output
    table.write_text("类别,区,名称,电话\n街道,西城,月坛街道办事处,6403\n", "utf-8-sig")
    assert "第 2 行“电话”：6403 写法不对" in huiqi("import", table, *DONE, code=1).output


def test_faults_are_told_without_a_trace(huiqi, imported, tmp_path, monkeypatch):
    assert "没有编号为 9 的草稿" in huiqi("review", "show", 9, code=1).output
    assert "没有编号为“xx-1”的措施" in huiqi("review", "show", "xx-1", code=1).output
    assert "没有这个文件" in huiqi("review", "edit", 1, "1", "--file", tmp_path / "no.yml", *DONE, code=1).output
    monkeypatch.setenv("HUIQI_PORT", "x")
    assert "HUIQI_PORT" in huiqi("review", "list", code=1).output
