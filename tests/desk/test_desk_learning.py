"""Unanswered questions: readable clusters, what editors make of them, and telling those who wanted to know, once."""

import pytest
import yaml
from desk_samples import SAYER, both_stores, reply

from bot.desk import clusters
from bot.desk.drafting import NewMeasure
from bot.desk.errors import BadInput, NotAllowed
from bot.desk.people import Actor
from knowledge.review.service import Decision, ReviewService

MISSED = reply("文件里没有查到这件事的措施，我不能乱说。", "out_of_scope")
CARE = ("养老院有补贴吗", "养老院能拿补贴吗", "开养老院有没有补贴", "养老院的补贴怎么申请")
PETS = ("宠物店能开吗", "宠物店怎么开", "开宠物店要办什么")


def ask(desk, *questions, sender=None, agree=False):
    for n, question in enumerate(questions):
        who = sender or f"chat:{n}"
        desk.log.turn(who, "chat", question, [MISSED])
        if agree:
            assert desk.consents.tell_me(who)


@both_stores
def test_the_same_in_other_words_is_one_cluster(desk, database):
    ask(desk, *CARE)
    ask(desk, *PETS)
    ask(desk, "养老院有补贴吗", sender="chat:again")
    care, pets = desk.learning.clusters()
    assert (care.count, care.people, pets.count) == (5, 5, 3)
    assert care.name in CARE
    assert "养老" in "".join(care.words)
    assert {q.text for q in care.examples} == set(CARE)
    assert care.examples[0].text == "养老院有补贴吗"
    assert care.why == {"没有措施": 5}


def test_clusters_do_not_depend_on_the_order_of_asking():
    questions = [*CARE, *PETS, "abc"]
    there = [{questions[i] for i in g.members} for g in clusters.group(questions)]
    back = questions[::-1]
    assert [{back[i] for i in g.members} for g in clusters.group(back)] == there
    assert there == [set(CARE), set(PETS), {"abc"}]


@pytest.mark.parametrize("questions", [[], ["一"], ["一", "二"], ["好"] * 5, ["a", "b", "养老院"]])
def test_odd_amounts_of_questions(questions):
    found = clusters.group(questions)
    assert sorted(i for g in found for i in g.members) == list(range(len(questions)))


def test_the_cost_is_bounded():
    questions = [f"第{n}个问题问的是{n * 7919 % 10007}号窗口" for n in range(clusters.MOST + 200)]
    found = clusters.group(questions)
    assert sum(len(g.members) for g in found) == clusters.MOST


def test_a_hand_off_is_about_the_question_before_it(desk):
    desk.log.turn(SAYER, "chat", "养老院有补贴吗", [reply("有一条", "answer")])
    desk.log.turn(SAYER, "chat", "转人工", [reply("好的", "handoff")])
    (cluster,) = desk.learning.clusters()
    assert (cluster.name, cluster.why) == ("养老院有补贴吗", {"转了人工": 1})


def test_a_hand_off_out_of_the_blue_is_no_question(desk):
    desk.log.turn(SAYER, "chat", "转人工", [reply("好的", "handoff")])
    desk.log.turn(SAYER, "chat", "。。。", [MISSED])
    assert desk.learning.clusters() == []


def test_the_same_person_asking_again_counts_once(desk):
    ask(desk, "养老院有补贴吗", "养老院有补贴吗", sender=SAYER)
    assert desk.learning.clusters()[0].count == 1


def test_a_sentence_is_kept_for_review_and_exported_in_the_shape_of_the_training_files(desk, editor):
    ask(desk, *CARE, agree=True)
    (cluster,) = desk.learning.clusters()
    lesson = desk.learning.teach(
        cluster.ids, "subsidy", [" 养老院有补贴吗 ", "养老院有补贴吗", "养老机构补多少"], editor
    )
    assert (lesson.words, lesson.questions, lesson.agreed) == (("养老院有补贴吗", "养老机构补多少"), 4, 4)
    assert desk.learning.clusters() == []
    text = desk.learning.export_sentences()
    assert yaml.safe_load(text) == {
        "version": "3.1",
        "nlu": [{"intent": "subsidy", "examples": "- 养老院有补贴吗\n- 养老机构补多少\n"}],
    }
    assert "请审核" in text


def test_nothing_to_export_is_valid_too(desk):
    assert yaml.safe_load(desk.learning.export_sentences()) == {"version": "3.1", "nlu": []}
    assert yaml.safe_load(desk.learning.export_synonyms()) == {"groups": []}


@pytest.mark.parametrize(
    ("intent", "said", "field"),
    [
        ("no_such", ["养老院有补贴吗"], "intent"),
        ("subsidy", [], "sentences"),
        ("subsidy", ["短"[:1]], "sentences"),
        ("subsidy", ["长" * 81], "sentences"),
        ("subsidy", ["[养老院](sector)有补贴吗"], "sentences"),
        ("subsidy", ["/restart 一下"], "sentences"),
        ("subsidy", ["打13800000000找我"], "sentences"),
        ("subsidy", [f"第{n}句训练语句" for n in range(41)], "sentences"),
    ],
)
def test_what_cannot_be_trained_is_refused(desk, editor, intent, said, field):
    ask(desk, "养老院有补贴吗")
    with pytest.raises(BadInput) as caught:
        desk.learning.teach(desk.learning.clusters()[0].ids, intent, said, editor)
    assert set(caught.value.faults) == {field}
    assert len(desk.learning.clusters()) == 1


