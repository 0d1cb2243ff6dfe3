"""The rules of right and wrong, on made-up measures."""

import pytest

from bot.evaluation.cases import Question, Turn
from bot.evaluation.errors import AskFailed
from bot.evaluation.matching import judge_question, judge_turn
from bot.evaluation.phones import find_phones, unknown_phones
from bot.evaluation.reply import read_reply, squash

EAST, WEST, CITY = "东政发〔2099〕1号", "西政发〔2099〕2号", "京政发〔2099〕3号"
PHONES = {"60000001", "60000002-608", "12345"}


def question(**fields):
    base = {"id": "t1", "text": "房租能少交吗", "register": "colloquial", "intent": "rent_relief", "expect": []}
    return Question.model_validate(base | fields)


def wanted(doc=EAST, number=1):
    return [{"doc": doc, "number": number}]


def reply(text="可以减免。", measures=(), kind="answer", asks=None, buttons=()):
    card = {"type": kind, "asks": asks, "measures": [{"doc": doc, "number": number} for doc, number in measures]}
    return read_reply([{"text": text, "buttons": [{"title": title} for title in buttons], "custom": card}])


def problems(case, answer):
    return judge_question(case, answer, PHONES.__contains__)


def test_squash_folds_width_and_drops_white_space():
    assert squash("５０ ％\n（含\u3000税）") == "50%(含税)"


def test_must_contain_ignores_width_and_spaces():
    case = question(expect=wanted(), must_contain=["50%", "3个月"])
    assert problems(case, reply("减 ５０％，共 3 个\n月", [(EAST, 1)])) == []


def test_every_must_contain_is_needed_and_named():
    case = question(expect=wanted(), must_contain=["50%", "3个月"])
    assert problems(case, reply("减50%", [(EAST, 1)])) == ["缺少“3个月”"]


@pytest.mark.parametrize(("text", "right"), [("三个月", True), ("3个月", True), ("两个月", False)])
def test_one_of_must_contain_any_is_enough(text, right):
    case = question(expect=wanted(), must_contain_any=["三个月", "3个月"])
    assert (problems(case, reply(text, [(EAST, 1)])) == []) is right


def test_button_titles_are_part_of_the_reply():
    case = question(expect=wanted(), must_contain=["看材料"])
    assert problems(case, reply("可以。", [(EAST, 1)], buttons=["看材料"])) == []


def test_expected_measure_counts_in_third_place_not_in_fourth():
    others = [(EAST, 7), (EAST, 8), (EAST, 9)]
    case = question(expect=wanted())
    assert problems(case, reply(measures=[*others[:2], (EAST, 1)])) == []
    assert problems(case, reply(measures=[*others, (EAST, 1)])) == ["前三条里没有东政发〔2099〕1号第1条"]


def test_same_number_of_another_document_is_no_hit():
    assert problems(question(expect=wanted()), reply(measures=[(CITY, 1)]))


def test_lost_number_matches_only_a_lost_number():
    case = question(expect=wanted(number=None))
    assert problems(case, reply(measures=[(EAST, None)])) == []
    assert problems(case, reply(measures=[(EAST, 0)])) == ["前三条里没有东政发〔2099〕1号（无编号）"]


@pytest.mark.parametrize("intent", ["out_of_scope", "greet", "goodbye", "thanks", "bot_challenge"])
def test_small_talk_and_out_of_scope_show_no_measure(intent):
    assert problems(question(intent=intent), reply("你好", kind="smalltalk")) == []
    assert problems(question(intent=intent), reply("你好", [(EAST, 1)])) == ["不该给出措施"]


def test_no_expected_measure_elsewhere_leaves_measures_open():
    assert problems(question(intent="validity"), reply(measures=[(EAST, 1)])) == []


def test_handoff_needs_its_card():
    case = question(intent="human_handoff")
    assert problems(case, reply("已转人工", kind="handoff")) == []
    assert "handoff" in problems(case, reply("已转人工", kind="answer"))[0]


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        ("很抱歉，可拨 12345。", "answer", []),
        ("很抱歉。", "handoff", []),
        ("很抱歉。", "answer", ["没有给出 12345 或人工"]),
        ("请转人工。", "answer", ["没有致歉"]),
    ],
)
def test_complaint_without_measure_gets_an_apology_and_a_person(text, kind, wrong):
    assert problems(question(intent="complaint"), reply(text, kind=kind)) == wrong


@pytest.mark.parametrize(
    ("district", "stranger", "right"),
    [("东城", WEST, False), ("西城", EAST, False), ("东城", CITY, True), ("北京", WEST, True), (None, WEST, True)],
)
def test_named_district_shuts_out_the_other(district, stranger, right):
    mine = wanted(CITY, 5)
    answer = reply(measures=[(CITY, 5), (stranger, 1)])
    assert (problems(question(district=district, expect=mine), answer) == []) is right


def test_other_district_in_fourth_place_is_passed_over():
    answer = reply(measures=[(EAST, 1), (EAST, 2), (EAST, 3), (WEST, 1)])
    assert problems(question(district="东城", expect=wanted()), answer) == []


