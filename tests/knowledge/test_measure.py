"""A published measure: its term on a day, its source, and names as an outsider needs them."""

from datetime import date

import pytest

from knowledge.models import Contact


@pytest.mark.parametrize(
    ("day", "validity"),
    [
        ("2021-01-04", "not_yet"),
        ("2021-01-05", "in_force"),
        ("2021-12-31", "in_force"),
        ("2022-01-01", "ended"),
    ],
)
def test_validity_around_both_ends(make_measure, day, validity):
    measure = make_measure()
    assert measure.validity(date.fromisoformat(day)) == validity
    assert measure.expired(date.fromisoformat(day)) is (validity == "ended")


def test_a_measure_may_end_before_its_document(make_measure):
    measure = make_measure(valid_to="2021-03-31")
    assert measure.validity(date(2021, 3, 31)) == "in_force"
    assert measure.validity(date(2021, 4, 1)) == "ended"


@pytest.mark.parametrize(("day", "validity"), [("2023-01-07", "in_force"), ("2023-01-08", "ended")])
def test_a_document_without_end_is_over_when_its_reason_is(make_measure, day, validity):
    measure = make_measure({"valid_to": None, "ended": {"since": "2023-01-08", "reason": "疫情结束"}})
    assert measure.validity(date.fromisoformat(day)) == validity


def test_a_document_without_end_or_reason_goes_on(make_measure):
    assert make_measure({"valid_to": None}).validity(date(2099, 1, 1)) == "in_force"


def test_every_real_measure_had_ended_by_2023(knowledge):
    assert all(m.expired(date(2023, 1, 8)) for m in knowledge.measures)


def test_source_names_the_clause_or_that_it_is_lost(make_measure):
    assert make_measure().source == "东造发〔2021〕9号第1条"
    assert make_measure(number=None, key="lost-9").source == "东造发〔2021〕9号（条号缺失）"


@pytest.mark.parametrize(
    ("district", "department", "full"),
    [
        ("东城", "区国资委", "东城区国资委"),
        ("西城", "区国资委", "西城区国资委"),
        ("北京", "区国资委", "区国资委"),
        ("北京", "市财政局", "北京市财政局"),
        ("东城", "市场监管局", "市场监管局"),
        ("东城", "中关村东城园管委会", "中关村东城园管委会"),
    ],
)
def test_full_name_of_a_department(make_measure, district, department, full):
    measure = make_measure({"district": district}, departments=[department])
    assert measure.departments == (full,)
    assert measure.contact_record(Contact(department=department, phones=["67196928"])) == {
        "name": None,
        "phones": ["67196928"],
        "email": None,
        "department": full,
        "office": None,
        "duty": None,
    }
