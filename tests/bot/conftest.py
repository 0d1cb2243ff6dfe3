"""The real web application over a small store of made-up measures and a runtime that answers by rote."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from bot.settings import Settings
from bot.web.app import make_app
from knowledge.service import KnowledgeService
from knowledge.store.database import Database
from knowledge.store.seed import seed

DONGCHENG = """
document:
  id: dc-test
  doc: 东测发〔2021〕1号
  title: 东城区测试措施
  issuer: 东城区测试办
  district: 东城
  published: 2021-03-01
  valid_from: 2021-03-01
  valid_to: 2021-12-31
  term: 有效期至2021年12月31日
  applies_to: 在本区经营的企业
  exclusions:
    - {text: 同类补贴不能重复拿, clause: 附则}
  source_url: https://example.com/2021-1
measures:
  - number: 1
    section: 一、减轻负担
    title: 小微企业房租减半
    summary: 租国有房屋的小微企业，3个月房租减半，咨询 64030001-12。
    topics: [rent]
    departments: [区测试委]
    contacts:
      - {name: 张三, phones: ["64030001-12", "13800138000", "123456789"], email: a@example.com, department: 区测试委, office: 企业科, duty: 房租}
    benefits:
      - {kind: reduction, text: 房租减免50%, for_whom: 小微企业, percent_min: 50, percent_max: 50.5, months: 3, applies_to: [国有房屋]}
    conditions:
      - {slot: size, op: in, value: [微型, 小型], text: 属于小型或微型企业}
      - {slot: landlord, op: in, value: [区属国企], text: 租的是区属国企的房, applies_to: 国有房屋}
    steps:
      - {text: 登录 https://example.com/apply 填表, variant: 网上办理}
      - {text: 到窗口交表, variant: 现场办理}
    materials: [营业执照]
    addresses:
      - {text: 测试大街1号, postcode: "100000"}
    urls: ["https://example.com/apply?a=1&b=2", "javascript:alert(1)"]
    notes: ["<b>先到先得</b>"]
    keywords: [房租, 租金]
    questions: [房租能减吗]
    issues: [原文电话少一位]
  - number: 2
    section: 二、金融支持
    title: <script>alert(1)</script>贷款贴息
    summary: 大中型企业贷款贴息。
    topics: [loan]
    departments: [区测试办]
    no_contact_reason: 原文未列联系人，可拨12345咨询
    benefits:
      - {kind: interest_subsidy, text: 贴息30%}
    conditions:
      - {slot: size, op: in, value: [中型, 大型], text: 属于中型或大型企业}
    keywords: [贷款]
    questions: [贷款有贴息吗]
"""
BEIJING = """
document:
  id: bj-test
  doc: 京测发〔2020〕2号
  title: 北京市测试措施
  issuer: 北京市测试办
  district: 北京
  published: 2020-02-01
  valid_from: 2020-02-01
  term: 原文未写截止日
  ended: {since: 2023-01-08, reason: 到此为止}
measures:
  - number: null
    key: lost
    section: 一、社保
    title: 社保费缓缴
    summary: 经营困难的企业社保费可以缓缴。
    topics: [social_insurance, fees]
    departments: [市测试局]
    no_contact_reason: 原文未列联系人，可拨12345咨询
    benefits:
      - {kind: deferral, text: 缓缴3个月}
    keywords: [社保, 缓缴]
    questions: [社保能缓缴吗]
"""
DAY = date(2021, 6, 1)
TOKEN = "Kq7-test-token-1234"


class FakeRuntime:
    """Repeats what it hears in the shape of the REST channel."""

    def __init__(self) -> None:
        self.ready = True
        self.heard: list[tuple[str, str, str]] = []
        self.calls: list[str] = []
        self.fault: Exception | None = None
        self.buttons = [{"title": "东城", "payload": "我在东城"}]

    async def start(self) -> None:
        self.calls.append("start")

    async def stop(self) -> None:
        self.calls.append("stop")

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        await asyncio.sleep(0)
        if self.fault:
            raise self.fault
        self.heard.append((sender, text, channel))
        custom = {"type": "answer", "as_of": DAY.isoformat(), "asks": None, "measures": []}
        return [{"recipient_id": sender, "text": f"听到：{text}", "buttons": self.buttons, "custom": custom}]

    def status(self) -> dict[str, Any]:
        return {"model": "test"}


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("measures")
    (folder / "dongcheng.yml").write_text(DONGCHENG, "utf-8")
    (folder / "beijing.yml").write_text(BEIJING, "utf-8")
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('data')}/test.db")
    database.migrate()
    seed(database, folder)
    yield KnowledgeService(database)
    database.close()


@pytest.fixture
def runtime():
    return FakeRuntime()


@pytest.fixture
def start(aiohttp_client, service, runtime):
    """Start the application with settings of the test's own; gives a client."""

    async def started(own_runtime=False, knowledge=service, **changes):
        settings = Settings(**{"demo_date": DAY, **changes})
        return await aiohttp_client(make_app(settings, runtime, knowledge, own_runtime=own_runtime))

    return started


@pytest.fixture
async def client(start):
    return await start()
