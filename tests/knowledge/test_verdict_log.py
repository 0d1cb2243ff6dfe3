"""The verdict log: what is kept, once, and that judging again from the stored revision gives the same."""

import shutil
from datetime import UTC, date, datetime

import pytest
import yaml
from sqlalchemy import text

from knowledge.errors import VerdictNotFound
from knowledge.files import MEASURES
from knowledge.profile import Profile
from knowledge.service import KnowledgeService
from knowledge.store import verdicts
from knowledge.store.database import Database
from knowledge.store.seed import seed

DAY = date(2020, 6, 1)
TENANT = Profile(district="西城", size="小型", role="承租方", landlord="区属国企", loan_granted=date(2020, 2, 1))
MEASURE = "xc-2020-1-13"


@pytest.fixture
def folder(tmp_path):
    shutil.copy(MEASURES / "xicheng-2020-1.yml", tmp_path / "xicheng.yml")
    return tmp_path


@pytest.fixture
def store(folder):
    database = Database(f"sqlite:///{folder}/log.db")
    database.migrate()
    seed(database, folder)
    yield database
    database.close()


def given(store, profile=TENANT, day=DAY):
    service = KnowledgeService(store)
    found = service.standing(profile, day).verdicts
    service.log_verdicts(found, profile)
    return found


def rows(store, query="SELECT count(*) FROM verdicts"):
    with store.engine.connect() as connection:
        return connection.execute(text(query)).scalar()


def test_every_verdict_of_an_answer_is_kept_with_what_it_rests_on(store):
    before = datetime.now(UTC)
    found = given(store)
    records = verdicts.latest(store, 100)
    assert {(r.measure_id, r.revision, r.ruling) for r in records} == {(v.measure.id, 1, v.ruling) for v in found}
    record = next(r for r in records if r.measure_id == MEASURE)
    assert (record.profile, record.as_of) == (TENANT, DAY)
    assert before <= record.at <= datetime.now(UTC)
    assert record.states[0] == ("district", "met")
    assert ("premises_use", "unknown") in record.states


def test_only_what_was_told_is_kept(store):
    given(store)
    kept = rows(store, "SELECT profile FROM verdicts LIMIT 1")
    assert set(yaml.safe_load(kept)) == {"district", "size", "role", "landlord", "loan_granted"}


def test_the_same_verdict_is_kept_once_with_its_first_moment(store):
    given(store)
    first, count = rows(store, "SELECT min(at) || max(at) FROM verdicts"), rows(store)
    given(store)
    assert (rows(store), rows(store, "SELECT min(at) || max(at) FROM verdicts")) == (count, first)
    given(store, day=date(2020, 6, 2))
    assert rows(store) == 2 * count


def test_nothing_judged_nothing_kept(store):
    KnowledgeService(store).log_verdicts([], TENANT)
    assert rows(store) == 0


def test_judging_again_gives_the_same(store):
    given(store)
    for record in verdicts.latest(store, 100):
        again = verdicts.replay(store, record.number)
        assert again.same
        assert again.verdict.ruling == record.ruling


def change(folder, store):
    """Publish a new revision in which the measure is for the landlord's houses of another kind."""
    path = folder / "xicheng.yml"
    held = yaml.safe_load(path.read_text("utf-8"))
    measure = next(m for m in held["measures"] if m["number"] == 13)
    next(c for c in measure["conditions"] if c["slot"] == "landlord")["value"] = ["集体"]
    path.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    assert seed(store, folder).changed == 1


def test_a_later_revision_changes_no_earlier_verdict(store, folder):
    given(store)
    change(folder, store)
    (old,) = [r for r in verdicts.latest(store, 100) if r.measure_id == MEASURE]
    assert verdicts.replay(store, old.number).same
    given(store)
    new = next(r for r in verdicts.latest(store, 100) if r.measure_id == MEASURE)
    assert (old.revision, old.ruling, new.revision, new.ruling) == (1, "needs_check", 2, "not_eligible")
    assert verdicts.replay(store, new.number).same


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE verdicts SET ruling = 'eligible'",
        'UPDATE verdicts SET profile = \'{"district": "东城"}\'',
        "UPDATE verdicts SET reasons = '[]'",
        "UPDATE verdicts SET hash = 'x' || substr(hash, 2)",
        "UPDATE measures SET content = replace(content, 'landlord', 'building_type')",
    ],
)
def test_what_was_changed_afterwards_shows(store, tampering):
    given(store)
    (record,) = [r for r in verdicts.latest(store, 100) if r.measure_id == MEASURE]
    with store.engine.begin() as connection:
        connection.execute(text(f"{tampering}{'' if 'measures' in tampering else f' WHERE id = {record.number}'}"))
    assert not verdicts.replay(store, record.number).same


def test_a_revision_that_is_gone_cannot_be_judged_again(store):
    given(store)
    (record,) = [r for r in verdicts.latest(store, 100) if r.measure_id == MEASURE]
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE measures SET revision = 7 WHERE measure_id = 'xc-2020-1-13'"))
    again = verdicts.replay(store, record.number)
    assert (again.verdict, again.same) == (None, False)


def test_a_number_that_was_never_given_is_named(store):
    with pytest.raises(VerdictNotFound, match="编号为 7 的判断记录"):
        verdicts.replay(store, 7)


def test_the_newest_come_first(store):
    given(store)
    numbers = [r.number for r in verdicts.latest(store, 5)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 5


def test_an_answer_is_given_when_the_log_cannot_be_written(store, caplog):
    service = KnowledgeService(store)
    found = service.standing(TENANT, DAY).verdicts
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE verdicts"))
    service.log_verdicts(found, TENANT)
    assert "判断记录没有写成" in caplog.text
    assert "区属国企" not in caplog.text