def test_question_naming_both_districts_may_show_both():
    case = question(text="东城和西城哪个减得多", district="东城", expect=wanted())
    assert problems(case, reply(measures=[(EAST, 1), (WEST, 1)])) == []


def test_asking_back_counts_where_the_case_allows_it():
    asks = reply("您在哪个区？", kind="clarify", asks="district")
    assert problems(question(clarify=True, expect=wanted(), must_contain=["50%"]), asks) == []
    assert problems(question(clarify=False, expect=wanted()), asks)


def test_direct_answer_to_an_open_question_must_fit():
    case = question(clarify=True, expect=wanted())
    assert problems(case, reply(measures=[(EAST, 1)])) == []
    assert problems(case, reply(measures=[(EAST, 2)]))


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"district": "西城"}, "district"),
        ({"entities": {"size": "微型"}}, "size"),
        ({"entities": {"sector": "餐饮业"}}, "sector"),
        ({"text": "店里就8个人，能减吗"}, "employees"),
        ({"text": "年营业额大概300万"}, "revenue_wan"),
        ({"text": "租的区属国企的房"}, "landlord"),
        ({"intent": "loan"}, "topic"),
    ],
)
def test_asking_for_what_was_said_is_wrong(fields, asks):
    answer = reply("请问？", kind="clarify", asks=asks)
    assert problems(question(clarify=True, **fields), answer) == [f"反问了已经说过的 {asks}"]


def test_topic_may_be_asked_when_only_an_aspect_was_named():
    answer = reply("哪一项的电话？", kind="clarify", asks="topic")
    assert problems(question(clarify=True, intent="contact", text="电话多少"), answer) == []


def test_reply_without_words_is_wrong():
    assert problems(question(expect=wanted()), reply("", [(EAST, 1)])) == ["没有文字答复"]


def test_unknown_phone_is_wrong_even_when_asking_back():
    answer = reply("您在哪个区？也可拨 69999999。", kind="clarify", asks="district")
    assert problems(question(clarify=True), answer) == ["知识库里没有电话 69999999"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话：60000001，60000003", ["60000001", "60000003"]),
        ("60000001/60000003 60000004", ["60000001", "60000003", "60000004"]),
        ("60000002转608", ["60000002-608"]),
        ("６００００００２－６０８", ["60000002-608"]),
        ("（010）60000001", ["010-60000001"]),
        ("手机13800000000、400-000-1234", ["13800000000", "400-000-1234"]),
        ("0312-6000001", ["0312-6000001"]),
        ("请拨12345人工服务或12345平台", ["12345", "12345"]),
        ("635000000", ["635000000"]),
        ("补贴50000000元，共 60000000 万元", []),
        ("20991231 止，2099年12月31日", []),
        ("营收12,345,678", []),
        ("https://example.com/60000001?x=12345 a60000001@example.com", []),
        ("统一代码 91110000600000012X", []),
        ("资产 30000000.50", []),
    ],
)
def test_find_phones(text, found):
    assert find_phones(text) == found


def test_beijing_area_code_may_be_on_either_side():
    assert unknown_phones("010-60000001", PHONES.__contains__) == []
    assert unknown_phones("60000001", {"010-60000001"}.__contains__) == []
    assert unknown_phones("021-60000001", PHONES.__contains__) == ["021-60000001"]


def test_extension_must_be_known_too():
    assert unknown_phones("60000002转608", PHONES.__contains__) == []
    assert unknown_phones("60000002转609", PHONES.__contains__) == ["60000002-609"]


def test_turn_wants_all_of_all_one_of_any_and_none_of_forbidden():
    turn = Turn.model_validate({"user": "电话", "expect_any": ["甲", "乙"], "expect_all": ["丙"], "forbid": ["丁"]})

    def wrong(text):
        return judge_turn(turn, reply(text), PHONES.__contains__)

    assert wrong("乙 丙") == []
    assert wrong("丙") == ["没有出现其中任何一个：甲、乙"]
    assert wrong("甲") == ["缺少“丙”"]
    assert wrong("甲丙丁") == ["出现了不该出现的“丁”"]
    assert wrong("甲丙 69999999") == ["知识库里没有电话 69999999"]


def test_turn_without_demands_still_needs_words():
    assert judge_turn(Turn(user="好"), reply(" "), PHONES.__contains__) == ["没有文字答复"]


def test_measures_and_kinds_of_several_messages_are_joined_in_order():
    card = {"type": "answer", "measures": [{"doc": EAST, "number": 1}]}
    answer = read_reply([{"text": "一", "custom": card}, {"text": "二"}, {"custom": {"type": "handoff"}}])
    assert (answer.text, answer.kinds, answer.measures) == ("一\n二", ("answer", "handoff"), ((EAST, 1),))


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"text": 5}, "text"),
        ({"text": "好", "custom": {"measures": [{"doc": EAST, "number": "1"}]}}, "custom.measures.0.number"),
        ({"text": "好", "custom": {"measures": [{"doc": EAST}]}}, "custom.measures.0.number"),
    ],
)
def test_reply_against_the_contract_is_refused(message, field):
    with pytest.raises(AskFailed, match=f"第 1 条回复的格式不对：{field}"):
        read_reply([message])
