"""Seeding from the curated files: only what changed, and never over what a person decided."""

from __future__ import annotations

import pytest
import yaml
from review_samples import NOON, measure, policy, submit
from sqlalchemy.exc import IntegrityError

from knowledge.review.decision import Decision
from knowledge.store import history, reader, writing
from knowledge.store.seed import SeedReport, seed
from knowledge.store.tables import MeasureRow

ONE = "cs-2021-1-1"


@pytest.fixture
def files(tmp_path):
    """Writes the curated file; gives its folder."""
    folder = tmp_path / "measures"
    folder.mkdir()

    def write(**changes):
        text = yaml.safe_dump(policy(**changes).model_dump(mode="json"), allow_unicode=True)
        (folder / "cs.yml").write_text(text, "utf-8")
        return folder

    return write


def titles(store) -> dict[str, str]:
    return {m.id: m.content.title for m in reader.published(store)}


def test_the_second_time_nothing_is_written(store, files):
    assert seed(store, files()) == SeedReport(added=2)
    version = reader.version(store)
    assert seed(store, files()) == SeedReport()
    assert reader.version(store) == version


def test_only_what_changed_gets_a_new_revision(store, files):
    seed(store, files())
    report = seed(store, files(measures=[measure(1, title="房租全免"), measure(2, title="贷款贴息", topics=["loan"])]))
    assert report == SeedReport(changed=1)
    assert {m.id: m.revision for m in reader.published(store)} == {ONE: 2, "cs-2021-1-2": 1}


def test_a_measure_that_only_moved_keeps_its_revision(store, files):
    seed(store, files())
    assert seed(store, files(measures=[measure(2, title="贷款贴息", topics=["loan"]), measure(1)])) == SeedReport()
    assert [(m.number, m.revision) for m in reader.published(store)] == [(2, 1), (1, 1)]


def test_a_measure_gone_from_the_files_is_retired(store, files):
    seed(store, files())
    assert seed(store, files(measures=[measure(1)])) == SeedReport(retired=1)
    assert list(titles(store)) == [ONE]
    assert history.revisions(store, "cs-2021-1-2")[0].retired_reason == "措施文件里不再有这一条"


def test_what_a_person_published_is_not_overwritten_and_this_is_said(store, files, review, by):
    seed(store, files())
    draft = submit(
        review, policy(measures=[measure(1, title="审核过的标题"), measure(2, title="贷款贴息", topics=["loan"])])
    )
    review.approve(draft.draft_id, by)
    said: list[str] = []
    report = seed(store, files(measures=[measure(1, title="文件里的新标题"), measure(2, title="新贴息")]), said.append)
    assert report == SeedReport(changed=1, kept=(ONE,))
    assert titles(store) == {ONE: "审核过的标题", "cs-2021-1-2": "新贴息"}
    assert any(ONE in line and "没有用文件覆盖" in line for line in said)


def test_what_a_person_retired_does_not_come_back(store, files, review, by):
    seed(store, files())
    review.retire(ONE, by)
    report = seed(store, files(measures=[measure(1, title="文件里的新标题")]))
    assert report == SeedReport(retired=1, kept=(ONE,))
    assert titles(store) == {}


def test_a_document_a_person_described_is_not_overwritten(store, files, review, by):
    seed(store, files())
    review.approve(submit(review, policy(title="审核过的文件名")).draft_id, by)
    report = seed(store, files(title="文件里的文件名", measures=[measure(1, title="新标题")]))
    assert report.kept == ("cs-2021-1",)
    assert reader.published(store)[0].document.title == "审核过的文件名"


def test_the_store_itself_refuses_two_published_revisions(store, files):
    seed(store, files())
    with store.session() as session:
        row = writing.current(session, ONE)
        twin = MeasureRow(
            measure_id=ONE, document_id=row.document_id, position=0, revision=7, status="published", title="x",
            content=row.content, origin="review", published_at=NOON,
        )  # fmt: skip
        session.add(twin)
        with pytest.raises(IntegrityError):
            session.flush()


def test_retiring_names_who_and_why(store, files, review):
    seed(store, files())
    review.retire(ONE, Decision("王审核", "文件废止"))
    (kept,) = history.revisions(store, ONE)
    assert (kept.status, kept.retired_by, kept.retired_reason) == ("retired", "王审核", "文件废止")
