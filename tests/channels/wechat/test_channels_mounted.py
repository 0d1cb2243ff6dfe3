"""The channels inside the whole application, over HTTP, with WeChat's and 企业微信's sides played by the tests."""

import asyncio
from types import SimpleNamespace

import pytest
import wecom_side
from aiohttp import web
from wechat_side import APPID, KEY, SECRET, TOKEN, USER, event, fields, query, read_sealed, sealed, xml

from bot.channels.mount import mount_channels
from bot.ports import APOLOGY
from bot.runtime.remote import RemoteRuntime
from bot.settings import Settings, SettingsError
from bot.web.app import make_app
from bot.web.keys import outbounds_key

SENDER = f"wechat:{USER}"
WECHAT = {
    "HUIQI_WECHAT_TOKEN": TOKEN,
    "HUIQI_WECHAT_AES_KEY": KEY,
    "HUIQI_WECHAT_APPID": APPID,
    "HUIQI_WECHAT_SECRET": SECRET,
}
WECOM = {
    "HUIQI_WECOM_CORPID": wecom_side.CORPID,
    "HUIQI_WECOM_AGENTID": str(wecom_side.AGENTID),
    "HUIQI_WECOM_SECRET": wecom_side.SECRET,
    "HUIQI_WECOM_TOKEN": wecom_side.TOKEN,
    "HUIQI_WECOM_AES_KEY": KEY,
}
KF = {
    "HUIQI_KF_CORPID": wecom_side.CORPID,
    "HUIQI_KF_SECRET": wecom_side.SECRET,
    "HUIQI_KF_TOKEN": wecom_side.TOKEN,
    "HUIQI_KF_AES_KEY": KEY,
}


class SmallAssistant:
    """Repeats what it hears, with choices."""

    ready = True

    def __init__(self):
        self.heard, self.forgotten = [], []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def start(self):
        """Nothing to load."""

    async def stop(self):
        """Nothing to end."""

    async def handle(self, sender, text, channel="rest"):
        self.heard.append((sender, text, channel))
        await self.may_answer.wait()
        buttons = [{"title": "联系电话", "payload": "东城房租找谁"}]
        card = {"type": "answer", "asks": None, "measures": [{"id": "dc-2022-8-3", "title": "减免房租"}]}
        return [{"recipient_id": sender, "text": f"听到：{text}", "buttons": buttons, "custom": card}]

    async def forget(self, sender):
        self.forgotten.append(sender)

    def status(self):
        return {"model": True}


class Desk:
    """Forgets."""

    def __init__(self):
        self.forgotten = []

    async def forget(self, sender):
        self.forgotten.append(sender)


@pytest.fixture
async def corporation(aiohttp_server):
    standing = wecom_side.Corporation()
    standing.url = str((await aiohttp_server(standing.app())).make_url("")).rstrip("/")
    return standing


@pytest.fixture
def start(aiohttp_client, knowledge, interface, corporation, tmp_path):
    """The whole application with the channels of an environment."""

    async def started(env, runtime=None, **changes):
        runtime, said = runtime or SmallAssistant(), []
        database = f"sqlite:///{tmp_path}/huiqi.db"
        settings = Settings(**{"public_url": "https://huiqi.example.cn", "database_url": database, **changes})
        app = make_app(settings, runtime, knowledge)
        bases = {
            "HUIQI_WECHAT_API_BASE": interface.url,
            "HUIQI_WECOM_API_BASE": corporation.url,
            "HUIQI_KF_API_BASE": corporation.url,
        }
        mount_channels(app, settings, {**bases, **env}, said.append)
        return SimpleNamespace(http=await aiohttp_client(app), app=app, runtime=runtime, said=said)

    return started


async def write(http, values):
    """The text of the reply to a follower's message; None for ``success``."""
    asked, body = sealed(xml(values))
    response = await http.post("/wechat", params=asked, data=body)
    raw = await response.read()
    assert response.status == 200
    return None if raw == b"success" else read_sealed(raw)["Content"]


async def numbers(http):
    """The counters of the channels that are not zero."""
    text = await (await http.get("/metrics")).text()
    lines = [line for line in text.splitlines() if line.startswith("huiqi_channel_total") and not line.endswith(" 0.0")]
    return {line.partition("{")[2].replace('"', "") for line in lines}


