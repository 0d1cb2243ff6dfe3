"""A running assistant takes in what is published, without a restart and without asking too often."""

from __future__ import annotations

import asyncio
import threading
from datetime import date

import pytest
from review_samples import measure, policy, seeded, submit
from sqlalchemy.exc import OperationalError

from knowledge.service import KnowledgeService
from knowledge.store import reader

DAY = date(2021, 6, 1)


@pytest.fixture
def service(store, monkeypatch):
    seeded(store, policy())
    monkeypatch.setattr("knowledge.service.CHECK_SECONDS", 0)
    return KnowledgeService(store)


async def test_a_publication_is_searched_and_answered_at_once(service, review, by):
    new = policy(
        measures=[
            measure(1),
            measure(2, title="贷款贴息", topics=["loan"]),
            measure(3, title="停车费减免", questions=["停车费能免吗"]),
        ]
    )
    review.approve(submit(review, new).draft_id, by)
    assert service.search("停车费能免吗", as_of=DAY)[0] < 3
    assert await service.refresh_if_changed()
    assert service.search("停车费能免吗", as_of=DAY)[1][0].measure.id == "cs-2021-1-3"
    assert not await service.refresh_if_changed()


async def test_a_retired_measure_is_gone_at_once(service, review, by):
    review.retire("cs-2021-1-1", by)
    assert await service.refresh_if_changed()
    assert [m.id for m in service.measures] == ["cs-2021-1-2"]


async def test_a_draft_is_no_reason_to_reload(service, review):
    submit(review, policy(measures=[measure(1, title="改")]))
    assert not await service.refresh_if_changed()


async def test_the_store_is_asked_at_most_once_a_second(service, monkeypatch):
    asked = []
    monkeypatch.setattr(reader, "version", lambda database: asked.append(threading.current_thread()) or 0)
    monkeypatch.setattr("knowledge.service.CHECK_SECONDS", 60)
    assert await asyncio.gather(*(service.refresh_if_changed() for _ in range(20))) == [False] * 20
    assert asked == []
    monkeypatch.setattr("knowledge.service.CHECK_SECONDS", 0)
    await service.refresh_if_changed()
    (thread,) = asked
    assert thread is not threading.main_thread()


async def test_when_the_store_cannot_be_asked_the_old_answers_stay(service, monkeypatch):
    def fail(database):
        raise OperationalError("SELECT", {}, Exception("down"))

    monkeypatch.setattr(reader, "version", fail)
    assert not await service.refresh_if_changed()
    assert len(service.measures) == 2


def test_a_reader_sees_one_state_while_others_publish(store, review, by):
    seeded(store, policy(measures=[measure(1), measure(2)]))
    other = policy(measures=[measure(1, title="改一"), measure(2, title="改二")])
    draft_id = submit(review, other).draft_id
    with store.snapshot() as session:
        before = reader._published(session)
        review.approve(draft_id, by)
        after = reader._published(session)
    assert [m.revision for m in before] == [m.revision for m in after] == [1, 1]
    assert [m.revision for m in reader.published(store)] == [2, 2]
