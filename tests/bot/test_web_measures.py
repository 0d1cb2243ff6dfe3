"""Search and single measures over HTTP."""

from __future__ import annotations

import pytest

ITEM = {
    "id", "doc", "number", "title", "district", "topics", "departments", "contacts", "valid_from", "valid_to",
    "expired", "score", "summary", "term",
}  # fmt: skip


async def listed(client, **params):
    response = await client.get("/api/measures", params=params)
    assert response.status == 200, await response.text()
    return await response.json()


async def test_without_text_all_measures_come_in_document_order(client):
    found = await listed(client)
    assert [i["id"] for i in found["items"]] == ["bj-test-lost", "dc-test-1", "dc-test-2"]
    assert found["total"] == 3


async def test_an_item_has_the_shape_of_the_contract(client):
    (item,) = (await listed(client, topic="rent"))["items"]
    assert set(item) == ITEM
    assert item["doc"] == "东测发〔2021〕1号"
    assert item["number"] == 1
    assert item["departments"] == ["东城区测试委"]
    assert item["valid_from"] == "2021-03-01"
    assert item["valid_to"] == "2021-12-31"
    assert item["contacts"] == [
        {
            "name": "张三", "phones": ["64030001-12", "13800138000", "123456789"], "email": "a@example.com",
            "department": "东城区测试委", "office": "企业科", "duty": "房租",
        }
    ]  # fmt: skip


async def test_the_best_match_comes_first(client):
    found = await listed(client, q="房租能减吗")
    assert found["items"][0]["id"] == "dc-test-1"
    assert found["items"][0]["score"] > 0


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"district": "西城"}, ["bj-test-lost"]),
        ({"district": "东城", "topic": "loan"}, ["dc-test-2"]),
        ({"topic": "fees"}, ["bj-test-lost"]),
        ({"topic": "tax"}, []),
        ({"size": "微型"}, ["bj-test-lost", "dc-test-1"]),
        ({"size": "大型"}, ["bj-test-lost", "dc-test-2"]),
        ({"q": "", "district": "", "topic": "", "size": "", "sector": "", "as_of": "", "limit": "1"}, ["bj-test-lost"]),
    ],
)
async def test_filters(client, params, ids):
    assert [i["id"] for i in (await listed(client, **params))["items"]] == ids


async def test_limit_cuts_the_items_and_not_the_total(client):
    found = await listed(client, limit=2)
    assert (found["total"], len(found["items"])) == (3, 2)


@pytest.mark.parametrize(("day", "expired"), [("2021-12-31", False), ("2022-01-01", True)])
async def test_expiry_is_judged_on_the_day_asked_for(client, day, expired):
    (item,) = (await listed(client, topic="rent", as_of=day))["items"]
    assert item["expired"] is expired


async def test_without_a_day_today_counts(start):
    late = await start(demo_date=None)
    assert [i["expired"] for i in (await listed(late))["items"]] == [True, True, True]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("district=朝阳", "district：只能是 东城、西城、北京"),
        ("topic=Rent", "topic：只能是 rent、tax"),
        ("size=巨型", "size：只能是 微型、小型、中型、大型、个体工商户"),
        ("limit=0", "limit：不能小于 1"),
        ("limit=101", "limit：不能大于 100"),
        ("limit=ten", "limit：应是整数"),
        ("as_of=2021-02-30", "as_of：应是真实的日期"),
        ("as_of=20210201", "as_of：应是真实的日期"),
        ("as_of=0", "as_of：应是真实的日期"),
        ("q=" + "长" * 501, "q：最多 500 个字"),
        ("sector=" + "长" * 41, "sector：最多 40 个字"),
        ("page=2", "page：没有这一项"),
        ("page=2&offset=3", "offset：没有这一项"),
        ("topic=rent&topic=tax", "参数写了不止一次：topic"),
    ],
)
async def test_a_bad_query_is_explained(client, query, said):
    response = await client.get(f"/api/measures?{query}")
    body = await response.json()
    assert response.status == 400
    assert said in body["error"]
    assert body["fields"]


@pytest.mark.parametrize("q", ["?", "' OR 1=1 --", "%", "😀", "长" * 500, "a" * 500])
async def test_any_text_can_be_searched_for(client, q):
    assert (await listed(client, q=q))["total"] >= 0


async def test_bytes_that_are_no_text_do_no_harm(client):
    assert (await client.get("/api/measures?q=%ff%ed%a0%80")).status == 200


async def test_one_measure_is_told_whole(client):
    response = await client.get("/api/measures/dc-test-1")
    measure = await response.json()
    assert response.status == 200
    assert measure["as_of"] == "2021-06-01"
    assert measure["validity"] == "in_force"
    assert measure["source"] == "东测发〔2021〕1号第1条"
    assert measure["revision"] == 1
    assert measure["benefits"][0]["percent_min"] == 50
    assert measure["benefits"][0]["percent_max"] == 50.5
    assert measure["conditions"][0]["value"] == ["微型", "小型"]
    assert measure["steps"][0]["variant"] == "网上办理"
    assert measure["materials"] == ["营业执照"]
    assert measure["addresses"] == [{"text": "测试大街1号", "postcode": "100000"}]
    assert measure["issues"] == ["原文电话少一位"]
    assert measure["exclusions"][0]["text"] == "同类补贴不能重复拿"
    assert measure["document"]["published"] == "2021-03-01"
    assert measure["contacts"][0]["department"] == "东城区测试委"


async def test_a_measure_without_an_end_date_ends_with_its_document(client):
    before = await (await client.get("/api/measures/bj-test-lost?as_of=2023-01-07")).json()
    after = await (await client.get("/api/measures/bj-test-lost?as_of=2023-01-08")).json()
    assert (before["validity"], before["expired"]) == ("in_force", False)
    assert (after["validity"], after["expired"]) == ("ended", True)
    assert after["number"] is None
    assert after["valid_to"] is None


@pytest.mark.parametrize("measure_id", ["dc-test-99", "..%2f..%2fetc", "%00", "没有", "x" * 3000])
async def test_an_unknown_measure_is_a_404(client, measure_id):
    response = await client.get(f"/api/measures/{measure_id}")
    body = await response.json()
    assert (response.status, body["ok"], body["status"]) == (404, False, 404)
    assert "没有" in body["error"]


@pytest.mark.parametrize("query", ["as_of=soon", "lang=zh"])
async def test_a_bad_query_for_one_measure_is_explained(client, query):
    assert (await client.get(f"/api/measures/dc-test-1?{query}")).status == 400
