"""WeChat's interface: one token for all, what each error code does, and no secret in any message."""

import asyncio
import json
import logging

import pytest
from aiohttp import web
from wechat_side import APPID, KEY, SECRET, TOKEN, USER

from bot.channels.wechat.api import BARRED_SECONDS, TROUBLE_SECONDS
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import NO_ANSWER, NO_CONNECTION, ApiError
from bot.channels.wechat.settings import WeChatSettings
from bot.channels.wechat.token import AccessToken

SEND = "message/custom/send"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def client(interface, clock):
    settings = WeChatSettings(token=TOKEN, appid=APPID, aes_key=KEY, secret=SECRET, api_base=interface.url)
    async with WeChatClient(settings, pauses=(0.01, 0.01), seconds=0.5, clock=clock).running() as running:
        yield running


async def failed(work):
    with pytest.raises(ApiError) as raised:
        await work
    return raised.value


async def test_a_text_goes_out_as_raw_utf8(client, interface):
    await client.send_text(USER, '房租"能减"\n<a>&amp;')
    (_, token, payload, body) = interface.named(SEND)[0]
    assert token == "token-1"
    assert payload == {"touser": USER, "msgtype": "text", "text": {"content": '房租"能减"\n<a>&amp;'}}
    assert "房租".encode() in body and b"\\u" not in body


async def test_the_token_is_asked_for_as_documented(client, interface):
    await client.send_text(USER, "好")
    assert interface.named("stable_token")[0][1:3] == (
        None,
        {"grant_type": "client_credential", "appid": APPID, "secret": SECRET, "force_refresh": False},
    )


async def test_many_at_once_fetch_one_token(client, interface):
    interface.slow.clear()
    sending = [asyncio.create_task(client.send_text(USER, str(n))) for n in range(20)]
    await asyncio.sleep(0.05)
    interface.slow.set()
    await asyncio.gather(*sending)
    assert len(interface.named("stable_token")) == 1 and len(interface.named(SEND)) == 20


async def test_the_token_is_renewed_five_minutes_early(client, interface, clock):
    await client.send_text(USER, "好")
    clock.now += 7200 - 301
    await client.send_text(USER, "好")
    assert len(interface.named("stable_token")) == 1
    clock.now += 2
    await client.send_text(USER, "好")
    assert len(interface.named("stable_token")) == 2


async def test_a_token_with_little_left_is_used_for_half_of_it(client, interface, clock):
    interface.expires_in = 100
    await client.send_text(USER, "好")
    clock.now += 49
    await client.send_text(USER, "好")
    assert len(interface.named("stable_token")) == 1
    clock.now += 2
    await client.send_text(USER, "好")
    assert len(interface.named("stable_token")) == 2


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_refused_token_is_renewed_once_and_the_call_repeated(client, interface, code):
    interface.faults[SEND] = [code]
    await client.send_text(USER, "好")
    assert [call[2]["force_refresh"] for call in interface.named("stable_token")] == [False, False, True]
    assert len(interface.named(SEND)) == 2


async def test_when_another_token_is_handed_out_none_is_forced(client, interface):
    await client.send_text(USER, "好")
    interface.token = "token-2"
    await client.send_text(USER, "好")
    assert [call[2]["force_refresh"] for call in interface.named("stable_token")] == [False, False]
    assert [call[1] for call in interface.named(SEND)] == ["token-1", "token-1", "token-2"]


async def test_a_token_refused_again_is_an_error(client, interface):
    interface.faults[SEND] = [40001, 40001, 40001]
    assert (await failed(client.send_text(USER, "好"))).code == 40001
    assert len(interface.named(SEND)) == 2


async def test_many_refused_at_once_renew_together():
    fetched = []

    async def fetch(force):
        fetched.append(force)
        await asyncio.sleep(0.01)
        return f"token-{len(fetched)}", 7200.0

    token = AccessToken(fetch)
    first = await token.get()
    assert set(await asyncio.gather(*(token.renew(first) for _ in range(10)))) == {"token-2"}
    assert fetched == [False, False]


async def test_when_there_is_no_token_those_who_wait_fail_together(client, interface, clock):
    interface.faults["stable_token"] = [40164] * 9
    faults = await asyncio.gather(*(failed(client.send_text(USER, "好")) for _ in range(9)))
    assert {fault.code for fault in faults} == {40164}
    assert len(interface.named("stable_token")) == 1
    clock.now += 5
    interface.faults.clear()
    await client.send_text(USER, "好")


async def test_a_busy_interface_is_asked_again_after_a_pause(client, interface):
    interface.faults[SEND] = [-1, -1]
    await client.send_text(USER, "好")
    assert len(interface.named(SEND)) == 3
    interface.faults[SEND] = [-1, -1, -1]
    assert (await failed(client.send_text(USER, "好"))).code == -1


@pytest.mark.parametrize("code", [45015, 45047, 45002, 48001, 40200, 40003, 43004, 99999])
async def test_other_refusals_are_not_repeated(client, interface, code):
    interface.faults[SEND] = [code]
    fault = await failed(client.send_text(USER, "好"))
    assert fault.code == code and str(code) in str(fault)
    assert len(interface.named(SEND)) == 1


