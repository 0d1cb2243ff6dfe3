"""Differences of two versions: measures, fields, contacts; line breaks and widths are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.review.diff import DocumentDiff, compare, compare_contacts, compare_measure, same

ZHANG = {"name": "张三", "phones": ["64030001"], "department": "区测试委", "duty": "房租"}
LI = {"name": "李四", "phones": ["64030002"], "department": "区测试办"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("房租减半，\n先到先得", "房租减半,先到先得"),
        ("２０２２年", "2022 年"),
        (["一", "二"], ("一", "二")),
        ({"text": "步骤", "variant": None}, {"text": "步 骤"}),
    ],
)
def test_layout_is_no_difference(old, new):
    assert same(old, new)


@pytest.mark.parametrize(("old", "new"), [("减半", "全免"), ("30%", "50%"), (["一", "二"], ["二", "一"]), (None, "有")])
def test_content_is_a_difference(old, new):
    assert not same(old, new)


def test_measures_added_removed_and_changed():
    old = {"1": {"title": "甲"}, "2": {"title": "乙"}, "3": {"title": "丙"}}
    new = {"1": {"title": "甲"}, "2": {"title": "乙改"}, "4": {"title": "丁"}, "3": None}
    diff = compare({"term": "到6月"}, old, {"term": "到12月"}, new)
    assert [(c, [m.slug for m in diff.of(c)]) for c in ("added", "removed", "changed")] == [
        ("added", ["4"]), ("removed", ["3"]), ("changed", ["2"]),
    ]  # fmt: skip
    assert [(f.field, f.old, f.new) for f in diff.header] == [("term", "到6月", "到12月")]
    assert diff


def test_nothing_changed_is_false():
    assert not compare({"doc": "x"}, {"1": {"title": "甲"}}, {"doc": "x"}, {"1": {"title": " 甲"}})


def test_fields_that_say_nothing_are_left_out():
    assert compare_measure("1", {"title": "甲", "urls": []}, {"title": "甲", "notes": None}) is None


def test_a_text_that_moved_to_another_number_is_recognised():
    diff = compare(
        {},
        {"1": {"title": "甲"}, "2": {"title": "乙"}},
        {},
        {"1": {"title": "新"}, "2": {"title": "甲"}, "3": {"title": "乙"}},
    )
    assert {m.slug: m.moved_from for m in diff.measures} == {"1": None, "2": "1", "3": "2"}


def changed(old, new):
    return [(c.change, c.who, [(f.field, f.new) for f in c.fields]) for c in compare_contacts(old, new)]


def test_a_new_phone_is_a_change_of_the_same_person():
    assert changed([ZHANG, LI], [LI, {**ZHANG, "phones": ["64039999"]}]) == [
        ("changed", "区测试委 张三", [("phones", ["64039999"])])
    ]


def test_a_name_spelt_otherwise_is_found_by_the_phone():
    assert changed([ZHANG], [{**ZHANG, "name": "张山"}]) == [("changed", "区测试委 张三", [("name", "张山")])]


def test_contacts_that_came_and_went():
    assert [(c, who) for c, who, _ in changed([ZHANG], [LI])] == [
        ("added", "区测试办 李四"),
        ("removed", "区测试委 张三"),
    ]


def test_two_entries_of_one_person_are_told_apart_by_what_they_say():
    loans = {**ZHANG, "duty": "贷款"}
    assert changed([ZHANG, loans], [loans, ZHANG]) == []
    assert [c for c, _, _ in changed([ZHANG, loans], [loans])] == ["removed"]


def test_a_contact_without_a_name_is_named_by_its_phone():
    assert changed([], [{"phones": ["64030009"]}])[0][1] == "64030009"


contacts = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["甲", "乙", None]), "phones": st.lists(st.sampled_from(["1", "2", "3"]), max_size=2)}
    ),
    max_size=4,
)


@given(contacts)
def test_nothing_differs_from_itself_in_any_order(some):
    assert compare_contacts(some, some[::-1]) == ()


@given(contacts, contacts)
def test_every_contact_is_accounted_for(old, new):
    kinds = [c.change for c in compare_contacts(old, new)]
    assert len(new) - len(old) == kinds.count("added") - kinds.count("removed")


def test_an_empty_difference_says_so():
    assert not DocumentDiff((), ())
