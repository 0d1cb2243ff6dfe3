"""Health, readiness, metrics, the API description, and errors of unknown addresses."""

from __future__ import annotations

import re

import jsonschema
import pytest
from conftest import FakeRuntime

from bot.settings import Settings
from bot.web.app import make_app
from bot.web.openapi import document
from knowledge.service import KnowledgeService
from knowledge.store.database import Database


@pytest.fixture
def empty_service(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/empty.db")
    database.migrate()
    yield KnowledgeService(database)
    database.close()


async def test_alive_even_while_the_model_loads(client, runtime):
    runtime.ready = False
    assert (await client.get("/healthz")).status == 200


async def test_ready(client):
    response = await client.get("/readyz")
    assert response.status == 200
    assert await response.json() == {"ok": True, "measures": 3, "runtime": {"model": "test"}}


async def test_not_ready_says_what_is_missing(start, runtime, empty_service):
    client = await start(knowledge=empty_service)
    runtime.ready = False
    response = await client.get("/readyz")
    body = await response.json()
    assert (response.status, body["ok"], body["status"]) == (503, False, 503)
    assert body["missing"] == ["runtime", "measures"]
    assert "对话模型还没有载入" in body["error"]


async def test_an_empty_store_has_nothing_and_breaks_nothing(start, empty_service):
    client = await start(knowledge=empty_service)
    assert (await client.get("/readyz")).status == 503
    assert await (await client.get("/api/measures", params={"q": "房租"})).json() == {"total": 0, "items": []}
    assert (await (await client.post("/api/eligibility", json={})).json())["total"] == 0


async def test_metrics_count_requests_turns_and_measures(client, runtime):
    await client.post("/webhooks/rest/webhook", json={"sender": "u", "message": "m"})
    await client.get("/api/measures/dc-test-1")
    await client.get("/api/measures/dc-test-99")
    await client.get("/no/such/place")
    runtime.fault = RuntimeError("broken")
    await client.post("/webhooks/rest/webhook", json={"sender": "u", "message": "m"})
    response = await client.get("/metrics")
    text = await response.text()
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in (
        'huiqi_requests_total{route="/api/measures/{id}",status="200"} 1.0',
        'huiqi_requests_total{route="/api/measures/{id}",status="404"} 1.0',
        'huiqi_requests_total{route="unmatched",status="404"} 1.0',
        'huiqi_requests_total{route="/webhooks/rest/webhook",status="500"} 1.0',
        'huiqi_request_seconds_count{route="/api/measures/{id}"} 2.0',
        'huiqi_turns_total{channel="rest"} 1.0',
        'huiqi_failed_turns_total{channel="rest"} 1.0',
        "huiqi_measures_published 3.0",
        "huiqi_ready 1.0",
    ):
        assert line in text
    assert "dc-test" not in text


async def test_the_description_names_every_route_and_no_other(client):
    described = {
        (method.upper(), path)
        for path, item in document()["paths"].items()
        for method in item
        if method != "parameters"
    }
    served = {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        # The pages of the console are for people who sign in; no program is told of them.
        if route.method != "HEAD" and not route.resource.canonical.startswith(("/static", "/console"))
    }
    assert described == served


async def test_the_description_is_served_and_its_references_resolve(client):
    body = await (await client.get("/api/openapi.json")).json()
    assert body["openapi"].startswith("3.1")
    used = set(re.findall(r"'#/components/schemas/(\w+)'", str(body)))
    assert used == set(body["components"]["schemas"]), "a schema is missing or unused"
    for schema in body["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "/api/measures", None),
        ("get", "/api/measures/{id}", None),
        ("post", "/webhooks/rest/webhook", {"sender": "u", "message": "m"}),
        ("post", "/api/size", {"sector": "餐饮业", "employees": 8, "revenue_wan": 60}),
        ("post", "/api/size", {"sector": "餐饮业"}),
        ("post", "/api/size", {"sector": "qwertyuiop"}),
        ("post", "/api/eligibility", {"size": "微型"}),
        ("post", "/api/eligibility", {"colour": "red"}),
        ("get", "/healthz", None),
        ("get", "/readyz", None),
    ],
)
async def test_answers_are_as_described(client, method, path, body):
    response = await client.request(method, path.replace("{id}", "dc-test-1"), json=body)
    described = document()
    good = described["paths"][path][method]["responses"][str(response.status)]
    schema = good["content"]["application/json"]["schema"]
    jsonschema.validate(await response.json(), {**schema, "components": described["components"]})


@pytest.mark.parametrize("path", ["/nothing", "/api/nothing", "/api/", "/wechat", "/widget.css", "/m/"])
async def test_an_unknown_address_is_a_404_in_the_one_shape(client, path):
    response = await client.post(path)
    body = await response.json()
    assert (response.status, body["ok"], body["status"]) == (404, False, 404)
    assert "没有这个地址" in body["error"]


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/api/measures"), ("GET", "/api/size"), ("PUT", "/"), ("OPTIONS", "/healthz")]
)
async def test_a_wrong_method_is_a_405_that_names_the_right_ones(client, method, path):
    response = await client.request(method, path)
    body = await response.json()
    assert (response.status, body["status"]) == (405, 405)
    assert response.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/measures", "/nothing", "/m/none", "/static/site.css", "/chat"])
async def test_every_answer_carries_the_security_headers(client, path):
    response = await client.get(path, allow_redirects=False)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"]
    assert response.headers["Cache-Control"] == ("public, max-age=300" if "static" in path else "no-store")


async def test_the_runtime_is_started_and_stopped_only_when_owned(start, runtime):
    client = await start(own_runtime=True)
    assert runtime.calls == ["start"]
    await client.close()
    assert runtime.calls == ["start", "stop"]
    other = await start()
    await other.close()
    assert runtime.calls == ["start", "stop"]


def test_making_the_application_starts_nothing(service):
    runtime = FakeRuntime()
    make_app(Settings(), runtime, service, own_runtime=True)
    assert runtime.calls == []