@pytest.mark.parametrize(
    ("code", "seconds"), [(48001, BARRED_SECONDS), (40200, BARRED_SECONDS), (45009, TROUBLE_SECONDS)]
)
async def test_where_nothing_can_be_sent_it_is_left_for_a_while(client, interface, clock, code, seconds):
    assert client.may_send
    interface.faults[SEND] = [code]
    await failed(client.send_text(USER, "好"))
    assert not client.may_send
    clock.now += seconds
    assert client.may_send


@pytest.mark.parametrize("code", [45015, 45047, 40003, 43004, 45002])
async def test_what_concerns_one_user_stops_nobody_else(client, interface, code):
    interface.faults[SEND] = [code]
    await failed(client.send_text(USER, "好"))
    assert client.may_send


async def test_the_address_to_allow_is_named(client, interface):
    def refuse():
        said = "invalid ip 101.226.140.197 ipv6 ::ffff:101.226.140.197, not in whitelist rid: 64d0640d"
        return web.json_response({"errcode": 40164, "errmsg": said})

    interface.faults["stable_token"] = [refuse]
    text = str(await failed(client.token_works()))
    assert "101.226.140.197" in text and "白名单" in text


JUNK = {
    "an error page": lambda: web.Response(text="<html>502</html>", status=502, content_type="text/html"),
    "nothing": web.Response,
    "a list": lambda: web.json_response([]),
    "no number": lambda: web.json_response({"errcode": "x"}),
    "not utf-8": lambda: web.Response(body=b'"\xff'),
    "elsewhere": lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:9/"}),
}


@pytest.mark.parametrize("made", JUNK.values(), ids=JUNK)
async def test_junk_is_no_answer(client, interface, made):
    interface.faults[SEND] = [made]
    assert (await failed(client.send_text(USER, "好"))).code == NO_ANSWER
    interface.faults["stable_token"] = [made]
    assert (await failed(WeChatClient.token_works(await _fresh(client)))).code == NO_ANSWER


async def _fresh(client):
    client._token._until = 0.0
    return client


@pytest.mark.parametrize(
    "reply", [{}, {"access_token": ""}, {"access_token": 7, "expires_in": 7200}, {"access_token": "t"}]
)
async def test_half_a_token_is_none(client, interface, reply):
    interface.faults["stable_token"] = [lambda: web.json_response(reply)]
    assert (await failed(client.token_works())).code == NO_ANSWER


async def test_silence_ends(client, interface):
    await client.token_works()
    interface.slow.clear()
    assert (await failed(client.send_text(USER, "好"))).code == NO_ANSWER
    interface.slow.set()


async def test_nobody_there(unused_tcp_port):
    settings = WeChatSettings(token=TOKEN, appid=APPID, secret=SECRET, api_base=f"http://127.0.0.1:{unused_tcp_port}")
    async with WeChatClient(settings, pauses=(0.01,)).running() as client:
        fault = await failed(client.token_works())
    assert fault.code == NO_CONNECTION and "HUIQI_WECHAT_API_BASE" in str(fault)


async def test_choices_to_tap_on(client, interface):
    await client.send_menu(USER, "选一个：", [("a.1", "东城"), ("a.2", "西城")])
    assert interface.menus == [
        {
            "head_content": "选一个：",
            "list": [{"id": "a.1", "content": "东城"}, {"id": "a.2", "content": "西城"}],
            "tail_content": "",
        }
    ]


async def test_the_menu_of_the_account(client):
    assert await client.menu() is None
    made = {"button": [{"type": "click", "name": "房租", "key": "房租能减吗"}]}
    await client.create_menu(made)
    assert await client.menu() == made


async def test_a_menu_refused_is_an_error(client, interface):
    interface.faults["menu/get"] = [48001]
    assert (await failed(client.menu())).code == 48001


async def test_where_wechat_calls_from(client):
    assert await client.callback_addresses() == ["101.226.62.77"]


async def test_no_secret_is_written_anywhere(client, interface, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("aiohttp.access"), "disabled", True)  # that of the stand-in
    said = []
    for fault in (40001, 40125, 40164, JUNK["an error page"], JUNK["not utf-8"], JUNK["elsewhere"]):
        interface.faults = {SEND: [fault] * 4, "stable_token": [None, fault, fault]}
        client._token._until = 0.0
        said.append(await failed(client.send_text(USER, "房租")))
    written = caplog.text + "".join(f"{fault!r} {fault} {fault.__cause__!r} {fault.__context__!r}" for fault in said)
    for secret in (SECRET, TOKEN, KEY, "token-1", "房租"):
        assert secret not in written


async def test_nothing_can_be_called_before_the_start():
    settings = WeChatSettings(token=TOKEN, secret=SECRET)
    with pytest.raises(RuntimeError):
        await WeChatClient(settings).token_works()


async def test_halves_of_characters_do_not_stop_a_call(client, interface):
    await client.create_menu({"button": [{"type": "click", "name": "好\ud83d", "key": "k"}]})
    assert json.loads(interface.named("menu/create")[0][3])["button"][0]["name"] == "好?"
