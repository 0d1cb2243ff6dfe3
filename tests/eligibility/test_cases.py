"""The curated measures judged case by case (``*.yml`` beside this file), in words a policy officer can read and add to.

A case: ``input`` is what the enterprise told; ``output`` is the verdict on that day, if wanted whether the measure was in
force, and the state of reasons. A reason is named by its slot (all conditions on it) or by a piece of its text.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from knowledge.eligibility import check, judge
from knowledge.files import MEASURES as CURATED
from knowledge.files import load_all, load_file
from knowledge.measure import Measure
from knowledge.profile import Profile

FOLDER = Path(__file__).parent
FILES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))}
CASES = [case for cases in FILES.values() for case in cases]
MEASURES = {
    measure.id: measure
    for policy in load_all()
    for content in policy.measures
    for measure in [Measure(f"{policy.document.id}-{content.slug}", policy.document, content, 1)]
}
CONDITIONAL = {key: measure for key, measure in MEASURES.items() if measure.conditions}
NEXT_DOOR = {"东城": "西城", "西城": "东城"}
LIMITS = {"ge", "gt", "le", "lt", "between"}
# Facts of which a case tells the one and another case the other; roles, parks and the like are not opposites.
EITHER_OR = {"size", "affected", "insured", "hightech", "epidemic_supplies", "layoffs", "sector", "landlord"}
LIMITED = [
    pytest.param(key, condition, id=f"{key} {condition.text}")
    for key, measure in CONDITIONAL.items()
    for condition in measure.conditions
    if condition.op in LIMITS
]


def cases_of(measure_id):
    return [case for case in CASES if case["measure"] == measure_id]


def profiles_of(measure_id):
    return [Profile(**case["input"]) for case in cases_of(measure_id)]


def states(verdict, named):
    by_slot = [r.state for r in verdict.reasons if r.slot == named]
    return by_slot or [r.state for r in verdict.reasons if named in r.text]


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c['measure']} {c['name']}") for c in CASES])
def test_verdict(case):
    measure = MEASURES[case["measure"]]
    verdict = judge(measure, Profile(**case["input"]), case["as_of"])
    wanted = case["output"]
    assert verdict.ruling == wanted["verdict"], verdict.reasons
    for named, state in wanted.get("reasons", {}).items():
        found = states(verdict, named)
        assert found and set(found) == {state}, f"{named}：{found}，{verdict.reasons}"
    if "validity" in wanted:
        assert measure.validity(case["as_of"]) == wanted["validity"]


@pytest.mark.parametrize("measure_id", CONDITIONAL)
def test_every_measure_with_conditions_has_three_cases(measure_id):
    assert len(cases_of(measure_id)) >= 3


@pytest.mark.parametrize("measure_id", [key for key, m in CONDITIONAL.items() if m.district in NEXT_DOOR])
def test_a_measure_of_a_district_never_fits_next_door(measure_id):
    other = NEXT_DOOR[MEASURES[measure_id].district]
    verdicts = {case["output"]["verdict"] for case in cases_of(measure_id) if case["input"].get("district") == other}
    assert verdicts == {"not_eligible"}


@pytest.mark.parametrize("measure_id", CONDITIONAL)
def test_both_sides_of_every_condition_that_can_be_decided(measure_id):
    told = profiles_of(measure_id)
    for condition in MEASURES[measure_id].conditions:
        if condition.slot in EITHER_OR or condition.op in LIMITS:
            assert {"met", "not_met"} <= {check(condition, profile) for profile in told}, condition.text


@pytest.mark.parametrize(("measure_id", "condition"), LIMITED)
def test_every_limit_has_a_case_on_it(measure_id, condition):
    told = {getattr(profile, condition.slot) for profile in profiles_of(measure_id)}
    limits = condition.value if condition.op == "between" else (condition.value,)
    for limit in limits:
        assert (limit if isinstance(limit, date) else float(limit)) in told


@pytest.mark.parametrize("document", FILES)
def test_every_document_is_tried_the_day_before_and_the_day_after(document):
    """A file of cases is named after the file of measures it is about."""
    policy = load_file(CURATED / f"{document}.yml")
    about = policy.document
    assert {case["measure"] for case in FILES[document]} <= {f"{about.id}-{m.slug}" for m in policy.measures}
    last = about.valid_to or about.ended.since - timedelta(days=1)
    days = {(case["as_of"], case["output"].get("validity")) for case in FILES[document]}
    one = timedelta(days=1)
    assert days >= {
        (about.valid_from - one, "not_yet"),
        (about.valid_from, "in_force"),
        (last, "in_force"),
        (last + one, "ended"),
    }


def test_own_terms_of_measures_end_on_the_last_day_and_not_before():
    for measure in CONDITIONAL.values():
        if last := measure.content.valid_to:
            days = {(case["as_of"], case["output"].get("validity")) for case in cases_of(measure.id)}
            assert days >= {(last, "in_force"), (last + timedelta(days=1), "ended")}, measure.id


def test_no_case_stands_twice():
    names = Counter((case["measure"], case["name"]) for case in CASES)
    assert [name for name, count in names.items() if count > 1] == []
