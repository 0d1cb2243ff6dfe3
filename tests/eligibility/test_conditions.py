"""All curated measures: every condition has words and a place it comes from; who has none is named, with the reason."""

from knowledge.eligibility import judge
from knowledge.profile import Profile

OPEN, WORK, LOST = "谁都可以用，原文没有限定", "政府部门自己做的事，企业不用申请", "原文只剩一部分，剩下的没有写条件"
# A measure that lacks conditions by mistake would fit everybody. Whoever adds one without conditions says why here.
WITHOUT = {
    "bj-2020-5-6": WORK, "bj-2020-5-16": WORK, "bj-2020-5-17": WORK, "bj-2020-5-19": OPEN,
    "dc-2020-3-19": OPEN, "dc-2020-3-20": OPEN, "dc-2020-3-25": OPEN, "dc-2020-3-26": OPEN, "dc-2020-3-39": OPEN,
    "dc-2020-3-40": OPEN,
    "dc-2022-8-7": OPEN, "dc-2022-8-8": OPEN, "dc-2022-8-10": OPEN, "dc-2022-8-15": WORK, "dc-2022-8-19": OPEN,
    "dc-2022-8-24": OPEN, "dc-2022-8-25": OPEN, "dc-2022-8-27": OPEN, "dc-2022-8-31": WORK, "dc-2022-8-33": WORK,
    "dc-2022-8-34": WORK, "dc-2022-8-35": WORK, "dc-2022-8-36": LOST, "dc-2022-8-37": WORK, "dc-2022-8-38": WORK,
    "dc-2022-8-41": LOST, "dc-2022-8-44": OPEN, "dc-2022-8-52": WORK, "dc-2022-8-53": WORK, "dc-2022-8-54": WORK,
    "dc-2022-8-lost-1": LOST,
}  # fmt: skip


def test_every_condition_has_words_and_a_place_it_comes_from(knowledge):
    for measure in knowledge.measures:
        place, *conditions = judge(measure, Profile(), measure.valid_from).reasons
        assert place.text and place.source == measure.doc
        clauses = {measure.source, *(f"{measure.doc} {c.clause}" for c in measure.document.conditions)}
        for reason in conditions:
            assert reason.text.strip(), measure.id
            assert reason.source in clauses, (measure.id, reason)


def test_measures_without_conditions_are_known_and_say_why(knowledge):
    assert {measure.id for measure in knowledge.measures if not measure.conditions} == set(WITHOUT)


def test_conditions_and_benefits_call_each_other_by_the_same_names(knowledge):
    for measure in knowledge.measures:
        named = {name for benefit in measure.content.benefits for name in benefit.names}
        assert {name for condition in measure.conditions for name in condition.applies_to} <= named, measure.id
