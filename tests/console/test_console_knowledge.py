"""Editing the knowledge by forms: changing, diff, approving, retiring, rolling back, and importing with progress."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import FormData

from bot.accounts.audit import Seen
from bot.console import differing, editing
from bot.console.keys import imports_key
from knowledge.review.diff import compare_measure
from knowledge.review.errors import BadContent

ONE = "/console/knowledge/measures/dc-desk-1"
DOCUMENT = """东城区人民政府办公室关于测试的若干措施
东测办发〔2022〕5号
一、减免租金。对租用国有房屋的中小微企业，减免3个月租金。
（责任单位：区国资委；联系人：李四；联系电话：64031234）
二、贷款贴息。对中小微企业给予贷款贴息。
（责任单位：区金融办；联系人：王五；联系电话：64031235）
"""


@pytest.fixture
async def editor(desk):
    return await desk.signed_in("editor")


async def text_of(answer, status=200):
    text = await answer.text()
    assert answer.status == status, text
    return text


def fields_of(page):
    """The form of a page, as a browser would send it back."""
    from lxml import html

    tree = html.fromstring(page)
    form = tree.xpath('//form[@class="edit"]')[0]
    return [(k, v) for k, v in form.form_values()]


def changed(fields, **new):
    data = FormData()
    for name, value in fields:
        data.add_field(name, new.pop(name, value))
    for name, value in new.items():
        data.add_field(name, value)
    return data


async def draft_of(editor, **new):
    page = await text_of(await editor.get(f"{ONE}/edit"))
    return await editor.post(f"{ONE}/edit", "", changed(fields_of(page), reason="改正", **new))


async def test_the_form_shows_the_measure_and_sent_back_unchanged_it_changes_nothing(editor):
    page = await text_of(await draft_of(editor), 422)
    assert "和已发布的内容没有出入" in page


async def test_a_change_becomes_a_draft_a_diff_and_after_approval_a_revision(desk, editor):
    made = await draft_of(editor, title="小微企业租金减免三分之一", **{"contact-0-phones": "64030001-12、64030002"})
    assert made.status == 303
    where = made.headers["Location"]
    page = await text_of(await editor.get(where))
    assert "<del>一半</del>" in page and "<ins>三分之一</ins>" in page
    draft = where.split("/items/")[0]
    assert "租金减免一半" in await text_of(await editor.get("/console/knowledge")), "not yet published"
    assert (await editor.post(f"{draft}/approve", None, {"slug": "1", "reason": ""})).status == 422
    assert (await editor.post(f"{draft}/approve", None, {"reason": "核对过"})).status == 422, "nothing ticked"
    assert (await editor.post(f"{draft}/approve", None, {"slug": "1", "reason": "核对过"})).status == 303
    await asyncio.to_thread(desk.service.reload)
    measure = desk.service.get("dc-desk-1")
    assert (measure.revision, measure.content.title) == (2, "小微企业租金减免三分之一")
    assert measure.content.contacts[0].phones == ("64030001-12", "64030002")
    history = await text_of(await editor.get(f"{ONE}?old=1&new=2"))
    assert "editor甲（editor）" in history and "核对过" in history and "<ins>三分之一</ins>" in history
    again = await editor.post(f"{draft}/approve", None, {"slug": "1", "reason": "再来"})
    assert "已经有了决定" in await text_of(again, 422)

    assert (await editor.post(f"{ONE}/rollback", None, {"revision": "1", "reason": "改错了"})).status == 303
    await asyncio.to_thread(desk.service.reload)
    assert desk.service.get("dc-desk-1").content.title == "小微企业租金减免一半"
    noted = [e.action for _, e in desk.audit.lines(Seen(who="editor"))[0]]
    assert {"knowledge.change", "draft.approve", "knowledge.rollback"} <= set(noted)


async def test_faults_are_all_said_and_the_form_keeps_what_was_typed(editor):
    wrong = {"title": "", "valid_from": "2021-02-30", "contact-0-phones": "123", "steps": "- text: ["}
    page = await text_of(await draft_of(editor, **wrong), 422)
    assert "办理步骤：第 " in page and 'value="2021-02-30"' in page
    wrong.pop("steps")
    page = await text_of(await draft_of(editor, summary="我写的摘要", **wrong), 422)
    assert "我写的摘要" in page and 'value="123"' in page
    assert (
        "应是日期，例如 2022-12-31" in page and "电话写法不对：123" in page and "标题" in page.split('id="problems"')[1]
    )


async def test_the_whole_yaml_can_be_edited_too(editor):
    page = await text_of(await editor.get(f"{ONE}/edit?mode=yaml"))
    fields = dict(fields_of(page))
    text = fields["yaml"].replace("租金减免一半", "租金全免")
    made = await editor.post(f"{ONE}/edit", None, {"mode": "yaml", "yaml": text, "reason": "改"})
    assert made.status == 303
    other = await editor.post(
        f"{ONE}/edit", None, {"mode": "yaml", "yaml": text.replace("number: 1", "number: 7"), "reason": "改"}
    )
    assert "编号不能改" in await text_of(other, 422)
    broken = await editor.post(f"{ONE}/edit", None, {"mode": "yaml", "yaml": "a: [", "reason": "改"})
    assert "YAML 写法不对" in await text_of(broken, 422)


async def test_a_reason_is_asked_for(editor):
    page = await text_of(await editor.get(f"{ONE}/edit"))
    answer = await editor.post(f"{ONE}/edit", "", changed(fields_of(page), title="别的标题"))
    assert "理由" in await text_of(answer, 422)


async def test_retiring_takes_it_out_of_the_answers_and_it_can_come_back(desk, editor):
    assert (await editor.post(f"{ONE}/retire", None, {"reason": "到期"})).status == 303
    await asyncio.to_thread(desk.service.reload)
    assert "dc-desk-1" not in {m.id for m in desk.service.measures}
    assert "已停用" in await text_of(await editor.get("/console/knowledge"))
    assert "已经停用了" in await text_of(await editor.post(f"{ONE}/retire", None, {"reason": "再停"}), 422)
    assert (await editor.post(f"{ONE}/rollback", None, {"revision": "1", "reason": "恢复"})).status == 303
    assert (await editor.post(f"{ONE}/rollback", None, {"revision": "9", "reason": "恢复"})).status == 404


async def uploaded(desk, editor, name, content):
    data = FormData(quote_fields=False)
    data.add_field("csrf_token", await editor.token())
    data.add_field("file", content, filename=name)
    answer = await editor.post("/console/knowledge/import", "", data)
    if answer.status == 303:
        await desk.console[imports_key].close()
    return answer


async def test_a_document_is_read_with_progress_and_its_draft_shows_the_source(desk, editor):
    answer = await uploaded(desk, editor, "../政策.txt", DOCUMENT.encode())
    where = answer.headers["Location"]
    page = await text_of(await editor.get(where))
    assert "完成" in page and "政策.txt" in page and "../" not in page
    draft = "/console/knowledge/drafts/" + page.split("/console/knowledge/drafts/")[1].split('"')[0]
    page = await text_of(await editor.get(draft))
    assert "东测办发〔2022〕5号" in page
    item = await text_of(await editor.get(f"{draft}/items/1"))
    assert "<blockquote>" in item and "64031234" in item
    refused = await editor.post(f"{draft}/approve", None, {"which": "all", "reason": "发布"})
    assert "还不能发布" in await text_of(refused, 422)
    fields = changed(
        fields_of(item),
        reason="补全",
        summary="减免3个月租金。",
        section="一",
        benefits="- {kind: waiver, text: 减免3个月租金}",
        topics="rent",
    )
    assert (await editor.post(f"{draft}/items/1/edit", "", fields)).status in (303, 422)
    bad = await editor.post(f"{draft}/header", None, {"yaml": "id: x", "reason": "改"})
    assert "内容有问题" in await text_of(bad, 422)
    assert (await editor.post(f"{draft}/reject", None, {"which": "all", "reason": "不要"})).status == 303
    assert "已驳回" in await text_of(await editor.get("/console/knowledge/drafts?state=rejected"))


async def test_what_cannot_be_read_is_said(desk, editor):
    answer = await uploaded(desk, editor, "x.pdf", b"%PDF-1.4 broken")
    page = await text_of(await editor.get(answer.headers["Location"]))
    assert "没有成功" in page and "Traceback" not in page
    data = FormData()
    data.add_field("csrf_token", await editor.token())
    data.add_field("file", b"", filename="")
    assert (await editor.post("/console/knowledge/import", "", data)).status == 422
    assert (await editor.get("/console/knowledge/imports/none")).status == 404


async def test_an_upload_without_the_token_is_refused(editor):
    data = FormData()
    data.add_field("file", DOCUMENT.encode(), filename="x.txt")
    assert (await editor.post("/console/knowledge/import", "", data)).status == 403


async def test_supervisors_see_and_do_not_change(desk, editor):
    await draft_of(editor, title="别的标题")
    supervisor = await desk.signed_in("supervisor")
    page = await text_of(await supervisor.get("/console/knowledge/drafts/1/items/1"))
    assert "别的标题" in page and "<form" not in page.split("<main")[1]
    assert "修改" not in (await text_of(await supervisor.get("/console/knowledge"))).split("<main")[1]


def test_differences_keep_every_character():
    old = {
        "title": "租金减免一半",
        "notes": ["先到先得"],
        "contacts": [{"name": "张三", "department": "国资委", "phones": ["64030001"]}],
    }
    new = {"title": "租金全部减免", "contacts": [{"name": "张三", "department": "国资委", "phones": ["64030002"]}]}
    rows = differing.rows(compare_measure("1", old, new))
    title = next(r for r in rows if r.label == "标题")
    assert "".join(p.text for p in title.before) == "租金减免一半"
    assert "".join(p.text for p in title.after) == "租金全部减免"
    assert {p.kind for p in title.before} <= {"same", "gone"} and {p.kind for p in title.after} <= {"same", "new"}
    assert any("联系人" in r.label and "电话" in r.label for r in rows)
    assert differing.rows(None) == []


def test_a_part_in_wrong_yaml_is_named():
    with pytest.raises(BadContent) as bad:
        editing.text_of({"benefits": "- {", "steps": "just words"}, {"number": 1})
    assert [p.split("：")[0] for p in bad.value.problems] == ["优惠", "办理步骤"]
