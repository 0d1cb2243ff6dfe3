"""Places: ours, elsewhere, and what only looks like a place."""

from pathlib import Path

import pytest
import yaml

from nlu.entities import extract
from nlu.normalize import normalize

CASES = yaml.safe_load(Path(__file__).with_name("places.yml").read_text("utf-8"))
STREETS = {
    "东城": "东华门 景山 交道口 安定门 北新桥 东四 朝阳门 建国门 东直门 和平里 前门 崇文门外 东花市 龙潭 体育馆路 天坛 永定门外",
    "西城": "西长安街 新街口 月坛 展览路 德胜 金融街 什刹海 大栅栏 天桥 椿树 陶然亭 广安门内 牛街 白纸坊 广安门外",
}


def places(text: str) -> list[str]:
    found = extract(normalize(text).text)
    named = [
        str(e.value) if e.name == "district" else f"elsewhere:{e.value}"
        for e in found
        if e.name in ("district", "elsewhere")
    ]
    return list(dict.fromkeys(named))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_places_heard(case: dict) -> None:
    assert places(case["says"]) == case["hears"]


@pytest.mark.parametrize(("district", "street"), [(d, s) for d, names in STREETS.items() for s in names.split()])
@pytest.mark.parametrize(
    "sentence", ["{}", "我在{}街道", "店开在{}那边", "{}的企业能减房租吗", "公司注册在{},办公也在那"]
)
def test_every_street_is_known_in_a_sentence(district: str, street: str, sentence: str) -> None:
    assert places(sentence.format(street)) == [district]
