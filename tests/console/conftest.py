"""The real gateway with the console over made-up measures, a person for each role, and browsers without JavaScript."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from bot.accounts.people import People
from bot.accounts.roles import Role
from bot.console import keys
from bot.settings import Settings
from bot.web.app import make_app
from knowledge.service import KnowledgeService
from knowledge.store.database import Database
from knowledge.store.seed import seed

MEASURES = """
document:
  id: dc-desk
  doc: 东测发〔2021〕1号
  title: 东城区测试措施
  issuer: 东城区测试办
  district: 东城
  published: 2021-03-01
  valid_from: 2021-03-01
  valid_to: 2021-12-31
  term: 有效期至2021年12月31日
measures:
  - number: 1
    section: 一、减轻负担
    title: 小微企业租金减免一半
    summary: 租国有房屋的小微企业，3个月租金减免一半。
    topics: [rent]
    departments: [区国资委]
    contacts:
      - {name: 张三, phones: ["64030001-12", "13800138000"], department: 区国资委, office: 企业科, duty: 租金减免}
    benefits:
      - {kind: reduction, text: 租金减免50%, for_whom: 小微企业}
    conditions:
      - {slot: size, op: in, value: [微型, 小型], text: 属于小型或微型企业}
      - {slot: landlord, op: in, value: [区属国企], text: 租的是区属国企的房}
    materials: [营业执照]
    keywords: [租金, 房租, 租金减免]
    questions: [租金能减免吗]
    issues: [原文电话少一位]
  - number: 2
    section: 二、金融支持
    title: <script>alert(1)</script>贷款贴息
    summary: 大中型企业贷款贴息<img src=x onerror=alert(2)>。
    topics: [loan]
    departments: [区金融办]
    no_contact_reason: 原文未列联系人，可拨12345咨询
    benefits:
      - {kind: interest_subsidy, text: 贴息30%}
    keywords: [贷款, 贴息]
    questions: [贷款有贴息吗]
"""
DAY = date(2021, 6, 1)
PASSWORD = "sesame-street-9"
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')


class FakeRuntime:
    """An assistant nobody talks to here."""

    ready = True

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        return []

    async def forget(self, sender: str) -> None: ...

    def status(self) -> dict[str, Any]:
        return {}


@pytest.fixture(scope="session")
def filled(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("measures")
    (folder / "desk.yml").write_text(MEASURES, "utf-8")
    path = tmp_path_factory.mktemp("console") / "filled.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    seed(database, folder)
    database.close()
    return path


@dataclass
class Browser:
    """One browser without JavaScript: keeps cookies, and sends forms as they came."""

    client: TestClient
    cookies: dict[str, str]

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return self._kept(await self.client.get(path, headers=self._sent(headers), allow_redirects=False))

    async def post(self, path: str, token: str | None = None, data: Any = None, **headers: str) -> ClientResponse:
        """Send a form; ``token`` None takes the right one from a page."""
        if token is None:
            token = await self.token()
        form = data if data is not None else {}
        if isinstance(form, dict):
            form = {"csrf_token": token, **form}
        return self._kept(await self.client.post(path, data=form, headers=self._sent(headers), allow_redirects=False))

    async def token(self) -> str:
        page = await self.get("/console/account")
        if page.status == 303:
            page = await self.get("/console/login")
        return TOKEN.search(await page.text())[1]

    async def sign_in(self, name: str, password: str = PASSWORD) -> ClientResponse:
        return await self.post("/console/login", data={"username": name, "password": password})

    def _sent(self, headers: dict[str, str]) -> dict[str, str]:
        held = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        return {**named, **({"Cookie": held} if held else {})}

    def _kept(self, response: ClientResponse) -> ClientResponse:
        for name, morsel in response.cookies.items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
        self.client.session.cookie_jar.clear()
        return response


@dataclass
class Desk:
    """The running gateway."""

    client: TestClient
    console: Any
    database: Database
    service: KnowledgeService
    pauses: list[float]

    @property
    def people(self) -> People:
        return self.console[keys.people_key]

    @property
    def audit(self):
        return self.console[keys.audit_key]

    @property
    def desk(self):
        return self.console[keys.desk_key]

    def browser(self) -> Browser:
        return Browser(self.client, {})

    async def signed_in(self, role: str) -> Browser:
        browser = self.browser()
        answer = await browser.sign_in(role)
        assert answer.status == 303, await answer.text()
        return browser


@pytest.fixture
def start(aiohttp_client, filled, tmp_path):
    """Start a gateway over a copy of the store; ``changes`` are settings."""
    opened: list[Database] = []

    async def started(roles=tuple(Role), **changes) -> Desk:
        path = tmp_path / f"desk{len(opened)}.db"
        shutil.copy(filled, path)
        database = Database(f"sqlite:///{path}")
        opened.append(database)
        service = KnowledgeService(database)
        app = make_app(Settings(**{"demo_date": DAY, **changes}), FakeRuntime(), service)
        console = _console_of(app)
        pauses: list[float] = []

        async def pause(seconds: float) -> None:
            pauses.append(seconds)

        console[keys.pause_key] = pause
        for role in roles:
            console[keys.people_key].add(role.value, PASSWORD, role, f"{role.value}甲")
        return Desk(await aiohttp_client(app), console, database, service, pauses)

    yield started
    for database in opened:
        database.close()


def _console_of(app):
    return next(sub for sub in app._subapps if keys.people_key in sub)


@pytest.fixture
async def desk(start) -> Desk:
    return await start()
