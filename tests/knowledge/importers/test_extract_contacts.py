"""Contacts in the styles of official documents."""

from __future__ import annotations

import pytest
from extract_samples import HEAD, LABELLED, TAIL, documents, measures, one

from knowledge.importers import phones


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13681000000、64030000", ["13681000000", "64030000"]),
        ("64031118 转 2538 或 2539", ["64031118-2538", "64031118-2539"]),
        ("65258800-8642 或 8641 或 8643、84065150", ["65258800-8642", "65258800-8641", "65258800-8643", "84065150"]),
        ("６４０３００００－８１", ["64030000-81"]),
        ("010-64030000 (010)65030000", ["010-64030000", "010-65030000"]),
        ("66112569，13911040000", ["66112569", "13911040000"]),
        ("64030000分机12", ["64030000-12"]),
        ("635586695", ["635586695"]),
        ("邮箱13500000000@163.com", []),
    ],
)
def test_phones_and_their_extensions(text: str, numbers: list[str]) -> None:
    plain = text.translate({c: c - 0xFEE0 for c in range(0xFF10, 0xFF1A)}).replace("－", "-")
    assert [p.number for p in phones.find(plain)] == numbers


@pytest.mark.parametrize(
    ("run", "first"),
    [("6401000111", ("64010001", 11)), ("138000000012", ("13800000001", 2)), ("65250000-81017", ("65250000-8101", 7))],
)
def test_a_clause_number_is_cut_off_a_phone(run: str, first: tuple[str, int]) -> None:
    assert phones.splits(run)[0] == first
    assert phones.splits("64010001") == []


def test_labelled_contacts() -> None:
    found = measures(HEAD + LABELLED + TAIL)
    (rent,) = found["1"].contacts
    assert (rent.name, rent.phones, rent.email) == ("周一鸣", ("64010001", "13800000001"), "rent@example.gov.cn")
    assert rent.department == "区国资委"
    assert any("没有写明周一鸣属于哪个责任单位" in issue for issue in found["1"].issues)
    (loan,) = found["2"].contacts
    assert loan.name == "吴二南、郑三水"
    assert loan.phones == ("65250000-8101", "65250000-8102", "84060000")
    assert (loan.department, loan.email) == ("区金融办", "loan@example.gov.cn")


def test_departments_in_brackets_and_one_address_for_two_people() -> None:
    found = one(
        "减免租金。（责任单位：区体育局、文旅局）\n联系人：钱一（区体育局）联系电话：64010001\n"
        "联系人：孙二（区文旅局）联系电话：64010002\n邮 箱：both@example.com\n"
    )
    assert found.departments == ("区体育局", "区文旅局")
    assert [(c.name, c.department, c.email) for c in found.contacts] == [
        ("钱一", "区体育局", "both@example.com"),
        ("孙二", "区文旅局", "both@example.com"),
    ]


def test_offices_before_names_and_duties_from_the_items_above_them() -> None:
    found = one(
        "减免租金。（责任单位：区国资委、区城市管理委）\n1.国有房屋减免。\n区国资委联系科室：产权科\n联系人：赵一\n联系电话：66110001、13160000001\n"
        "2.临时占道减免，由企业提出。\n区城市管理委占道费联系科室：市政科\n联系人：李二、周三\n联系电话：88390001、88390002\n"
    )
    first, second = found.contacts
    assert (first.department, first.office, first.duty) == ("区国资委", "产权科", "国有房屋减免")
    assert first.phones == ("66110001", "13160000001")
    assert (second.department, second.office, second.duty) == ("区城市管理委", "市政科", "占道费")
    assert any("2位联系人、2个电话并列" in issue for issue in found.issues)


def test_a_list_of_contacts() -> None:
    found = one(
        "减免租金。（责任单位：区科技和信息化局、区文促中心）联系方式：区科技和信息化局发展科，张一，84030001；孙二，84030002（孵化器补贴）；"
        "区文促中心事业部：李三、赵四，64030000-2510\n"
    )
    assert [(c.name, c.department, c.office, c.duty, c.phones) for c in found.contacts] == [
        ("张一", "区科技和信息化局", "发展科", "孵化器补贴", ("84030001",)),
        ("孙二", "区科技和信息化局", "发展科", "孵化器补贴", ("84030002",)),
        ("李三、赵四", "区文促中心", "事业部", None, ("64030000-2510",)),
    ]


def test_labels_that_run_into_names() -> None:
    found = one("减免租金。（责任单位：区财政局）\n联系人：张浩、李胜东联系电话：87090001、64070001\n邮  箱：a@b.cn\n")
    (contact,) = found.contacts
    assert (contact.name, contact.phones) == ("张浩、李胜东", ("87090001", "64070001"))


def test_two_names_without_a_mark_between_are_named() -> None:
    found = one("减免租金。（责任单位：区司法局）\n联系人：欧阳山尉迟水 联系电话：13800000001、13800000002\n")
    assert found.contacts[0].name == "欧阳山、尉迟水"
    assert any("欧阳山尉迟水" in issue and "没有顿号" in issue for issue in found.issues)


def test_steps_with_contacts_of_their_own() -> None:
    found = one(
        "减免租金。（责任单位：区税务局）\n具体流程：\n（1）延期缴税。网上申请。\n联系人：王一 联系电话：56980001\n（2）停业登记：到办税厅申请。\n联系人：贺二 联系电话：56090002\n"
    )
    assert [(c.name, c.duty) for c in found.contacts] == [("王一", "延期缴税"), ("贺二", "停业登记")]
    assert [(s.variant, s.text) for s in found.steps] == [("延期缴税", "网上申请"), ("停业登记", "到办税厅申请")]


def test_lines_in_the_text_belong_to_no_department() -> None:
    found = one(
        "减免租金，系统技术支持电话：88820001。拨打12345和市 12348 热线平台咨询。（责任单位：区司法局）\n联系人：王一 联系电话：56980001\n"
    )
    lines = [(c.phones, c.department) for c in found.contacts if c.name is None]
    assert lines == [(("88820001",), None), (("12348",), None)]


def test_an_odd_number_is_kept_and_named() -> None:
    found = one("减免租金。（责任单位：区财政局）\n联系人：王一 联系电话：635586695\n")
    assert found.contacts[0].phones == ("635586695",)
    assert any("635586695" in issue and "9位" in issue for issue in found.issues)


def test_doubts_across_the_measures_are_named() -> None:
    text = (
        LABELLED.replace("吴二南、郑三水", "周一鸣")
        .replace("区金融办", "区国资委")
        .replace("loan@example", "rnt@example")
    )
    (draft,) = documents(HEAD + text.replace("84060000", "64010009") + TAIL)
    assert any("周一鸣的电话第1条是64010001，第2条是64010009" in issue for issue in draft.issues)
    assert any("rent@example.gov.cn" in issue and "只差一个字母" in issue for issue in draft.issues)


def test_a_measure_without_contact_says_so_when_the_others_have_one() -> None:
    text = LABELLED + "\n3.对个体工商户减免租金。\n"
    assert "没有找到联系人和电话，没有补。" in measures(HEAD + text + TAIL)["3"].issues
    assert "没有找到责任单位，没有补。" in measures(HEAD + text + TAIL)["3"].issues
