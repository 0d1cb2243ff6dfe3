"""Estimates over HTTP, of a made-up measure."""

from __future__ import annotations

import jsonschema
import pytest

from bot.web.openapi import document
from knowledge.service import KnowledgeService
from knowledge.store.database import Database
from knowledge.store.seed import seed

POLICY = """
document:
  id: dc-sums
  doc: 东测发〔2021〕7号
  title: 东城区估算测试
  issuer: 东城区测试办
  district: 东城
  published: 2021-03-01
  valid_from: 2021-03-01
  valid_to: 2021-12-31
  term: 有效期至2021年12月31日
measures:
  - number: 1
    section: 一、补贴
    title: 减租补贴
    summary: 给租户减租的，补四成到六成。
    topics: [rent]
    departments: [区测试委, 区测试局]
    no_contact_reason: 原文未列联系人
    benefits:
      - kind: subsidy
        text: 按减免额补四成到六成，最高30万元
        for_whom: 业主
        formula:
          kind: percent
          of: rent_reduced
          percent_min: {2021-03-01: 40, 2022-01-01: null}
          percent_max: {2021-03-01: 60, 2022-01-01: null}
          cap: {2021-03-01: 300000, 2022-01-01: null}
          reference: 第1条
          applies_to: [减租补贴]
      - kind: deferral
        text: 税款缓缴2个月
        formula: {kind: deferral, of: tax_due, months: {2021-03-01: 2, 2022-01-01: null}, since: due_date, reference: 第1条}
    conditions:
      - {slot: role, op: in, value: [业主或运营方], text: 是业主或运营方, applies_to: 减租补贴}
  - number: 2
    section: 一、补贴
    title: 免费咨询
    summary: 免费咨询。
    topics: [legal]
    departments: [区测试委]
    no_contact_reason: 原文未列联系人
    benefits:
      - {kind: service, text: 免费咨询}
"""


@pytest.fixture(scope="module")
def sums(tmp_path_factory):
    folder = tmp_path_factory.mktemp("measures")
    (folder / "sums.yml").write_text(POLICY, "utf-8")
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('data')}/test.db")
    database.migrate()
    seed(database, folder)
    yield KnowledgeService(database)
    database.close()


@pytest.fixture
def ask(start, sums):
    async def asked(**body):
        client = await start(knowledge=sums)
        response = await client.post("/api/estimate", json=body)
        return response.status, await response.json()

    return asked


async def test_amount_with_its_working(ask):
    status, body = await ask(measure="dc-sums-1", figures={"rent_reduced_wan": 40})
    assert status == 200
    assert {k: body[k] for k in ("measure", "doc", "number", "title", "as_of", "expired", "missing", "unfit")} == {
        "measure": "dc-sums-1",
        "doc": "东测发〔2021〕7号",
        "number": 1,
        "title": "减租补贴",
        "as_of": "2021-06-01",
        "expired": False,
        "missing": [],
        "unfit": [],
    }
    (result,) = body["results"]
    assert result == {
        "kind": "percent",
        "benefit": "按减免额补四成到六成，最高30万元",
        "for_whom": "业主",
        "low": 160000,
        "high": 240000,
        "unit": "元",
        "text": "16万元到24万元",
        "working": ["40万元 × 40% = 16万元", "40万元 × 60% = 24万元", "没有超过上限30万元"],
        "cap": 300000,
        "capped": False,
        "until": None,
        "clause": "东测发〔2021〕7号第1条",
    }
    assert "东城区测试委等部门审核决定" in body["note"]


async def test_the_cap_holds(ask):
    _, body = await ask(measure="dc-sums-1", figures={"rent_reduced": 900000})
    (result,) = body["results"]
    assert (result["low"], result["high"], result["capped"]) == (300000, 300000, True)


async def test_a_deferral_says_until_when(ask):
    _, body = await ask(measure="dc-sums-1", figures={"tax_due": "三万元", "due_date": "2021-12-31"})
    (result,) = body["results"]
    assert (result["low"], result["until"], result["cap"]) == (30000, "2022-02-28", None)


async def test_the_profile_decides_what_fits(ask):
    _, body = await ask(measure="dc-sums-1", figures={"rent_reduced_wan": 40}, profile={"role": "承租方"})
    assert body["results"] == body["missing"] == []
    assert [u["why"] for u in body["unfit"]] == ["不符合条件：是业主或运营方"]