def test_synonyms(desk, editor):
    ask(desk, *CARE)
    ids = desk.learning.clusters()[0].ids
    for words in (["养老院"], ["养老院", "养老-院"], ["养老院", "长" * 13]):
        with pytest.raises(BadInput):
            desk.learning.synonym(ids, words, editor)
    desk.learning.synonym(ids, ["养老院", " 敬老院 ", "养老机构"], editor)
    assert yaml.safe_load(desk.learning.export_synonyms()) == {"groups": [["养老院", "敬老院", "养老机构"]]}


def test_only_editors_and_their_chiefs(desk, wang):
    ask(desk, *CARE)
    ids = desk.learning.clusters()[0].ids
    for call in (
        lambda: desk.learning.teach(ids, "subsidy", ["养老院有补贴吗"], wang),
        lambda: desk.learning.synonym(ids, ["养老院", "敬老院"], wang),
        lambda: desk.learning.dismiss(ids, "不归我们", wang),
        lambda: desk.learning.draft(ids, NewMeasure("标题", "内容", ("other",)), wang),
        lambda: desk.learning.mark_published([1], wang),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_what_is_dismissed_needs_a_reason_and_two_editors_do_not_both(desk, editor):
    ask(desk, *CARE)
    ids = desk.learning.clusters()[0].ids
    with pytest.raises(BadInput, match="为什么"):
        desk.learning.dismiss(ids, " ", editor)
    desk.learning.dismiss(ids, "不归我们", editor)
    with pytest.raises(BadInput, match="已经处理过"):
        desk.learning.dismiss(ids, "不归我们", editor)
    assert [(x.label, x.reason) for x in desk.learning.lessons()] == [("不用处理", "不归我们")]


@both_stores
async def test_who_agreed_is_told_once_when_the_sentences_are_in(desk, editor, outbound, database):
    ask(desk, CARE[0], CARE[1], sender=SAYER, agree=True)
    ask(desk, CARE[2], sender="chat:silent")
    lesson = desk.learning.teach(desk.learning.clusters()[0].ids, "subsidy", ["养老院有补贴吗"], editor)
    assert await desk.deliver() == 0
    assert desk.learning.mark_published([lesson.id], editor) == 1
    assert desk.learning.mark_published([lesson.id], editor) == 0
    assert await desk.deliver() == 1
    assert [to for to, _ in outbound.said] == [SAYER]
    assert CARE[0] in outbound.texts()[0]
    assert yaml.safe_load(desk.learning.export_sentences())["nlu"] == []


@both_stores
async def test_a_draft_goes_through_the_review_and_then_they_are_told(desk, editor, outbound, database):
    ask(desk, *CARE, agree=True)
    new = NewMeasure("养老机构运营补贴", "给养老机构的补贴。", ("subsidy",), ("区测试民政局",), "东城")
    lesson = desk.learning.draft(desk.learning.clusters()[0].ids, new, editor)
    review = ReviewService(database)
    assert lesson.draft_id in {d.id for d in review.list_drafts()}
    (item,) = review.show(lesson.draft_id).items
    shown = review.show_measure(lesson.draft_id, item.slug)
    assert shown.proposal["title"] == "养老机构运营补贴"
    assert desk.learning.tell_published() == 0
    with pytest.raises(Exception, match="文号"):
        review.approve(lesson.draft_id, Decision("审核员", "试试"))
    _complete(review, lesson.draft_id, item.slug)
    review.approve(lesson.draft_id, Decision("审核员", "核对过"))
    assert desk.learning.tell_published() == 4
    assert desk.learning.tell_published() == 0
    assert await desk.deliver() == 4
    assert desk.learning.lessons("draft")[0].published_at is not None


def _complete(review, draft_id, slug):
    by = Decision("周编辑", "补上出处")
    header = {
        "id": review.show(draft_id).header["id"],
        "doc": "东测发〔2022〕9号",
        "title": "养老措施",
        "issuer": "东城区测试办",
        "district": "东城",
        "published": "2022-05-01",
        "valid_from": "2022-05-01",
        "term": "长期",
    }
    review.edit(draft_id, None, yaml.safe_dump(header, allow_unicode=True), by)
    content = {
        "number": None,
        "key": slug,
        "section": "一、补贴",
        "title": "养老机构运营补贴",
        "summary": "给养老机构的补贴。",
        "topics": ["subsidy"],
        "departments": ["区测试民政局"],
        "no_contact_reason": "原文未列联系人",
        "benefits": [{"kind": "subsidy", "text": "每张床补贴"}],
    }
    review.edit(draft_id, slug, yaml.safe_dump(content, allow_unicode=True), by)


def test_a_draft_needs_its_fields(desk, editor):
    ask(desk, *CARE)
    with pytest.raises(BadInput) as caught:
        desk.learning.draft(desk.learning.clusters()[0].ids, NewMeasure("", "", ("nothing",), (), "海淀"), editor)
    assert set(caught.value.faults) == {"title", "summary", "topics", "district"}


def test_the_words_of_a_miss_are_told_apart():
    from datetime import date

    from actions import reply as replies
    from bot.desk.answers import read

    day = date(2022, 6, 1)

    def why(message):
        return read({"text": message["text"], "custom": message["json_message"]}).miss

    assert why(replies.not_understood(1, day)) == "not_understood"
    assert why(replies.not_understood(2, day)) == "not_understood"
    assert why(replies.not_understood(1, day, ("房租能减吗",))) == "not_understood"
    assert why(replies.out_of_scope(day)) == "out_of_scope"
    assert why(replies.elsewhere("海淀", day)) == "no_measure"
    assert why(replies.small_talk("greet", day)) == ""


def test_editors_and_chiefs_are_the_editors():
    from bot.desk.people import EDITORS

    assert Actor("x", "x", "supervisor").role in EDITORS
    assert Actor("x", "x", "operator").role not in EDITORS