async def test_without_settings_there_is_one_line_and_no_channel(start):
    whole = await start({})
    (line,) = whole.said
    assert "微信公众号没有接入" in line and "HUIQI_WECHAT_TOKEN" in line and "docs/wechat.md" in line
    for path in ("/wechat", "/wecom", "/wecom/kf"):
        assert (await whole.http.post(path)).status == 404
    assert not await whole.app[outbounds_key].say(SENDER, {"text": "您好"})


async def test_every_channel_says_that_it_is_there_and_no_secret(start):
    whole = await start({**WECHAT, **WECOM, **KF})
    assert [line.partition("：")[0] for line in whole.said] == [
        "微信公众号已接入",
        "企业微信应用已接入",
        "微信客服已接入",
    ]
    said = "".join(whole.said)
    assert "https://huiqi.example.cn/wechat" in said and "safe" in said
    for secret in (TOKEN, KEY, SECRET, wecom_side.TOKEN, wecom_side.SECRET):
        assert secret not in said


async def test_faults_of_all_channels_are_named_together(start):
    with pytest.raises(SettingsError) as raised:
        await start({**WECHAT, **KF, "HUIQI_WECHAT_MODE": "aes", "HUIQI_KF_AES_KEY": "short"})
    assert "HUIQI_WECHAT_MODE" in str(raised.value) and "HUIQI_KF_AES_KEY" in str(raised.value)


async def test_from_the_handshake_to_a_choice(start, interface):
    whole = await start(WECHAT)
    shake = await whole.http.get("/wechat", params=query(echostr="583739"))
    assert (shake.status, await shake.text()) == (200, "583739")
    assert "房租" in await write(whole.http, event("subscribe"))
    values = fields(Content="/房租能减吗")
    replies = await asyncio.gather(*(write(whole.http, values) for _ in range(3)))
    assert set(replies) == {
        "听到：/房租能减吗\n\n全部内容（减免房租）：https://huiqi.example.cn/m/dc-2022-8-3\n\n可以回数字：\n1. 联系电话"
    }
    assert (await write(whole.http, fields(Content="一"))).startswith("听到：东城房租找谁")
    assert whole.runtime.heard == [(SENDER, "/房租能减吗", "wechat"), (SENDER, "东城房租找谁", "wechat")]
    counted = await numbers(whole.http)
    assert {"channel:wechat,outcome:handshake} 1.0", "channel:wechat,outcome:replied} 3.0"} <= {
        line.replace("=", ":") for line in counted
    }
    await whole.http.close()
    assert len(interface.menus) == 3


async def test_unfollowing_deletes_what_is_kept(start):
    whole = await start(WECHAT)
    await write(whole.http, fields())
    assert await write(whole.http, event("unsubscribe")) is None
    await whole.http.close()
    assert whole.runtime.forgotten == [SENDER]


async def test_the_desk_reaches_every_channel(start, interface, corporation):
    whole = await start({**WECHAT, **WECOM, **KF})
    say = whole.app[outbounds_key].say
    kf = f"kf:{wecom_side.ACCOUNT}/{wecom_side.CUSTOMER}"
    for sender in (SENDER, f"wecom:{wecom_side.MEMBER}", kf):
        assert await say(sender, {"type": "operator", "name": "李", "text": "您好"})
    assert not await say("chat:1", {"text": "您好"})
    assert interface.texts == corporation.texts("message/send") == corporation.texts() == ["【人工客服李】\n您好"]


async def test_wecom_and_kf_answer_beside_each_other(start, corporation):
    whole = await start({**WECOM, **KF})
    asked, body = wecom_side.post(wecom_side.text(Content="问一"))
    reply = wecom_side.opened(await (await whole.http.post("/wecom", params=asked, data=body)).read())
    assert reply["Content"].startswith("听到：问一")
    corporation.wrote("问二")
    asked, body = wecom_side.post(wecom_side.kf_push())
    assert await (await whole.http.post("/wecom/kf", params=asked, data=body)).read() == b"success"
    await whole.http.close()
    assert corporation.texts()[0].startswith("听到：问二")


