"""Size and eligibility over HTTP."""

from __future__ import annotations

import jsonschema
import pytest

from bot.web.openapi import document
from knowledge.service import KnowledgeService
from knowledge.store import verdicts
from knowledge.store.database import Database
from knowledge.store.seed import seed


async def post(client, path, body):
    response = await client.post(path, json=body)
    return response.status, await response.json()


async def test_size_by_everyday_name(client):
    status, body = await post(
        client, "/api/size", {"sector": "饭馆", "employees": 8, "revenue_wan": 60, "assets_wan": None}
    )
    assert status == 200
    assert set(body) == {"size", "class", "reasons"}
    assert (body["size"], body["class"]) == ("微型", "餐饮业")
    assert body["reasons"]


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ({"sector": "餐饮业", "employees": 200, "revenue_wan": None, "assets_wan": None}, ["revenue_wan"]),
        ({"sector": "餐饮业"}, ["employees", "revenue_wan"]),
        ({"employees": 8}, ["sector"]),
        ({}, ["sector"]),
        ({"sector": ""}, ["sector"]),
        ({"sector": "qwertyuiop", "employees": 8}, ["sector"]),
    ],
)
async def test_what_is_missing_is_named(client, body, missing):
    status, told = await post(client, "/api/size", body)
    assert status == 422
    assert (told["ok"], told["status"]) == (False, 422)
    assert told["missing"] == missing
    assert told["error"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"employees": -1}, "employees：不能小于 0"),
        ({"employees": "8"}, "employees：应是整数"),
        ({"employees": 8.5}, "employees：应是整数"),
        ({"employees": True}, "employees：应是整数"),
        ({"revenue_wan": "六十"}, "revenue_wan：应是数字"),
        ({"revenue_wan": -0.1}, "revenue_wan：不能小于 0"),
        ({"assets_wan": [1]}, "assets_wan：应是数字"),
        ({"sector": 5}, "sector：应是文字"),
        ({"sector": "饭" * 41}, "sector：最多 40 个字"),
        ({"income": 5}, "income：没有这一项"),
    ],
)
async def test_wrong_figures_are_explained(client, change, said):
    status, body = await post(client, "/api/size", {"sector": "餐饮业", "employees": 8, "revenue_wan": 60} | change)
    assert status == 422
    assert said in body["error"]
    assert body["fields"] == list(change)
    assert "missing" not in body


async def test_a_number_beyond_all_measure_is_refused(client):
    response = await client.post("/api/size", data=b'{"sector": "x", "revenue_wan": 1' + b"0" * 400 + b"}")
    assert response.status == 422
    assert "revenue_wan" in (await response.json())["error"]


async def test_fitting_measures_come_first_with_reasons(client):
    status, body = await post(
        client, "/api/eligibility", {"district": "东城", "size": "微型", "landlord": "区属国企", "as_of": "2021-06-01"}
    )
    verdicts = {i["id"]: i["verdict"] for i in body["items"]}
    assert status == 200
    assert (body["as_of"], body["total"]) == ("2021-06-01", 3)
    assert verdicts == {"bj-test-lost": "eligible", "dc-test-1": "eligible", "dc-test-2": "not_eligible"}
    assert [i["verdict"] for i in body["items"]] == ["eligible", "eligible", "not_eligible"]
    rent = next(i for i in body["items"] if i["id"] == "dc-test-1")
    assert set(rent) == {
        "id", "doc", "number", "title", "district", "verdict", "reasons", "expired", "valid_to", "revision", "almost",
    }  # fmt: skip
    assert (rent["revision"], rent["almost"], body["revision"]) == (1, None, 2)
    assert {"text": "租的是区属国企的房", "state": "met", "slot": "landlord", "applies_to": "国有房屋"} in rent[
        "reasons"
    ]


async def test_of_fitting_measures_those_still_in_force_come_first(client):
    profile = {"district": "东城", "size": "微型", "landlord": "区属国企"}
    _, body = await post(client, "/api/eligibility", {**profile, "as_of": "2022-06-01"})
    assert [(i["id"], i["expired"]) for i in body["items"][:2]] == [("bj-test-lost", False), ("dc-test-1", True)]


async def test_the_one_condition_that_is_not_met_is_named(client):
    _, body = await post(client, "/api/eligibility", {"district": "东城", "size": "微型", "landlord": "非国有"})
    rent, loan = (next(i for i in body["items"] if i["id"] == name) for name in ("dc-test-1", "dc-test-2"))
    assert rent["almost"]["reason"]["slot"] == "landlord"
    assert (rent["almost"]["benefit"], rent["almost"]["open"], rent["almost"]["instead"]) == ("国有房屋", 0, None)
    assert loan["almost"]["reason"] == {
        "text": "属于中型或大型企业", "state": "not_met", "slot": "size", "applies_to": None,
    }  # fmt: skip
    _, body = await post(client, "/api/eligibility", {"district": "西城", "size": "大型", "landlord": "非国有"})
    assert next(i for i in body["items"] if i["id"] == "dc-test-1")["almost"] is None


