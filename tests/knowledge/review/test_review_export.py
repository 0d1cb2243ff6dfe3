"""Exports: JSON comes back without loss; CSV and XLSX keep phones as text and run nothing."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from review_samples import measure, policy, seeded

from knowledge import files
from knowledge.measure import Measure
from knowledge.models import Benefit, Condition, Contact, MeasureFile, PolicyFile
from knowledge.review.errors import BadContent
from knowledge.review.export import export_json, looks_like_export, read_export
from knowledge.review.incoming import Incoming
from knowledge.review.service import ReviewService
from knowledge.review.spreadsheet import export_csv, export_xlsx, safe
from knowledge.store import reader
from knowledge.store.seed import seed

words = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).map(str.strip).filter(bool)
some_words = st.lists(words, max_size=3).map(tuple)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
figures = st.none() | st.decimals(0, 10**9, places=2)
numbers = st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=3)
contacts = st.builds(
    Contact,
    name=st.none() | words,
    phones=st.lists(st.from_regex(r"[2-9][0-9]{7}(-[0-9]{1,4})?|1[3-9][0-9]{9}", fullmatch=True), max_size=3).map(
        tuple
    ),
    department=words,
    duty=st.none() | words,
)
benefits = st.builds(
    Benefit, kind=st.sampled_from(["subsidy", "other"]), text=words, percent_min=figures, until=st.none() | days
)
conditions = st.builds(Condition, slot=st.just("hires"), op=st.just("is"), value=st.booleans() | words | days | numbers, text=words) | st.builds(
    Condition, slot=st.just("loan_granted"), op=st.just("between"), value=st.tuples(days, days) | st.tuples(numbers, numbers), text=words
)  # fmt: skip


@st.composite
def contents(draw, number):
    return MeasureFile(
        number=number,
        key=None if number is not None else "lost-1",
        section=draw(words),
        title=draw(words),
        summary=draw(words),
        topics=tuple(draw(st.lists(st.sampled_from(["rent", "tax", "loan"]), min_size=1, max_size=3))),
        departments=draw(some_words),
        contacts=tuple(draw(st.lists(contacts, max_size=3))),
        no_contact_reason="原文没有",
        benefits=tuple(draw(st.lists(benefits, min_size=1, max_size=2))),
        conditions=tuple(draw(st.lists(conditions, max_size=2))),
        notes=draw(some_words),
        valid_to=draw(st.none() | days),
        questions=draw(some_words),
        issues=draw(some_words),
    )


@st.composite
def policies(draw):
    chosen = draw(st.lists(st.none() | st.integers(1, 99), min_size=1, max_size=3, unique=True))
    return PolicyFile(document=policy().document, measures=tuple(draw(contents(n)) for n in chosen))


def measures_of(content: PolicyFile) -> list[Measure]:
    return [Measure(f"{content.document.id}-{m.slug}", content.document, m, 1) for m in content.measures]


@given(policies())
def test_an_export_reads_back_the_same(content):
    data = export_json(measures_of(content))
    assert looks_like_export(data)
    assert read_export("x.json", data).documents == (content,)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(content=policies())
def test_through_the_store_and_back_without_loss(store, by, content):
    review = ReviewService(store)
    for m in reader.published(store):
        review.retire(m.id, by)
    data = export_json(measures_of(content))
    (result,) = review.submit([read_export("x.json", data)], "李")[0]
    if result.draft_id and result.outcome in ("new", "changed"):
        review.approve(result.draft_id, by)
        assert export_json(reader.published(store)) == data


def test_the_curated_files_go_through_two_stores_and_stay_the_same(store, review, by, tmp_path):
    seed(store)
    data = export_json(reader.published(store))
    assert read_export("x.json", data).documents == tuple(sorted(files.load_all(), key=lambda p: p.document.id))
    results = review.submit([read_export("x.json", data)], "李")[0]
    assert [r.outcome for r in results] == ["same"] * len(results)
    assert review.list_drafts() == []


def test_an_import_of_a_changed_export_is_a_draft_of_what_changed(store, review, by):
    seeded(store, policy())
    raw = json.loads(export_json(reader.published(store)))
    raw["documents"][0]["measures"][0]["contacts"][0]["phones"] = ["64031111-2"]
    data = json.dumps(raw, ensure_ascii=False).encode()
    (result,) = review.submit([read_export("x.json", data)], "李")[0]
    assert [(m.slug, [(c.change, c.who) for c in m.contacts]) for m in result.diff.measures] == [
        ("1", [("changed", "区测试委 张三")])
    ]
    review.approve(result.draft_id, by)
    assert reader.published(store)[0].content.contacts[0].phones == ("64031111-2",)


def broken(**changes) -> bytes:
    raw = json.loads(export_json(measures_of(policy())))
    raw.update(changes)
    return json.dumps(raw).encode()


def with_measure(**changes) -> bytes:
    raw = json.loads(export_json(measures_of(policy())))
    raw["documents"][0]["measures"][1].update(changes)
    return json.dumps(raw).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"format": "huiqi-knowledge"', "第 1 行不是正确的 JSON"),
        (b"{}", "不是惠企导出的 JSON"),
        (b"[1]", "不是惠企导出的 JSON"),
        (b"\xff\xfe", "不是 UTF-8 编码"),
        (b"[" * 100_000, "不是正确的 JSON"),
        (broken(version=2), "格式版本是 2"),
        (broken(documents=[1]), "第 1 个文件，字段 （整个文件）：应是“字段: 内容”的形式"),
        (with_measure(title=""), "第 1 个文件，第 2 条措施，字段 title：不能为空"),
        (with_measure(titel="x"), "字段 titel：没有这个字段"),
        (with_measure(number=1), "编号重复：1"),
        (with_measure(title="a\x00b"), "控制字符 U+0000"),
        (broken(documents=json.loads(broken())["documents"] * 2), "测政发〔2021〕1号 出现了不止一次"),
    ],
)
def test_a_broken_export_is_refused_with_the_place(data, said):
    with pytest.raises(BadContent) as caught:
        read_export("x.json", data)
    assert said in str(caught.value)
    assert "x.json 不能导入" in str(caught.value)


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5).map(lambda v: json.dumps({"format": "huiqi-knowledge", "version": 1, "documents": v}).encode()))  # fmt: skip
def test_no_bytes_crash_the_reader(data):
    try:
        assert isinstance(read_export("x.json", data), Incoming)
    except BadContent as fault:
        assert fault.problems


EVIL = ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"]


def evil_measures() -> list[Measure]:
    content = policy(measures=[measure(i + 1, title=text.strip(), notes=[text.strip()]) for i, text in enumerate(EVIL)])
    return measures_of(content)


def csv_rows(measures) -> list[list[str]]:
    data = export_csv(measures)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_no_cell_of_a_csv_can_run():
    rows = csv_rows(evil_measures())
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@＝"))]
    assert rows[1][rows[0].index("标题")] == "'=1+1"


@pytest.mark.parametrize("text", EVIL)
def test_a_dangerous_cell_is_marked_as_text(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["房租", "1-2月", "a=b", "", "《=》"])
def test_other_cells_stay_as_they_are(text):
    assert safe(text) == text


def test_a_csv_has_one_row_a_measure_with_everything():
    content = policy(
        measures=[
            measure(
                1, contacts=[{"phones": ["64030001-12", "13800138000"], "department": "区测试委", "office": "企业科"}]
            )
        ]
    )
    header, row = csv_rows(measures_of(content))
    cells = dict(zip(header, row, strict=True))
    assert cells["联系人"] == "东城区测试委 企业科：64030001-12、13800138000"
    assert (cells["文号"], cells["条号"], cells["截止日期"], cells["版本"]) == (
        "测政发〔2021〕1号",
        "1",
        "2021-12-31",
        "第1版",
    )


def test_phones_in_a_workbook_are_text_and_formulas_are_not():
    book = load_workbook(io.BytesIO(export_xlsx([*measures_of(policy()), *evil_measures()])))
    assert book.sheetnames == ["措施", "联系人", "文件"]
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    contacts = list(book["联系人"].values)
    assert contacts[1][contacts[0].index("电话")] == "64030001"
    assert [row[0] for row in book["文件"].values] == ["代号", "cs-2021-1"]
    titles = [
        row[book["措施"][1].index(next(c for c in book["措施"][1] if c.value == "标题"))] for row in book["措施"].values
    ]
    assert "=1+1" in titles


def test_a_character_no_workbook_can_hold_is_left_out():
    one = measures_of(policy(measures=[measure(1, title="坏\x0b字")]))
    assert "坏字" in [row[6] for row in load_workbook(io.BytesIO(export_xlsx(one)))["措施"].values]


def test_an_empty_store_exports_empty_files():
    assert read_export("x.json", export_json([])).documents == ()
    assert len(csv_rows([])) == 1
    assert len(list(load_workbook(io.BytesIO(export_xlsx([])))["措施"].values)) == 1


def test_amounts_keep_every_digit():
    exact = policy(measures=[measure(1, benefits=[{"kind": "subsidy", "text": "补", "amount_yuan": Decimal("0.10")}])])
    (back,) = read_export("x.json", export_json(measures_of(exact))).documents
    assert str(back.measures[0].benefits[0].amount_yuan) == "0.10"