async def test_what_is_refused_is_counted_and_touches_nothing(start, knowledge, interface, monkeypatch):
    looked = []

    async def refresh():
        looked.append(1)

    monkeypatch.setattr(knowledge, "refresh_if_changed", refresh)
    whole = await start(WECHAT)
    asked, body = sealed(xml(fields()))
    bad = [
        ({**asked, "msg_signature": "0" * 40}, body),
        (query(), xml(fields())),
        sealed(xml(fields()), appid="wx9999999999999999"),
        sealed(b"<!DOCTYPE xml><xml/>"),
        sealed(xml(fields()), timestamp=1_600_000_000),
        (asked, b"x" * 70_000),
        ({}, b""),
    ]
    statuses = [(await whole.http.post("/wechat", params=p, data=b)).status for p, b in bad]
    assert statuses == [403] * 5 + [413, 403]
    assert (await whole.http.get("/wechat")).status == 403
    assert looked == [] and interface.calls == [] and whole.runtime.heard == []
    counted = {line.partition("outcome=")[2] for line in await numbers(whole.http)}
    assert counted == {
        *(f"refused_{reason}}} 1.0" for reason in ("signature", "query", "decrypt", "xml", "replay", "size")),
        "refused_mode} 2.0",
    }
    assert await write(whole.http, fields())


async def test_a_kept_answer_survives_a_restart(start, tmp_path):
    env = {**WECHAT, "HUIQI_WECHAT_SECRET": ""}
    before = await start(env)
    assert await before.app[outbounds_key].say(SENDER, {"text": "工单7已办结。"})
    await before.http.close()
    after = await start(env)
    assert "工单7已办结。" in await write(after.http, fields())


@pytest.fixture
async def rasa(aiohttp_server):
    """Another Rasa, whose answer a test can choose."""
    chosen = SimpleNamespace(answer=lambda: web.json_response([{"text": "能减。"}]), asked=[], silent=asyncio.Event())

    async def webhook(request):
        chosen.asked.append(await request.json())
        answer = chosen.answer()
        if answer is None:
            await chosen.silent.wait()
        return answer or web.Response()

    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", webhook)
    server = await aiohttp_server(app)
    chosen.url = str(server.make_url("")).rstrip("/")
    yield chosen
    chosen.silent.set()


@pytest.fixture
async def remote(rasa):
    runtime = RemoteRuntime(rasa.url, timeout=0.3)
    await runtime.start()
    yield runtime
    await runtime.stop()


async def test_the_turn_goes_to_another_rasa(start, rasa, remote):
    whole = await start(WECHAT, runtime=remote)
    assert await write(whole.http, fields(Content="/restart")) == "能减。"
    assert rasa.asked == [{"sender": SENDER, "message": "restart", "input_channel": "wechat"}]


FAULTS = {
    "nothing": lambda: web.json_response([]),
    "an error": lambda: web.Response(status=500, text="no"),
    "a page": lambda: web.Response(text="<html>"),
    "no list": lambda: web.json_response({"text": "x"}),
    "a list of junk": lambda: web.json_response([1, None, {}]),
    "not utf-8": lambda: web.Response(body=b"\xff\xfe"),
    "silence": lambda: None,
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_rasa_that_fails_is_an_apology_with_the_hotline(start, rasa, remote, fault):
    whole = await start(WECHAT, runtime=remote)
    rasa.answer = fault
    assert await write(whole.http, fields()) == APOLOGY
    assert "12345" in APOLOGY


async def test_the_real_assistant_answers_a_follower(start, assistant_in_2022):
    """A question, a choice by number, the page behind the link, and nothing known after unfollowing."""
    whole = await start({**WECHAT, "HUIQI_WECHAT_SECRET": ""}, runtime=assistant_in_2022.runtime)
    first = await write(whole.http, fields(Content="东城区小微企业租国有房屋能减租吗"))
    assert "东政发〔2022〕8号" in first and len(first.encode()) <= 2000
    address = first.partition("https://huiqi.example.cn")[2].split()[0]
    page = await whole.http.get(address)
    assert page.status == 200 and "国有房" in await page.text()
    assert "1. 联系电话" in first
    assert "67196929" in await write(whole.http, fields(Content="1"))
    assert await write(whole.http, event("unsubscribe")) is None
    conversations = assistant_in_2022.runtime._store
    await whole.http.close()
    with conversations.engine.connect() as db:
        kept = db.exec_driver_sql("select count(*) from events where sender_id = ?", (SENDER,)).scalar()
    assert kept == 0
