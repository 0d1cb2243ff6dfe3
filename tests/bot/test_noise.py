"""Each kind of noise changes what it says it changes, always in the same way, and leaves out what it cannot change."""

import re
from random import Random

import pytest
from pypinyin import Style, lazy_pinyin

from bot.evaluation.cases import Question
from bot.evaluation.noise import KINDS, variants
from bot.evaluation.noise.figures import in_words, spoken
from bot.evaluation.noise.tables import table

DOC = "东政发〔2099〕1号"
DICE = [Random(n) for n in range(12)]


def question(text, key="t1", **changes):
    fields = {
        "id": key,
        "text": text,
        "register": "colloquial",
        "intent": "loan",
        "expect": [{"doc": DOC, "number": 1}],
    }
    return Question.model_validate(fields | changes)


def drawn(kind, text, **changes):
    """Twenty throws of the dice for one question."""
    return [v.text for n in range(20) for v in variants(kind, [question(text, **changes)], n)]


TEXT = "我在东城开餐馆，2022年贷款50万，公司的房租能不能减免？找谁申请"


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "together"])
def test_every_kind_is_repeatable_and_varies_with_the_dice(kind):
    first, again = (variants(kind, [question(TEXT)], 3) for _ in range(2))
    assert first == again
    assert first[0].text != TEXT
    assert first[0].id == f"{kind}/t1"
    if kind not in ("unpunctuated", "keywords"):  # there is one way only
        assert len(set(drawn(kind, TEXT))) > 1


def sounds(text):
    return lazy_pinyin(text, style=Style.NORMAL)


def test_homophones_change_one_or_two_characters_and_no_sound():
    for text in drawn("homophones", "东城小微企业贷款"):
        changed = [(a, b) for a, b in zip("东城小微企业贷款", text, strict=True) if a != b]
        assert 1 <= len(changed) <= 2
        assert all(set(lazy_pinyin(a)) & set(sounds(b)) for a, b in changed)


def test_near_homophones_change_the_sound_too():
    near = drawn("near_homophones", "减免房租")
    assert near and all(sounds(text) != sounds("减免房租") for text in near)


def test_voice_has_no_marks_and_no_figures():
    for text in drawn("voice", TEXT):
        assert not re.search(r"[，。？！\s\d]", text)


def test_spaces_between_foreign_words_survive_speech():
    assert all("cash flow" in text for text in drawn("voice", "公司cash flow断了，怎么办"))


def test_traditional_characters():
    written = drawn("traditional", "东城区贷款贴息需要什么材料")
    assert any(text.startswith("東城區貸款") for text in written)


def test_widths_keep_the_characters():
    for text in drawn("widths", "东城房租减免，5个月"):
        assert re.sub(r"\s", "", text.translate({ord("５"): "5", 0x3000: " "})).startswith("东")
        assert text != "东城房租减免，5个月"


def test_unpunctuated_keeps_decimals():
    assert drawn("unpunctuated", "利率3.85%，能降吗？")[0] == "利率3.85%能降吗"


def test_fillers_keep_every_word_in_order():
    for text in drawn("fillers", "东城社保，能缓吗"):
        assert re.search("东城.*社保.*能缓.*吗", text)


def test_story_comes_first_and_the_question_last():
    for text in drawn("story", "西城社保能缓吗"):
        assert text.endswith("西城社保能缓吗")
        assert any(text.startswith(story) for story in table("stories")["stories"])


def test_keywords_hold_no_function_words():
    assert drawn("keywords", "请问我们公司能不能申请东城的贷款贴息啊")[0] == "公司 申请 东城 贷款 贴息"


def test_english_words_stand_apart():
    for text in drawn("english", "公司员工电话"):
        assert not re.search(r"companystaff|companyemployees|stafftel", text)


def test_dialect_is_of_one_region():
    said = set(drawn("dialect", "我们的房租怎么减"))
    assert any("我哋嘅" in text for text in said)
    assert not any("我哋" in text and "啷个" in text for text in said)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("numerals", "房租能减吗"),
        ("unpunctuated", "房租能减吗"),
        ("english", "咋弄啊"),
        ("keywords", "贷款"),
        ("traditional", "你好"),
    ],
)
def test_what_cannot_be_changed_is_left_out(kind, text):
    assert variants(kind, [question(text)]) == ()


@pytest.mark.parametrize("kind", ["story", "keywords"])
def test_small_talk_has_no_story_and_no_keywords(kind):
    assert variants(kind, [question("谢谢你的帮助和解释", intent="thanks", expect=[])]) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("50%", "百分之五十"),
        ("6月30日", "六月三十日"),
        ("1.2万", "一点二万"),
        ("10500元", "一〇五〇〇元|一零五零零元"),
        ("第7条", "第七条"),
        ("2022年", "二〇二二年|二零二二年"),
        ("5G基站", "5G基站"),
        ("发到a1@b.cn", "发到a1@b.cn"),
    ],
)
def test_figures_are_said_in_words(text, said):
    assert all(re.fullmatch(said, in_words(text, rng)) for rng in DICE)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (10, "十"),
        (18, "十八"),
        (105, "一百零五"),
        (110, "一百一十"),
        (10_500, "一万零五百"),
        (300_000, "三十万"),
    ],
)
def test_numbers_are_spoken(number, said):
    assert spoken(number) == said


def test_twos_and_threes_become_couples():
    assert "俩" in drawn("numerals", "两个人开店")[0]
    assert "仨" in drawn("numerals", "三个月能免吗")[0]


def other(key, intent, number, **changes):
    return question(f"{intent}能减吗？", key, intent=intent, expect=[{"doc": DOC, "number": number}], **changes)


def test_two_questions_are_joined_and_both_are_judged():
    found = variants("together", [other("a", "loan", 1), other("b", "rent_relief", 2)])
    assert [v.id for v in found] == ["together/a+b", "together/b+a"]
    assert all("loan能减吗" in v.text and "rent_relief能减吗" in v.text for v in found)


@pytest.mark.parametrize(
    "second",
    [
        other("b", "loan", 2),  # the same matter
        other("b", "rent_relief", 1),  # the same measure
        other("b", "contact", 2),  # no matter of its own
        other("b", "rent_relief", 2, clarify=True),
        other("b", "rent_relief", 2, district="西城"),
    ],
)
def test_questions_that_do_not_go_together_are_not_joined(second):
    assert variants("together", [other("a", "loan", 1, district="东城"), second]) == ()


def test_tables_of_noise_are_not_those_of_the_assistant():
    from nlu import lookups

    own = {str(form).rstrip("$+") for group in lookups.load("dialect").values() for form in group}
    said = {form for region in table("dialects").values() for forms in region.values() for form in forms}
    assert said - own
