"""The short forms: what is taken, what is refused in which words, and what a conversation fills in."""

from datetime import date

import pytest
from desk_samples import MONEY, TODAY

from bot.desk import prefill
from bot.desk.errors import BadInput
from bot.desk.forms import ADVICE, COMPLAINT, FINANCE, KINDS, VISIT, check, form_of, missing, subject, usable


def faults(kind, values):
    with pytest.raises(BadInput) as caught:
        check(kind, values, TODAY)
    return caught.value.faults


def test_the_four_kinds():
    assert KINDS == ("政策咨询", "融资需求登记", "诉求/投诉", "预约帮代办")
    with pytest.raises(BadInput, match="只有"):
        form_of("别的")


def test_figures_are_kept_as_figures():
    assert check(FINANCE, {**MONEY, "amount_wan": "1,200.5", "use": " 进货 "}, TODAY) == {
        "amount_wan": 1200.5,
        "use": "进货",
        "term_months": 12,
        "guarantee": "信用（无抵押）",
        "district": "东城",
    }


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("amount_wan", "五十", "要填数字"),
        ("amount_wan", "0.09", "0.1 到"),
        ("amount_wan", "1000001", "1e+06"),
        ("amount_wan", "NaN", "要填数字"),
        ("amount_wan", "", "请填写"),
        ("term_months", "0", "1 到 360"),
        ("term_months", "361", "1 到 360"),
        ("term_months", "1.5", "整数"),
        ("use", "x", "至少写 2 个字"),
        ("use", "货" * 201, "最多 200 个字"),
        ("guarantee", "黄金", "只能选"),
        ("phone", "12345678901234", "电话"),
        ("phone", "23800000000", "电话"),
    ],
)
def test_what_cannot_be_used_is_refused_in_chinese(field, value, said):
    found = faults(FINANCE, {**MONEY, field: value})
    assert set(found) == {field}
    assert said in found[field]


@pytest.mark.parametrize(("field", "value"), [("amount_wan", "0.1"), ("term_months", "1"), ("term_months", "360")])
def test_limits_belong_to_what_is_taken(field, value):
    assert check(FINANCE, {**MONEY, field: value}, TODAY)[field] == pytest.approx(float(value))


@pytest.mark.parametrize("phone", ["13800000000", "64030011", "010-64030011", "64030012-3", "138 0000 0000"])
def test_phones_as_people_write_them(phone):
    assert check(FINANCE, {**MONEY, "phone": phone}, TODAY)["phone"] == phone.replace(" ", "")


def test_all_faults_at_once():
    assert set(faults(VISIT, {})) == {"matter", "on", "half", "district", "contact_name", "phone"}


def test_a_visit_is_not_in_the_past():
    visit = {"matter": "办执照", "half": "上午", "district": "东城", "contact_name": "吴", "phone": "64030011"}
    assert check(VISIT, {**visit, "on": TODAY.isoformat()}, TODAY)["on"] == "2022-06-01"
    assert "不能早于今天" in faults(VISIT, {**visit, "on": "2022-05-31"})["on"]
    assert "真实的日期" in faults(VISIT, {**visit, "on": "2022-06-31"})["on"]


def test_control_characters_are_dropped():
    assert check(ADVICE, {"question": "房\x00租\u202e能减\n吗"}, TODAY)["question"] == "房租能减\n吗"


def test_the_subject_is_one_line():
    assert subject(FINANCE, check(FINANCE, MONEY, TODAY)) == "融资50万元：进货"
    assert len(subject(ADVICE, {"question": "问" * 200})) == 60


def test_usable_keeps_what_it_can():
    assert usable(FINANCE, {"amount_wan": 50, "term_months": "x"}, TODAY) == {"amount_wan": 50}
    assert [f.name for f in missing(FINANCE, {"amount_wan": 50})] == ["use", "term_months", "guarantee"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (["想贷两百万"], FINANCE),
        (["我要登记融资需求"], FINANCE),
        (["打了三次都没人接，我要投诉"], COMPLAINT),
        (["能不能上门帮我代办"], VISIT),
        (["房租能减吗", "转人工"], ADVICE),
    ],
)
def test_the_kind_follows_from_what_was_said(said, kind):
    assert prefill.kind_of(said) == kind


def test_a_request_for_money_fills_its_form():
    said = ["我想贷款二百万，用于进货，期限一年，没有抵押物", "我姓吴，电话13800000000"]
    assert prefill.prefill(FINANCE, said, "", {"district": "东城"}, TODAY) == {
        "amount_wan": 200,
        "use": "进货",
        "term_months": 12,
        "guarantee": "信用（无抵押）",
        "district": "东城",
        "contact_name": "吴先生/女士",
        "phone": "13800000000",
    }


def test_what_is_said_later_counts():
    said = ["想贷50万周转，两年期，可以用房子抵押", "还是贷80万吧"]
    filled = prefill.prefill(FINANCE, said, "", {}, TODAY)
    assert (filled["amount_wan"], filled["term_months"], filled["use"], filled["guarantee"]) == (
        80,
        24,
        "周转",
        "房产抵押",
    )


def test_a_visit_reads_day_and_half():
    filled = prefill.prefill(VISIT, ["明天下午去窗口，帮我预约"], "办社保缓缴", {"district": "西城"}, TODAY)
    assert filled == {"matter": "办社保缓缴", "on": date(2022, 6, 2).isoformat(), "half": "下午", "district": "西城"}


def test_a_complaint_keeps_the_words_and_the_office():
    filled = prefill.prefill(COMPLAINT, ["东城区税务局窗口没人管"], "", {}, TODAY)
    assert filled == {"what": "东城区税务局窗口没人管", "about": "东城区税务局"}


def test_long_words_are_cut_to_the_field():
    filled = prefill.prefill(ADVICE, ["很长"], "问" * 3000, {}, TODAY)
    assert len(filled["question"]) == 2000
