"""A scrape with sentences shuffled and doubled, telephone numbers running into clause numbers."""

from __future__ import annotations

import random

import pytest
from extract_samples import MIXED_HEAD, RUN_ON, documents, measures, phones

from knowledge.importers.draft import DraftMeasure

RIGHT = {
    "1": ["64010001"], "2": ["65250000-8101"], "3": ["64010003"], "4": ["64010004"],
    "5": ["64010005"], "6": ["64010006"], "7": ["64010007"], "8": ["64010008"],
}  # fmt: skip


def mix(first: list[str], second: list[str], seed: int) -> str:
    """Both copies in their own order, cut into each other; the first is always ahead."""
    chance, text, a, b = random.Random(seed), [], 0, 0
    while a < len(first) or b < len(second):
        ahead = a < len(first) and (b >= len(second) or b >= a - 2 or chance.random() < 0.6)
        text.append(first[a] if ahead else second[b])
        a, b = (a + 1, b) if ahead else (a, b + 1)
    return MIXED_HEAD + "".join(text)


def check(found: dict[str, DraftMeasure]) -> None:
    assert phones(found) == RIGHT
    assert found["1"].contacts[0].name == "周一鸣"
    assert found["2"].departments == ("区金融办",)


def test_in_order_but_run_together() -> None:
    found = measures(MIXED_HEAD + "".join(RUN_ON))
    check(found)
    assert (
        found["2"].summary
        == "对小微企业的新增银行贷款给予一半的利息补贴。融资担保机构为小微企业贷款降低担保费率的，给予担保补助。"
    )


@pytest.mark.parametrize("seed", range(12))
def test_every_sentence_once_and_in_its_place(seed: int) -> None:
    text = mix(RUN_ON, RUN_ON, seed)
    (draft,) = documents(text)
    found = {m.slug: m for m in draft.measures}
    check(found)
    assert found["4"].summary == "推动食品经营许可和营业执照登记全程网上办理。许可证到期的有效期顺延六个月。"
    assert found["8"].summary == "推进老旧小区改造和5G基站等重点工程投资。重点工程项目优先安排固定资产投资资金。"
    assert str(draft.valid_to) == "2031-12-31"
    assert any("打乱并重复" in issue for issue in draft.issues)


@pytest.mark.parametrize("seed", range(6))
def test_a_second_copy_that_stops_early(seed: int) -> None:
    check(measures(mix(RUN_ON, RUN_ON[:11], seed)))


def test_a_sentence_only_the_second_copy_has_goes_where_it_speaks() -> None:
    second = RUN_ON[:11]
    first = [s for s in RUN_ON if s != RUN_ON[3]]
    text = MIXED_HEAD + "".join([*first[:9], *second[:3], *first[9:12], *second[3:], *first[12:]])
    found = measures(text)
    check(found)
    assert RUN_ON[3] in found["2"].summary


def test_what_is_lost_is_named_and_nothing_is_invented() -> None:
    first = [s for i, s in enumerate(RUN_ON) if i not in (10, 11, 12)]  # the number 6 with its sentence, and number 7
    (draft,) = documents(mix(first, RUN_ON[:7], 3))
    found = {m.slug: m for m in draft.measures}
    assert found["6"].summary == found["6"].title.replace("第6条（原文缺失）", "")
    assert found["6"].contacts == ()
    assert any("整条缺失" in issue for issue in found["6"].issues)
    assert "律师志愿者团队定期走进园区" in found["7"].summary
    assert phones(found)["7"] == ["64010007"]
    assert any("推定为第7条" in issue for issue in found["7"].issues)
    assert any("第6条" in issue for issue in draft.issues)
    assert found["5"].contacts == ()


def test_a_block_after_the_last_number_keeps_no_number() -> None:
    lost = "（责任单位：区应急局）联系方式：区应急局督查科，蒋九州，64010009本措施自发布之日起施行，有效期至2031年12月31日。"
    last = RUN_ON[-1].split("本措施")[0] + "9.加强夜间经济消费街区的促销活动。"
    first = [*RUN_ON[:-1], last]
    text = MIXED_HEAD + "".join(
        [*first[:10], *RUN_ON[:4], *first[10:], *RUN_ON[4:7], "开展自建房安全隐患专项整治行动。", lost]
    )
    (draft,) = documents(text)
    *_, nine, block = draft.measures
    assert (nine.number, nine.contacts) == (9, ())
    assert (block.number, block.key, block.departments) == (None, "lost-1", ("区应急局",))
    assert block.contacts[0].phones == ("64010009",)
    assert "自建房" in block.summary


def test_evidence_of_a_reordered_measure_points_to_its_places() -> None:
    text = mix(RUN_ON, RUN_ON, 5)
    (draft,) = documents(text)
    for measure in draft.measures:
        spans = measure.evidence["contacts.0.phones.0"]
        assert "".join(text[s.start : s.end] for s in spans) == measure.contacts[0].phones[0]
