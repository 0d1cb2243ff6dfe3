"""Entities: offsets, and the words for enterprise, landlord, topic and aspect."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities import extract, pipeline
from nlu.normalize import normalize


def values(text: str, name: str) -> list[object]:
    return [e.value for e in extract(normalize(text).text) if e.name == name]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("我是个体户", "size", "个体工商户"),
        ("我们是小微企业", "size_group", "小微"),
        ("房东是区属国企", "landlord", "区属国企"),
        ("房东是私人", "landlord", "非国有"),
        ("我租的写字楼", "role", "承租方"),
        ("我租的写字楼", "building_type", "商务楼宇"),
        ("我是双定户", "taxpayer_kind", "定期定额"),
        ("我们是高新技术企业", "hightech", True),
        ("我们没裁员", "layoffs", False),
        ("社保能缓吗", "topic", "social_insurance"),
        ("找谁办", "aspect", "contact"),
        ("打给人社局", "department", "人力资源社会保障局"),
        ("我开饭馆", "sector", "饭馆"),
    ],
)
def test_everyday_words_have_their_value(text: str, name: str, value: object) -> None:
    assert value in values(text, name)


@pytest.mark.parametrize("text", ["我们3个人的公司", "十几个人的小公司", "中国有没有政策", "我国有规定"])
def test_parts_of_other_words_name_no_landlord(text: str) -> None:
    assert values(text, "landlord") == []


def test_a_district_of_ours_outweighs_the_city() -> None:
    assert values("北京市东城区", "district") == ["东城"]
    assert values("北京", "district") == ["北京"]


def test_the_pipeline_is_one_shared_object() -> None:
    assert pipeline() is pipeline()
    assert "policy_facts" in pipeline().pipe_names


@pytest.mark.parametrize(
    "sentence",
    [
        "西城区的小微企业，租国企的房，员工三十人，流水两千万，社保能缓吗找谁",
        "İ朝阳门K11",
        "2020年东政办发〔2020〕3号第七条",
        "",
        "   ",
    ],
)
def test_offsets_point_to_the_text(sentence: str) -> None:
    text = normalize(sentence).text
    for entity in extract(text):
        assert text[entity.start : entity.end] == entity.text


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="东西城朝阳门区北京国企个人的3十万社保 İẞ", max_size=30)))
def test_offsets_hold_for_any_text(text: str) -> None:
    for entity in extract(text):
        assert text[entity.start : entity.end] == entity.text
        assert entity.start < entity.end


@pytest.mark.parametrize("text", ["给小租户减了房租", "我们给楼里的商户免了俩月", "替租客降了点租", "对承租方减租"])
def test_who_lets_tenants_off_rent_is_not_a_tenant(text):
    assert values(text, "role")[0] == "业主或运营方"


@pytest.mark.parametrize("text", ["银行给商户贷款吗", "我是租户，想减租"])
def test_tenants_are_not_taken_for_landlords(text):
    assert "业主或运营方" not in values(text, "role")
