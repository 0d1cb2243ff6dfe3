"""The contact directory: tables with clear errors, and finding whom to call."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from review_samples import measure, policy

from knowledge.directory import BadTable, Directory, Entry, read_sheet, sends_to, template
from knowledge.directory.entries import COLUMNS
from knowledge.measure import Measure
from knowledge.store import reader

ROWS = [
    ["街道", "西城区", "", "月坛街道办事处", "64030001-2、13800138000", "企业服务", "9:00-17:00", "测试路1号", ""],
    ["社区", "西城", "月坛", "汽南社区", "010-64030002", "", "", "", "周末值班"],
    ["社区", "西城", "展览路", "百万庄社区", "", "", "", "", ""],
    ["热线", "北京", "", "市民热线", "12345", "", "", "", ""],
]


def as_csv(rows, encoding="utf-8-sig") -> bytes:
    return "\r\n".join(",".join(f'"{c}"' for c in row) for row in rows).encode(encoding)


def as_xlsx(rows) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "data", [as_csv([COLUMNS, *ROWS]), as_csv([COLUMNS, *ROWS], "gb18030"), as_xlsx([COLUMNS, *ROWS])]
)
def test_a_table_is_read(data):
    entries = read_sheet("表", data)
    assert entries[0] == Entry(
        "street", "西城", "月坛街道办事处", "", ("64030001-2", "13800138000"), "企业服务", "9:00-17:00", "测试路1号"
    )
    assert entries[1] == Entry("community", "西城", "汽南社区", "月坛", ("64030002",), note="周末值班")
    assert [e.kind for e in entries] == ["street", "community", "community", "hotline"]


def test_phones_a_spreadsheet_made_numbers_are_text_again():
    rows = [
        COLUMNS,
        ["街道", "东城", "", "和平里街道办事处", 64030001, *[""] * 4],
        ["街道", "东城", "", "天坛街道办事处", 64030002.0, *[""] * 4],
    ]
    assert [e.phones for e in read_sheet("表.xlsx", as_xlsx(rows))] == [("64030001",), ("64030002",)]


def test_the_empty_form_says_that_the_attachment_is_not_in_hand():
    data = template().read_bytes()
    assert read_sheet(template().name, data) == []
    text = data.decode("utf-8-sig")
    assert "259" in text.splitlines()[0]
    assert "没有这份附件" in text
    assert text.splitlines()[1].split(",") == list(COLUMNS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "没有表头"),
        ([["类别", "区", "名称", "QQ"]], "第 1 行：不认识“QQ”这一列"),
        ([["类别", "名称"]], "第 1 行：没有“区”这一列"),
        ([["类别", "区", "名称", "区"]], "“区”这一列出现了两次"),
        ([COLUMNS, ["学校", "西城", "", "某校"]], "第 2 行“类别”：应是 部门、街道、社区、热线，写的是“学校”"),
        ([COLUMNS, ["街道", "朝阳", "", "某街道"]], "第 2 行“区”：应是 东城、西城 或 北京，写的是“朝阳”"),
        ([COLUMNS, ["街道", "西城", "", ""]], "第 2 行“名称”：不能为空"),
        ([COLUMNS, ["社区", "西城", "", "某社区"]], "第 2 行“街道”：社区要写明属于哪个街道"),
        ([COLUMNS, ["街道", "西城", "", "某街道", "6403000"]], "第 2 行“电话”：6403000 写法不对"),
        ([COLUMNS, ["街道", "西城", "", "长" * 129]], "第 2 行“名称”：最多 128 个字"),
        ([COLUMNS, ROWS[0], ROWS[0]], "第 3 行“名称”：月坛街道办事处 和第 2 行重复"),
        ([COLUMNS, [*ROWS[0], "多出来的"]], "第 2 行第 10 列：没有表头却有内容"),
    ],
)
def test_faults_are_named_by_row_and_column(rows, said):
    with pytest.raises(BadTable) as caught:
        read_sheet("表.csv", as_csv(rows))
    assert said in str(caught.value)
    assert "没有导入任何内容" in str(caught.value)


def test_all_faults_are_named_at_once_and_a_long_list_is_cut():
    with pytest.raises(BadTable) as caught:
        read_sheet("表.csv", as_csv([COLUMNS, *[["学校", "朝阳", "", ""]] * 30]))
    assert len(caught.value.problems) == 90
    assert "还有 40 处" in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04broken", b"\xff\xfe\xff", b'a,"b\n', as_xlsx([COLUMNS])[:-50], b"x" * (9 * 1024 * 1024)]
)
def test_a_broken_table_is_refused(data):
    with pytest.raises(BadTable):
        read_sheet("表.csv", data)


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data):
    try:
        assert read_sheet("表.csv", data) == []
    except BadTable as fault:
        assert fault.problems


@pytest.fixture
def directory(store, clock):
    return Directory(store, clock)


@pytest.fixture
def entries():
    return read_sheet("表.csv", as_csv([COLUMNS, *ROWS]))


def test_a_table_twice_changes_nothing(store, directory, entries, by):
    report = directory.load({"表.csv": entries}, by)["表.csv"]
    assert (report.added, report.changed, report.same) == (4, 0, 0)
    version = reader.version(store)
    report = directory.load({"表.csv": entries}, by)["表.csv"]
    assert (report.added, report.changed, report.same) == (0, 0, 4)
    assert reader.version(store) == version


def test_a_newer_table_changes_what_differs_and_keeps_the_rest(directory, entries, by, review):
    directory.load({"表.csv": entries}, by)
    moved = Entry("street", "西城", "月坛街道办事处", phones=("64039999",))
    report = directory.load({"新.csv": [moved]}, by)["新.csv"]
    assert (report.added, report.changed, report.same) == (0, 1, 0)
    assert {e.name: e.phones for e in directory.entries("street")} == {"月坛街道办事处": ("64039999",)}
    assert len(directory.entries()) == 4
    assert [(e.who, e.action) for e in review.log()] == [("王审核", "directory")] * 2


@pytest.mark.parametrize(
    ("what", "district", "place", "names"),
    [
        ("街道", "西城", None, ["月坛街道办事处"]),
        ("街道办事处", "西城", "月坛", ["月坛街道办事处"]),
        ("社区", "西城", "月坛街道", ["汽南社区"]),
        ("社区", "西城", "汽南", ["汽南社区"]),
        ("热线", "西城", None, ["市民热线"]),
        ("市民热线", "东城", None, ["市民热线"]),
    ],
)
def test_whom_to_call(directory, entries, by, what, district, place, names):
    directory.load({"表.csv": entries}, by)
    referral = directory.resolve(what, district, place)
    assert ([e.name for e in referral.entries], referral.missing) == (names, None)


@pytest.mark.parametrize(
    ("what", "district", "said"),
    [
        ("街道", "东城", "手头没有东城区街道办事处的联系方式，可以拨 12345"),
        ("区测试委", "西城", "手头没有西城区区测试委"),
        ("社区", "北京", "北京市社区"),
    ],
)
def test_when_nobody_is_known_it_says_so(directory, entries, by, what, district, said):
    directory.load({"表.csv": entries}, by)
    referral = directory.resolve(what, district)
    assert referral.entries == ()
    assert said in referral.missing


def test_which_measures_send_people_elsewhere():
    def of(**changes) -> tuple[str, ...]:
        content = policy(measures=[measure(1, **changes)])
        return sends_to(Measure("cs-2021-1-1", content.document, content.measures[0], 1))

    assert of() == ()
    assert of(departments=["各街道办事处"]) == ("街道",)
    assert of(steps=[{"text": "先找所属街道"}], notes=["到社区报到"]) == ("街道", "社区")