async def test_nothing_given_names_what_is_needed(ask):
    status, body = await ask(measure="dc-sums-1")
    assert status == 200
    assert body["results"] == []
    assert body["missing"][0] == {
        "name": "rent_reduced",
        "label": "给租户减免的房租总额",
        "unit": "元",
        "why": "补贴按减免额的比例算",
    }
    assert [m["name"] for m in body["missing"]] == ["rent_reduced", "tax_due"]


async def test_as_of_a_day_when_it_had_ended(ask):
    _, body = await ask(measure="dc-sums-1", figures={"rent_reduced_wan": 40}, as_of="2022-01-01")
    assert (body["as_of"], body["expired"]) == ("2022-01-01", True)
    assert body["results"][0]["text"] == "16万元到24万元"
    assert "已于2021年12月31日到期" in body["note"]


async def test_unknown_measure(ask):
    status, body = await ask(measure="dc-sums-9", figures={})
    assert (status, body["ok"], body["status"]) == (404, False, 404)
    assert "dc-sums-9" in body["error"]


async def test_a_measure_without_a_formula(ask):
    status, body = await ask(measure="dc-sums-2", figures={})
    assert (status, body["ok"], body["measure"]) == (422, False, "dc-sums-2")
    assert "东测发〔2021〕7号第2条没有写出能算的数" in body["error"]


@pytest.mark.parametrize(
    ("body", "said", "fields"),
    [
        ({"figures": {"rent_reduced": -1}}, "rent_reduced：不能小于 0", ["rent_reduced"]),
        ({"figures": {"rent_reduced": "x", "tax_due": True}}, "看不懂这个数", ["rent_reduced", "tax_due"]),
        ({"figures": {"rd_spend": 5}}, "用得到的是：rent_reduced", ["rd_spend"]),
        ({"figures": {"due_date": "2021-02-30"}}, "应是真实的日期", ["due_date"]),
        ({"figures": []}, "figures：", ["figures"]),
        ({"figures": {f"f{i}": 1 for i in range(51)}}, "figures：", ["figures"]),
        ({"profile": {"colour": "red"}}, "colour：没有这一项", ["colour"]),
        ({"profile": {"employees": "8"}}, "employees：应是整数", ["employees"]),
        ({"as_of": "2021-13-01"}, "as_of：应是真实的日期", ["as_of"]),
        ({"measure": 1}, "measure：应是文字", ["measure"]),
        ({"measure": ""}, "measure：", ["measure"]),
        ({"amount": 1}, "amount：没有这一项", ["amount"]),
    ],
)
async def test_what_is_wrong_is_named(ask, body, said, fields):
    status, told = await ask(**{"measure": "dc-sums-1", **body})
    assert (status, told["ok"]) == (422, False)
    assert said in told["error"]
    assert told["fields"] == fields


async def test_the_measure_must_be_named(ask):
    status, body = await ask(figures={})
    assert (status, body["error"]) == (422, "measure：缺少这一项。")


@pytest.mark.parametrize(
    "body",
    [
        {"figures": {"rent_reduced_wan": 40}},
        {"figures": {"tax_due": 1.5, "due_date": "2021-06-30"}},
        {"figures": {}, "profile": {"role": "承租方"}},
        {"figures": {"tax_due": 1}, "as_of": "2020-01-01"},
    ],
)
async def test_answers_fit_the_description(ask, body):
    schemas = document()["components"]["schemas"]
    request = {"measure": "dc-sums-1", **body}
    _, answer = await ask(**request)
    for name, value in (("EstimateRequest", request), ("Estimate", answer)):
        jsonschema.validate(value, {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})


async def test_the_whole_measure_shows_its_formulas(start, sums):
    client = await start(knowledge=sums)
    body = await (await client.get("/api/measures/dc-sums-1")).json()
    formula = body["benefits"][0]["formula"]
    assert (formula["kind"], formula["of"]) == ("percent", "rent_reduced")
    assert formula["cap"]["values"] == [
        {"since": "2021-03-01", "value": 300000},
        {"since": "2022-01-01", "value": None},
    ]
