"""File models: what is refused, and that facts survive being stored as JSON."""

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.files import load_all
from knowledge.models import Condition, Contact, MeasureFile

POLICIES = load_all()


@pytest.mark.parametrize(
    "phone", ["67196928", "65258800-8641", "13681278787", "010-67196928", "0755-8888888", "12345", "123456789"]
)
def test_phones_as_the_documents_write_them(phone):
    assert Contact(department="区某委", phones=[phone]).phones == (phone,)


@pytest.mark.parametrize("phone", ["6719692", "67196928转8641", "671969280000", "", "六七一九", "67196928-"])
def test_other_writings_are_refused(phone):
    with pytest.raises(ValidationError):
        Contact(department="区某委", phones=[phone])


@pytest.mark.parametrize(
    "measure", [pytest.param(m, id=f"{p.document.id}-{m.slug}") for p in POLICIES for m in p.measures]
)
def test_a_measure_is_the_same_after_json(measure):
    again = MeasureFile.model_validate(measure.model_dump(mode="json"))
    assert again == measure
    assert [type(c.value) for c in again.conditions] == [type(c.value) for c in measure.conditions]


def test_a_day_in_a_condition_stays_a_day():
    held = {"slot": "loan_granted", "op": "between", "value": ["2022-01-01", "2022-12-31"], "text": "放款"}
    condition = Condition.model_validate(Condition.model_validate(held).model_dump(mode="json"))
    assert condition.value == (date(2022, 1, 1), date(2022, 12, 31))


def test_models_cannot_be_changed():
    with pytest.raises(ValidationError):
        POLICIES[0].measures[0].title = "别的"


def test_measure_without_number_is_known_by_its_key():
    slugs = [m.slug for p in POLICIES for m in p.measures if m.number is None]
    assert slugs == ["lost-1"]