@pytest.fixture
async def real(start, tmp_path):
    """The application over the curated measures."""
    database = Database(f"sqlite:///{tmp_path}/real.db")
    database.migrate()
    seed(database)
    yield await start(knowledge=KnowledgeService(database)), database
    database.close()


async def test_what_fits_instead_and_what_cannot_be_had_together(real):
    client, _ = real
    tenant = {"district": "西城", "size": "小型", "role": "承租方", "landlord": "非国有", "as_of": "2020-06-01"}
    _, body = await post(client, "/api/eligibility", tenant)
    near = next(i for i in body["items"] if i["id"] == "xc-2020-1-13")["almost"]
    assert near["instead"]["id"] == "bj-2020-5-13"
    assert near["instead"]["verdict"] == "needs_check"
    assert near["instead"]["title"]
    _, body = await post(
        client, "/api/eligibility", {"district": "西城", "role": "业主或运营方", "as_of": "2020-06-01"}
    )
    (rule,) = body["not_together"]
    assert (rule["kind"], set(rule["measures"])) == ("same_matter", {"xc-2020-1-13", "bj-2020-5-13"})
    assert rule["choose"] == "xc-2020-1-13"
    assert "只能选一个" in rule["advice"]
    assert rule["source"] == "西政办发〔2020〕1号 第（十三）条"


async def test_the_answer_with_everything_in_it_is_as_described(real):
    client, _ = real
    response = await client.post("/api/eligibility", json={"district": "东城", "size": "大型", "as_of": "2022-07-01"})
    described = document()
    body = await response.json()
    assert {r["kind"] for r in body["not_together"]} >= {"levels", "earlier_document"}
    assert any(i["almost"] and i["almost"]["instead"] for i in body["items"])
    jsonschema.validate(body, {"$ref": "#/components/schemas/VerdictList", "components": described["components"]})


async def test_what_was_answered_is_logged_and_comes_out_the_same_again(real):
    client, database = real
    _, body = await post(client, "/api/eligibility", {"district": "西城", "size": "小型", "as_of": "2020-06-01"})
    records = verdicts.latest(database, 200)
    assert {(r.measure_id, r.revision, r.ruling) for r in records} == {
        (i["id"], i["revision"], i["verdict"]) for i in body["items"]
    }
    assert all(verdicts.replay(database, r.number).same for r in records[:20])


async def test_a_refused_profile_is_not_logged(real):
    client, database = real
    await post(client, "/api/eligibility", {"district": "朝阳"})
    assert verdicts.latest(database) == []


async def test_nothing_known_is_a_profile_too(client):
    status, body = await post(client, "/api/eligibility", {})
    assert status == 200
    assert body["as_of"] == "2021-06-01"
    assert {i["verdict"] for i in body["items"]} == {"needs_check"}


@pytest.mark.parametrize(
    ("body", "said", "fields"),
    [
        ({"colour": "red", "shape": 1}, "没有这一项", ["colour", "shape"]),
        ({"district": "朝阳"}, "district：只能是 东城、西城、北京", ["district"]),
        ({"size": "巨型"}, "size：只能是", ["size"]),
        ({"employees": -1}, "employees：不能小于 0", ["employees"]),
        ({"employees": "8"}, "employees：应是整数", ["employees"]),
        ({"insured": "yes"}, "insured：应是 true 或 false", ["insured"]),
        ({"loan_granted": "2020-13-01"}, "loan_granted：应是真实的日期", ["loan_granted"]),
        ({"as_of": "2020-13-01"}, "as_of：应是真实的日期", ["as_of"]),
        ({"as_of": 20200101}, "as_of：应是真实的日期", ["as_of"]),
        ({"sector": "业" * 41}, "sector：最多 40 个字", ["sector"]),
    ],
)
async def test_a_wrong_profile_is_explained(client, body, said, fields):
    status, told = await post(client, "/api/eligibility", body)
    assert status == 422
    assert said in told["error"]
    assert told["fields"] == fields


@pytest.mark.parametrize("path", ["/api/size", "/api/eligibility"])
@pytest.mark.parametrize("raw", [b"", b"[]", b"{]", b"1"])
async def test_what_is_no_object_is_a_400(client, path, raw):
    response = await client.post(path, data=raw)
    assert response.status == 400
    assert (await response.json())["ok"] is False
