"""From replies to a plan: whole texts, numbered options, the page of the best measure."""

from bot.channels.render import LONGEST, plan_of

CARD = {"type": "answer", "asks": None, "measures": [{"id": "dc-2020-3-4", "title": "减免房租"}], "brief": "短的"}


def test_texts_options_and_the_page_of_the_best_measure():
    buttons = [{"title": "联系电话", "payload": "联系电话"}, {"title": "怎么办理", "payload": "怎么办理"}]
    plan = plan_of([{"text": "能减。", "buttons": buttons, "custom": CARD}])
    assert plan.texts == ("能减。",)
    assert [(o.number, o.title) for o in plan.options] == [(1, "联系电话"), (2, "怎么办理")]
    assert (plan.link, plan.title) == ("/m/dc-2020-3-4", "减免房租")
    assert plan.messages[0]["custom"] == CARD


def test_a_long_answer_gives_way_to_its_short_form():
    assert plan_of([{"text": "长" * LONGEST, "custom": CARD}]).texts == ("短的",)
    assert plan_of([{"text": "长" * LONGEST, "custom": {"measures": []}}]).texts == ("长" * LONGEST,)


def test_where_a_number_is_the_answer_nothing_is_numbered():
    asked = {"text": "多少人？", "custom": {"asks": "employees"}, "buttons": [{"title": "不知道", "payload": "不知道"}]}
    assert plan_of([asked]).options == ()


def test_the_same_button_twice_is_one_option_and_empty_messages_say_nothing():
    plan = plan_of(
        [{"text": " "}, {"text": "好", "buttons": [{"title": "转人工"}, {"title": "转人工"}]}, {"custom": 3}]
    )
    assert (plan.texts, len(plan.options), plan.link) == (("好",), 1, None)
