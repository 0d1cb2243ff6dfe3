"""From a question to judged measures: place, topic, 文号, clause and year decide, not only words."""

from datetime import date

import pytest

from knowledge.consult import Question
from knowledge.profile import Profile

DAY = date(2022, 7, 1)


def found(knowledge, text, **asked):
    profile = Profile(**asked.pop("profile", {}))
    return knowledge.find(Question(text, profile=profile, **asked), DAY, limit=8)


@pytest.mark.parametrize("district", ["东城", "西城"])
@pytest.mark.parametrize("text", ["房租能减吗", "社保能缓缴吗", "税能缓缴吗", "贷款还不上了", "担保", "补贴"])
def test_never_a_measure_of_the_other_district(knowledge, district, text):
    finding = found(knowledge, text, profile={"district": district})
    assert {m.district for m in finding.measures} <= {district, "北京"}
    assert finding.measures[0].district == district


@pytest.mark.parametrize(
    ("text", "topic"), [("税能缓缴吗", "tax"), ("社保能缓缴吗", "social_insurance"), ("房租能减吗", "rent")]
)
@pytest.mark.parametrize("district", ["东城", "西城"])
def test_the_topic_asked_for_comes_first(knowledge, text, topic, district):
    best = found(knowledge, text, topics=(topic,), profile={"district": district}).measures[0]
    assert topic in best.content.topics


def test_a_named_clause_is_the_answer_in_any_district(knowledge):
    asked = {"doc": "西政办发〔2020〕1号", "number": 7, "profile": {"district": "东城"}}
    assert [m.id for m in found(knowledge, "西政办发〔2020〕1号第7条", **asked).measures] == ["xc-2020-1-7"]


def test_a_clause_that_is_not_there_leaves_the_document(knowledge):
    finding = found(knowledge, "东政办发〔2020〕3号第99条房租", doc="东政办发〔2020〕3号", number=99)
    assert {m.document.id for m in finding.measures} == {"dc-2020-3"}


def test_the_year_chooses_the_document(knowledge):
    for year in (2020, 2022):
        finding = found(knowledge, "房租减免", year=year, profile={"district": "东城"})
        assert {m.document.published.year for m in finding.measures} == {year}
    assert found(knowledge, "房租减免", year=1999).measures


def test_among_is_never_left(knowledge):
    asked = {"among": ("dc-2020-3-4",), "doc": "东政发〔2022〕8号", "number": 1}
    assert {m.id for m in found(knowledge, "留抵退税", **asked).measures} <= {"dc-2020-3-4"}


def test_a_named_person_or_number_wins_over_a_wrong_topic(knowledge):
    for text in ("王卫平的电话", "62268630是哪儿的"):
        assert found(knowledge, text, topics=("subsidy",)).measures[0].id == "xc-2020-1-14"


def test_knowing_the_role_moves_what_is_not_addressed_to_it_down(knowledge):
    landlord = {"district": "东城", "role": "业主或运营方", "building_type": "商务楼宇"}
    tenant = {"district": "东城", "role": "承租方", "landlord": "区属国企"}
    asked = {"topics": ("rent",)}
    for_landlords = [m.id for m in found(knowledge, "给租户减租有补贴吗", profile=landlord, **asked).measures]
    for_tenants = [m.id for m in found(knowledge, "房租能减吗", profile=tenant, **asked).measures]
    assert for_landlords[0] in ("dc-2020-3-5", "dc-2020-3-6", "dc-2022-8-3")
    assert for_tenants[0] in ("dc-2020-3-4", "dc-2022-8-3")


def test_scores_and_verdicts_go_together(knowledge):
    finding = found(knowledge, "小微企业贷款", profile={"district": "西城", "size": "微型"})
    assert len(finding.scores) == len(finding.verdicts)
    assert list(finding.scores) == sorted(finding.scores, reverse=True)
    assert all(v.as_of == DAY for v in finding.verdicts)


def test_the_same_question_gets_the_same_answer(knowledge):
    assert found(knowledge, "房租能减吗") == found(knowledge, "房租能减吗")
