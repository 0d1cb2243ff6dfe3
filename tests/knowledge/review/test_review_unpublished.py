"""Nothing unpublished reaches an answer: a draft is looked for by every route, in every state it can have."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook
from review_samples import draft_document, draft_measure, incoming, measure, policy, seeded

from knowledge.consult import Question
from knowledge.errors import MeasureNotFound
from knowledge.importers.draft import DraftContact
from knowledge.profile import Profile
from knowledge.review.export import export_json
from knowledge.review.spreadsheet import export_csv, export_xlsx
from knowledge.review.yaml_text import to_yaml
from knowledge.service import KnowledgeService
from knowledge.store import history, reader

DAY = date(2021, 6, 1)
MARK, PHONE = "独角兽补贴", "64098765"
SECRET = draft_measure(
    7, title=f"{MARK}发放", summary=f"{MARK}每户一万元。", contacts=(DraftContact(name="密探", phones=(PHONE,), department="区测试委"),)
)  # fmt: skip


def waiting(review, by):
    return review.submit([incoming(draft_document(SECRET, doc="测政发〔2021〕9号"))], "李")[0][0].draft_id


def in_review(review, by):
    draft_id = waiting(review, by)
    review.edit(
        draft_id, "7", to_yaml({**review.show_measure(draft_id, "7").proposal, "questions": [f"{MARK}怎么领"]}), by
    )
    return draft_id


def rejected(review, by):
    draft_id = in_review(review, by)
    review.reject(draft_id, by)
    return draft_id


def retired(review, by):
    draft_id = in_review(review, by)
    (done,) = review.approve(draft_id, by).published
    review.retire(done[0], by)
    return draft_id


def a_change_of_a_published_measure(review, by):
    changed = policy(
        measures=[measure(1, summary=f"{MARK}", questions=[MARK]), measure(2, title="贷款贴息", topics=["loan"])]
    )
    return review.submit([incoming(changed)], "李")[0][0].draft_id


def replaced(review, by):
    draft_id = a_change_of_a_published_measure(review, by)
    review.approve(draft_id, by)
    review.roll_back("cs-2021-1-1", 1, by)
    return draft_id


def removed(review, by):
    review.approve(a_change_of_a_published_measure(review, by), by)
    review.retire("cs-2021-1-1", by)


STATES = [waiting, in_review, rejected, retired, a_change_of_a_published_measure, replaced, removed]


def everything(value) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def by_search(service):
    _, hits = service.search(f"{MARK}怎么领", as_of=DAY, limit=100)
    _, listed = service.search(as_of=DAY, limit=1000)
    _, topical = service.search(topic="rent", district="东城", as_of=DAY, limit=1000)
    return [h.measure.content for h in (*hits, *listed, *topical)]


def by_number(service):
    finding = service.find(Question(text=MARK, doc="测政发〔2021〕9号", number=7), DAY, limit=100)
    return [m.content for m in finding.measures]


def by_follow_up(service):
    earlier = ("czf-2021-9-7", "cs-2021-1-1", "cs-2021-1-2")
    return [m.content for m in service.find(Question(text=f"{MARK}那电话呢", among=earlier), DAY, limit=100).measures]


def by_id(service):
    found = []
    for measure_id in ("czf-2021-9-7", "cs-2021-1-7", "7", "1"):
        try:
            found.append(service.get(measure_id).content)
        except MeasureNotFound:
            continue
    return found


def by_eligibility(service):
    profile = Profile(district="东城", size="微型")
    verdicts = [service.judge(m.id, profile, DAY) for m in service.measures]
    return [(v.measure.content, v.reasons) for v in verdicts]


def by_phone(service):
    return sorted(service.phones)


def by_json(service):
    return export_json(reader.published(service.database)).decode()


def by_csv(service):
    return list(csv.reader(io.StringIO(export_csv(reader.published(service.database)).decode("utf-8-sig"))))


def by_xlsx(service):
    book = load_workbook(io.BytesIO(export_xlsx(reader.published(service.database))))
    return [list(sheet.values) for sheet in book.worksheets]


def by_titles(service):
    return reader.published(service.database)


ROUTES = [by_search, by_number, by_follow_up, by_id, by_eligibility, by_phone, by_json, by_csv, by_xlsx, by_titles]


@pytest.mark.parametrize("reach", STATES, ids=lambda f: f.__name__)
async def test_no_route_leads_to_what_is_not_published(store, review, by, reach, monkeypatch):
    seeded(store, policy())
    running = KnowledgeService(store)
    reach(review, by)
    monkeypatch.setattr("knowledge.service.CHECK_SECONDS", 0)
    await running.refresh_if_changed()
    for service in (running, KnowledgeService(store)):
        for route in ROUTES:
            found = everything(route(service))
            assert MARK not in found, route.__name__
            assert PHONE not in found, route.__name__
    assert history.revision_as_of(store, "czf-2021-9-7", DAY) is None


@pytest.mark.parametrize("route", [r for r in ROUTES if r is not by_phone], ids=lambda f: f.__name__)
def test_every_route_leads_to_it_once_it_is_published(store, review, by, route):
    seeded(store, policy())
    review.approve(in_review(review, by), by)
    assert MARK in everything(route(KnowledgeService(store)))


def test_its_phone_is_known_once_it_is_published(store, review, by):
    review.approve(in_review(review, by), by)
    assert KnowledgeService(store).phones == {PHONE}
