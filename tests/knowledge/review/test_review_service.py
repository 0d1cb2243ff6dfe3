"""The way of a draft: submit, look, edit, approve, reject, retire, roll back; and who did what, when and why."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from review_samples import NOON, SOURCE, draft_document, draft_measure, incoming, measure, policy, seeded, span, submit

from knowledge.review.decision import Decision
from knowledge.review.errors import (
    BadContent,
    DraftNotFound,
    NameAndReason,
    NotReady,
    Outdated,
    ReviewProblem,
    UnknownRevision,
    WrongState,
)
from knowledge.review.service import ReviewService
from knowledge.review.yaml_text import to_yaml
from knowledge.store import history, reader
from knowledge.store.location import BEIJING

ONE, TWO = "cs-2021-1-1", "cs-2021-1-2"


def published(store) -> dict[str, tuple[str, int]]:
    return {m.id: (m.content.title, m.revision) for m in reader.published(store)}


def state(review, draft_id):
    view = review.show(draft_id)
    return view.summary.state, {i.slug: i.state for i in view.items}


# Bringing in


def test_a_new_document_waits_and_publishes_nothing(store, review):
    before = reader.version(store)
    result = submit(review)
    assert (result.outcome, [m.slug for m in result.diff.of("added")]) == ("new", ["1", "2"])
    assert state(review, result.draft_id) == ("draft", {"1": "draft", "2": "draft"})
    assert published(store) == {}
    assert reader.version(store) == before
    assert [d.id for d in review.list_drafts()] == [result.draft_id]
    assert review.list_drafts("published") == []


def test_the_same_source_twice_changes_nothing(store, review):
    first, second = submit(review), submit(review)
    assert (second.outcome, second.draft_id) == ("known", first.draft_id)
    assert len(review.list_drafts()) == 1
    assert len(review.log()) == 1


def test_several_sources_are_stored_together_or_not_at_all(store, review):
    broken = incoming(draft_document(), sha="b")
    object.__setattr__(broken, "documents", (draft_document(), None))
    with pytest.raises(AttributeError):
        review.submit([incoming(sha="a"), broken], "李导入")
    assert review.list_drafts() == []
    assert review.log() == []


def test_a_document_without_measures_is_not_kept(review):
    (result,) = review.submit([incoming(draft_document().model_copy(update={"measures": ()}))], "李导入")[0]
    assert result.outcome == "empty"
    assert review.list_drafts() == []


def test_a_new_version_gives_a_diff(store, review, by):
    review.approve(submit(review).draft_id, by)
    newer = draft_document(draft_measure(1, summary="改成全免。"), draft_measure(3))
    result = submit(review, newer, sha="b")
    assert result.outcome == "changed"
    changes = {m.slug: m.change for m in result.diff.measures}
    assert changes == {"1": "changed", "3": "added", "2": "removed"}
    assert [(f.field, f.new) for f in result.diff.of("changed")[0].fields] == [("summary", "改成全免。")]
    done = review.approve(result.draft_id, by)
    assert (done.published, done.retired) == ((("czf-2021-1-1", 2), ("czf-2021-1-3", 1)), ("czf-2021-1-2",))
    assert list(published(store)) == ["czf-2021-1-1", "czf-2021-1-3"]


def test_a_version_that_says_the_same_needs_no_decision_but_is_compared_with_next_time(store, review):
    seeded(store, policy(measures=[measure(1), measure(2)]))
    first = submit(review)
    assert (first.outcome, review.show(first.draft_id).summary.state) == ("same", "same")
    assert "只比对了联系人、日期和网址" in first.notes[0]
    with pytest.raises(WrongState):
        review.approve(first.draft_id, Decision("王", "看过"))
    second = submit(
        review, draft_document(draft_measure(1, steps=({"text": "改到窗口申请"},)), draft_measure(2)), sha="b"
    )
    assert second.notes == ()
    assert [(m.slug, [f.field for f in m.fields]) for m in second.diff.measures] == [("1", ["steps"])]


def test_two_documents_never_share_an_id(review):
    first = submit(review, draft_document(doc="测政发〔2021〕1号"), sha="a")
    other = submit(review, draft_document(doc="厕政发〔2021〕1号"), sha="b")
    ids = {review.show(r.draft_id).summary.document_id for r in (first, other)}
    assert ids == {"czf-2021-1", "czf-2021-1-v2"}


# Looking


def test_the_source_stands_beside_each_field(review):
    found = draft_measure(
        1, evidence={"title": span("房租减半"), "contacts.0.phones.0": span("64030001"), "steps.0": ()}
    )
    view = review.show_measure(submit(review, draft_document(found)).draft_id, "1")
    fields = {f.field: [(q.path, q.text) for q in f.quotes] for f in view.fields}
    assert fields["title"] == [("title", "房租减半")]
    assert fields["contacts"] == [("contacts.0.phones.0", "64030001")]
    assert fields["steps"] == []
    assert {f.field: f.value for f in view.fields}["title"] == "第1条措施"


def test_a_place_outside_the_source_shows_nothing_wrong(review):
    found = draft_measure(
        1, evidence={"title": ({"start": 5, "end": len(SOURCE) + 99}, {"start": 10**6, "end": 10**7})}
    )
    view = review.show_measure(submit(review, draft_document(found)).draft_id, "1")
    (quote,) = next(f.quotes for f in view.fields if f.field == "title")
    assert quote.text == SOURCE[5:].strip()


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: r.show(9),
        lambda r: r.show_measure(9, "1"),
        lambda r: r.text(9),
        lambda r: r.approve(9, Decision("王", "好")),
    ],
)
def test_an_unknown_draft_is_named(review, ask):
    with pytest.raises(DraftNotFound, match="没有编号为 9 的草稿"):
        ask(review)


def test_an_unknown_measure_of_a_draft_is_named(review):
    with pytest.raises(DraftNotFound, match="没有编号为“7”的措施"):
        review.show_measure(submit(review).draft_id, "7")


# Who and why


@pytest.mark.parametrize(
    ("who", "why"), [("", "好"), ("王", ""), (" \u200b", "好"), ("王", "……"), ("王" * 65, "好"), ("王", "好" * 1001)]
)
def test_a_decision_needs_a_name_and_a_reason(who, why):
    with pytest.raises(NameAndReason):
        Decision(who, why)


def test_a_name_is_stored_on_one_line():
    assert Decision(" 王\n审核\x00 ", "核\t对").who == "王 审核"


def test_the_log_tells_who_did_what_when_and_why(review, clock, by):
    draft_id = submit(review).draft_id
    review.approve(draft_id, by, ["1"])
    review.reject(draft_id, Decision("赵驳回", "不是惠企措施"))
    review.retire(ONE.replace("cs", "czf"), Decision("钱停用", "到期"))
    log = [(e.who, e.action, e.reason, e.measure_id) for e in reversed(review.log())]
    one, two = "czf-2021-1-1", "czf-2021-1-2"
    assert log == [
        ("李导入", "import", "导入 来文.txt", None),
        ("王审核", "start", "与原文核对一致", one),
        ("王审核", "approve", "与原文核对一致", None),
        ("王审核", "approve", "与原文核对一致", one),
        ("赵驳回", "reject", "不是惠企措施", two),
        ("钱停用", "retire", "到期", one),
    ]
    assert all(e.at.tzinfo and NOON < e.at <= clock.at for e in review.log())
    assert {e.measure_id for e in review.log(measure_id=two)} == {two}
    assert len(review.log(limit=2)) == 2


# Approving


def test_approval_publishes_with_name_reason_and_order(store, review, by):
    draft_id = submit(review, draft_document(draft_measure(2), draft_measure(1))).draft_id
    before = reader.version(store)
    review.approve(draft_id, by)
    assert [m.number for m in reader.published(store)] == [2, 1]
    assert reader.version(store) == before + 1
    (kept,) = review.revisions("czf-2021-1-1")
    assert (kept.origin, kept.published_by, kept.reason) == ("review", "王审核", "与原文核对一致")
    assert state(review, draft_id) == ("published", {"1": "published", "2": "published"})


def test_measures_can_be_decided_one_by_one(store, review, by):
    draft_id = submit(review).draft_id
    review.approve(draft_id, by, ["2"])
    assert state(review, draft_id) == ("in_review", {"1": "draft", "2": "published"})
    review.reject(draft_id, by, ["1"])
    assert state(review, draft_id)[0] == "published"
    assert [m.number for m in reader.published(store)] == [2]


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_a_decision_is_not_taken_twice(review, by, act):
    draft_id = submit(review).draft_id
    review.approve(draft_id, by, ["1"])
    with pytest.raises(WrongState, match="1（王审核）"):
        getattr(review, act)(draft_id, by, ["1"])
    review.approve(draft_id, by)
    with pytest.raises(WrongState):
        getattr(review, act)(draft_id, by)


def test_everything_missing_is_said_at_once_and_nothing_is_published(store, review, by):
    bad = draft_document(
        draft_measure(1), draft_measure(2, summary="", benefits=()), draft_measure(3, topics=()), term=None
    )
    draft_id = submit(review, bad).draft_id
    with pytest.raises(NotReady) as caught:
        review.approve(draft_id, by)
    assert [p.split("（")[0] for p in caught.value.problems] == [
        "文件信息：执行期限",
        "第 2 条：内容摘要",
        "第 2 条：优惠",
        "第 3 条：主题",
    ]
    assert published(store) == {}
    assert state(review, draft_id)[0] == "draft"


def test_a_rejected_draft_leaves_no_trace_in_what_is_published(store, review, by):
    seeded(store, policy(measures=[measure(1), measure(2)]))
    draft_id = submit(review, policy(measures=[measure(1, title="改名"), measure(2)], title="新文件名")).draft_id
    assert review.reject(draft_id, by) == 1
    assert state(review, draft_id) == ("rejected", {"1": "rejected"})
    assert published(store) == {ONE: ("房租减半", 1), TWO: ("房租减半", 1)}
    assert reader.published(store)[0].document.title == "测试区若干措施"


def test_a_changed_description_of_the_document_is_published_with_the_whole_draft_only(store, review, clock, by):
    seeded(store, policy())
    clock.at = NOON + timedelta(days=10)
    changed = policy(
        term="有效期延长一年", measures=[measure(1, title="改名"), measure(2, title="贷款贴息", topics=["loan"])]
    )
    draft_id = submit(review, changed).draft_id
    review.approve(draft_id, by, ["1"])
    assert reader.published(store)[0].document.term == "有效期至2021年12月31日"
    review.approve(draft_id, by)
    assert reader.published(store)[0].document.term == "有效期延长一年"
    assert state(review, draft_id)[0] == "published"
    terms = [history.revision_as_of(store, TWO, (NOON + timedelta(days=d)).date()).document.term for d in (9, 10)]
    assert terms == ["有效期至2021年12月31日", "有效期延长一年"]


def test_a_draft_that_only_describes_the_document_anew_can_be_rejected(store, review, by):
    seeded(store, policy())
    draft_id = submit(review, policy(title="新文件名")).draft_id
    assert review.reject(draft_id, by) == 0
    assert state(review, draft_id) == ("rejected", {})


def test_what_was_published_meanwhile_is_not_overwritten(store, review, by):
    seeded(store, policy(measures=[measure(1)]))
    mine = submit(review, policy(measures=[measure(1, title="我的")]), sha="a").draft_id
    theirs = submit(review, policy(measures=[measure(1, title="别人的")]), sha="b").draft_id
    review.approve(theirs, Decision("孙抢先", "先到"))
    with pytest.raises(Outdated, match="孙抢先"):
        review.approve(mine, by)
    assert published(store) == {ONE: ("别人的", 2)}
    review.edit(mine, "1", to_yaml(measure(1, title="看过再改的")), by)
    review.approve(mine, by)
    assert published(store) == {ONE: ("看过再改的", 3)}


def test_two_approvals_at_once_publish_once(store, review):
    seeded(store, policy(measures=[measure(1)]))
    drafts = [submit(review, policy(measures=[measure(1, title=f"第{i}个")]), sha=str(i)).draft_id for i in range(6)]
    outcomes: list[object] = []
    barrier = threading.Barrier(len(drafts))

    def approve(draft_id: int) -> None:
        barrier.wait()
        try:
            outcomes.append(ReviewService(store).approve(draft_id, Decision("王", "同时")))
        except ReviewProblem as fault:
            outcomes.append(fault)

    threads = [threading.Thread(target=approve, args=(d,)) for d in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(o, Outdated) for o in outcomes) == 5, outcomes
    assert published(store)[ONE][1] == 2


# Editing


def test_an_edit_is_what_gets_published(store, review, by):
    draft_id = submit(review).draft_id
    text = review.text(draft_id, "1")
    assert "# 没有常见问法（questions）" in text
    review.edit(draft_id, "1", text.replace("第1条措施", "改过的标题"), by)
    assert state(review, draft_id) == ("in_review", {"1": "in_review", "2": "draft"})
    assert published(store) == {}
    review.approve(draft_id, by, ["1"])
    assert published(store)["czf-2021-1-1"][0] == "改过的标题"


def test_a_bad_edit_changes_nothing(review, by):
    draft_id = submit(review).draft_id
    with pytest.raises(BadContent, match="标题（title）：缺少这个字段"):
        review.edit(draft_id, "1", review.text(draft_id, "1").replace("title:", "summary2:"), by)
    assert review.show_measure(draft_id, "1").proposal["title"] == "第1条措施"
    assert state(review, draft_id)[0] == "draft"


def test_what_a_document_lacks_can_be_filled_in(store, review, by):
    draft_id = submit(review, draft_document(term=None, doc=None)).draft_id
    document_id = review.show(draft_id).summary.document_id
    full = {**review.show(draft_id).header, "term": "长期", "doc": "测政发〔2021〕1号"}
    with pytest.raises(BadContent, match="文件代号（id）不能改"):
        review.edit(draft_id, None, to_yaml({**full, "id": "other-1"}), by)
    review.edit(draft_id, None, to_yaml(full), by)
    review.approve(draft_id, by)
    assert {m.document.id for m in reader.published(store)} == {document_id}


def test_a_document_number_published_under_another_id_is_refused(store, review, by):
    draft_id = submit(review, draft_document(doc=None)).draft_id
    seeded(store, policy())
    review.edit(draft_id, None, to_yaml({**review.show(draft_id).header, "doc": "测政发〔2021〕1号"}), by)
    with pytest.raises(Outdated, match="cs-2021-1"):
        review.approve(draft_id, by)


def test_a_wrong_number_can_be_put_right_but_not_doubled(store, review, by):
    draft_id = submit(review).draft_id
    text = review.text(draft_id, "2")
    with pytest.raises(BadContent, match="已经有编号为“1”的措施"):
        review.edit(draft_id, "2", text.replace("number: 2", "number: 1"), by)
    review.edit(draft_id, "2", text.replace("number: 2", "number: 5"), by)
    review.approve(draft_id, by)
    assert [m.number for m in reader.published(store)] == [1, 5]


def test_a_removal_has_nothing_to_edit(store, review, by):
    seeded(store, policy())
    draft_id = submit(review, policy(measures=[measure(1)])).draft_id
    with pytest.raises(WrongState, match="批准就停用它"):
        review.text(draft_id, "2")
    with pytest.raises(WrongState):
        review.edit(draft_id, "2", to_yaml(measure(2)), by)


# Retiring and going back


def test_retire_and_bring_back(store, review, by):
    seeded(store, policy(measures=[measure(1)]))
    assert review.retire(ONE, by) == 1
    assert published(store) == {}
    with pytest.raises(WrongState, match="已经停用"):
        review.retire(ONE, by)
    assert review.roll_back(ONE, 1, by) == 2
    assert published(store) == {ONE: ("房租减半", 2)}


def test_going_back_is_a_new_revision_with_the_old_content(store, review, by):
    seeded(store, policy(measures=[measure(1)]))
    review.approve(submit(review, policy(measures=[measure(1, title="改坏了")])).draft_id, by)
    assert review.roll_back(ONE, 1, Decision("王", "改错了")) == 3
    assert published(store) == {ONE: ("房租减半", 3)}
    kept = [(r.measure.revision, r.status, r.measure.content.title, r.reason) for r in review.revisions(ONE)]
    assert kept == [
        (1, "retired", "房租减半", None),
        (2, "retired", "改坏了", "与原文核对一致"),
        (3, "published", "房租减半", "改错了"),
    ]


def test_going_back_to_what_is_or_never_was_is_refused(store, review, by):
    seeded(store, policy(measures=[measure(1)]))
    with pytest.raises(WrongState, match="现在用的就是第 1 版"):
        review.roll_back(ONE, 1, by)
    with pytest.raises(UnknownRevision, match="没有第 9 版"):
        review.roll_back(ONE, 9, by)
    for act in (lambda: review.roll_back("nothing-1", 1, by), lambda: review.retire("nothing-1", by)):
        with pytest.raises(UnknownRevision, match="没有编号为“nothing-1”的措施"):
            act()


def test_every_revision_is_readable_as_of_its_days(store, review, clock, by):
    day = timedelta(days=1)
    seeded(store, policy(measures=[measure(1)]), at=NOON)
    for n, title in enumerate(["二版", "三版"], start=1):
        clock.at = NOON + 10 * n * day
        review.approve(submit(review, policy(measures=[measure(1, title=title)]), sha=str(n)).draft_id, by)
    clock.at = NOON + 30 * day
    review.retire(ONE, by)

    def title_on(days: int) -> str | None:
        found = review.published_as_of(ONE, (NOON + days * day).astimezone(BEIJING).date())
        return found.content.title if found else None

    assert [title_on(d) for d in (-1, 0, 9, 10, 19, 20, 29, 30)] == [
        None, "房租减半", "房租减半", "二版", "二版", "三版", "三版", None,
    ]  # fmt: skip


def test_a_day_ends_at_midnight_in_beijing(store):
    seeded(store, policy(measures=[measure(1)]), at=datetime(2026, 3, 1, 23, 59, tzinfo=BEIJING))
    assert history.revision_as_of(store, ONE, date(2026, 3, 1)).revision == 1
    assert history.revision_as_of(store, ONE, date(2026, 2, 28)) is None


def test_a_measure_that_never_was_has_no_past(review):
    with pytest.raises(UnknownRevision):
        review.published_as_of("nothing-1", date(2026, 1, 1))
