"""Filling the store from files: all or nothing, only what changed, and every revision kept."""

import shutil

import pytest
import yaml
from sqlalchemy import func, select

from knowledge.errors import BrokenFile
from knowledge.files import MEASURES, load_all
from knowledge.store import reader
from knowledge.store.database import Database
from knowledge.store.seed import SeedReport, seed
from knowledge.store.tables import ContactRow, MeasureRow, PhoneRow

FILE = "xicheng-2020-1.yml"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "measures"
    folder.mkdir()
    shutil.copy(MEASURES / FILE, folder)
    return folder


@pytest.fixture
def store(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/store.db")
    database.migrate()
    yield database
    database.close()


def change(folder, alter):
    path = folder / FILE
    held = yaml.safe_load(path.read_text("utf-8"))
    alter(held)
    path.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")


def rows(store, measure_id):
    with store.session() as session:
        query = select(MeasureRow).where(MeasureRow.measure_id == measure_id).order_by(MeasureRow.revision)
        return [(r.revision, r.status, r.title) for r in session.scalars(query)]


def test_the_curated_files_come_back_as_they_were_written(database):
    wanted = {f"{p.document.id}-{m.slug}": (p.document, m) for p in load_all() for m in p.measures}
    stored = {m.id: (m.document, m.content) for m in reader.published(database)}
    assert stored == wanted


def test_order_is_that_of_the_files(database):
    stored = [m.id for m in reader.published(database) if m.document.id == "dc-2022-8"]
    (policy,) = [p for p in load_all() if p.document.id == "dc-2022-8"]
    assert stored == [f"dc-2022-8-{m.slug}" for m in policy.measures]


def test_same_files_again_change_nothing(store, folder):
    said = []
    assert seed(store, folder, said.append).added == 23
    assert said == ["载入 西政办发〔2020〕1号（23 条）"]
    said.clear()
    assert seed(store, folder, said.append) == SeedReport()
    assert not said
    assert {r.revision for r in reader.published(store)} == {1}


def test_a_changed_measure_gets_a_new_revision_and_the_old_one_is_kept(store, folder):
    seed(store, folder)
    change(folder, lambda held: held["measures"][6].update(title="新的标题"))
    assert seed(store, folder) == SeedReport(changed=1)
    old, new = rows(store, "xc-2020-1-7")
    assert old[:2] == (1, "retired")
    assert new == (2, "published", "新的标题")
    assert rows(store, "xc-2020-1-8")[0][:2] == (1, "published")
    assert [m.revision for m in reader.published(store) if m.id == "xc-2020-1-7"] == [2]


def test_a_changed_phone_is_a_new_revision_with_its_own_contacts(store, folder):
    seed(store, folder)
    with store.session() as session:
        before = session.scalar(select(func.count()).select_from(ContactRow))
    change(folder, lambda held: held["measures"][6]["contacts"][0].update(phones=["83926769"]))
    assert seed(store, folder).changed == 1
    (measure,) = [m for m in reader.published(store) if m.id == "xc-2020-1-7"]
    assert measure.content.contacts[0].phones == ("83926769",)
    with store.session() as session:
        assert session.scalar(select(func.count()).select_from(ContactRow)) == before + len(measure.content.contacts)
        assert session.scalar(select(PhoneRow).where(PhoneRow.number == "83926769")) is not None


def test_a_measure_taken_out_is_retired_and_may_come_back(store, folder):
    seed(store, folder)
    kept = (folder / FILE).read_text("utf-8")
    change(folder, lambda held: held["measures"].pop())
    assert seed(store, folder) == SeedReport(retired=1)
    assert "xc-2020-1-23" not in {m.id for m in reader.published(store)}
    (folder / FILE).write_text(kept, "utf-8")
    assert seed(store, folder) == SeedReport(added=1)
    assert [r[:2] for r in rows(store, "xc-2020-1-23")] == [(1, "retired"), (2, "published")]


def test_a_changed_document_is_taken_over(store, folder):
    seed(store, folder)
    change(folder, lambda held: held["document"].update(title="改了名的文件"))
    seed(store, folder)
    assert {m.document.title for m in reader.published(store)} == {"改了名的文件"}


def test_a_broken_file_leaves_the_store_as_it_was(store, folder):
    seed(store, folder)
    before = reader.published(store)
    change(folder, lambda held: (held["measures"][0].update(title="改好的"), held["measures"][1].update(topics=["错"])))
    with pytest.raises(BrokenFile, match=r"xicheng-2020-1\.yml：第 2 条，字段 topics\.0"):
        seed(store, folder)
    assert reader.published(store) == before
    change(folder, lambda held: held["measures"][1].update(topics=["epidemic"]))
    assert seed(store, folder).changed >= 1


def test_a_broken_file_beside_a_sound_one_keeps_both_out(store, folder):
    (folder / "a.yml").write_text("document: {}", "utf-8")
    with pytest.raises(BrokenFile, match=r"a\.yml：字段 document\.id：缺少这个字段"):
        seed(store, folder)
    assert reader.count_published(store) == 0


def test_at_most_one_revision_is_published(database):
    with database.session() as session:
        query = (
            select(MeasureRow.measure_id)
            .where(MeasureRow.status == "published")
            .group_by(MeasureRow.measure_id)
            .having(func.count() > 1)
        )
        assert session.scalars(query).all() == []
