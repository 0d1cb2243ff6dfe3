"""The card: the same facts as the text, in the shape programs rely on."""

import json
from datetime import date

from actions.cards import card, measure
from actions.focus import Focus
from actions.planned import Plan
from knowledge.eligibility import judge
from knowledge.profile import Profile

DAY = date(2026, 11, 21)
KEYS = {
    "id", "doc", "number", "title", "district", "verdict", "reasons", "amount", "expired", "valid_from", "valid_to",
    "term", "contacts", "steps", "materials", "almost", "not_together",
}  # fmt: skip


def test_a_measure_has_every_field_of_the_contract(knowledge):
    shown = measure(judge(knowledge.get("dc-2020-3-4"), Profile(district="东城"), DAY))
    assert set(shown) >= KEYS
    assert (shown["id"], shown["doc"], shown["number"]) == ("dc-2020-3-4", "东政办发〔2020〕3号", 4)
    assert (shown["verdict"], shown["expired"], shown["valid_to"]) == ("needs_check", True, None)
    assert shown["contacts"][0] == {
        "name": "李睿",
        "phones": ["67196928", "67196908"],
        "email": "gzwtpk@bjdch.gov.cn",
        "department": "东城区国资委",
        "office": None,
        "duty": None,
    }
    assert shown["reasons"][0] == {"text": "在东城区", "state": "met", "slot": "district", "applies_to": None}


def test_the_contact_asked_for_is_first(knowledge):
    verdict = judge(knowledge.get("dc-2022-8-14"), Profile(), DAY)
    assert measure(verdict, "赵斌的电话")["contacts"][0]["name"] == "赵斌"


def test_every_measure_is_json(knowledge):
    plan = Plan("answer", tuple(judge(m, Profile(), DAY) for m in knowledge.measures))
    made = card("answer", DAY, Focus(intents=("loan", "guarantee"), aspects=("contact",)), plan, asks="size")
    again = json.loads(json.dumps(made))
    assert again == made
    assert (again["type"], again["topic"], again["aspect"], again["asks"]) == ("answer", "loan", "contact", "size")
    assert again["as_of"] == "2026-11-21"
    assert len(again["measures"]) == 139


def test_an_empty_card():
    assert card("smalltalk", DAY) == {
        "type": "smalltalk",
        "topic": None,
        "aspect": None,
        "asks": None,
        "as_of": "2026-11-21",
        "measures": [],
    }
