"""What is known of an enterprise: broken slots stay unknown, figures and groups narrow the size."""

import pytest
from pydantic import ValidationError

from knowledge.profile import Profile


def test_only_well_formed_slots_are_taken():
    profile = Profile.from_slots(
        {"district": "海淀", "size": "微型", "employees": -3, "revenue_wan": "很多", "insured": None, "别的": 1}
    )
    assert profile == Profile(size="微型")


def test_a_profile_refuses_what_it_does_not_know():
    with pytest.raises(ValidationError):
        Profile(planet="火星")


@pytest.mark.parametrize(
    ("known", "sizes"),
    [
        ({}, {"微型", "小型", "中型", "大型", "个体工商户"}),
        ({"size": "大型"}, {"大型"}),
        ({"size_group": "小微"}, {"微型", "小型"}),
        ({"size_group": "中小微"}, {"微型", "小型", "中型"}),
        ({"sector": "饭馆", "employees": 8}, {"微型"}),
        ({"sector": "饭馆", "employees": 9, "revenue_wan": 100}, {"微型"}),
        ({"sector": "饭馆", "employees": 10, "revenue_wan": 100}, {"小型"}),
        ({"sector": "饭馆", "employees": 100, "size_group": "小微"}, {"微型", "小型"}),
        ({"size": "个体工商户", "sector": "饭馆", "employees": 400}, {"个体工商户"}),
    ],
)
def test_possible_sizes(known, sizes):
    assert Profile(**known).possible_sizes() == sizes


def test_figures_win_over_a_group_they_contradict():
    assert Profile(sector="饭馆", employees=500, revenue_wan=20000, size_group="小微").possible_sizes() == {"大型"}


def test_what_a_slot_can_be():
    assert Profile().possible("size") is None
    assert Profile().possible("landlord") is None
    assert Profile(landlord="国有").possible("landlord") == {"区属国企", "其他国有"}
    assert Profile(landlord="非国有").possible("landlord") == {"非国有"}
    assert Profile(insured=False).possible("insured") == {False}
    assert "餐饮" in Profile(sector="饭馆").possible("sector")
    assert Profile(sector="给恐龙洗澡").possible("sector") == frozenset()
