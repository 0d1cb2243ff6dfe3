"""The commands, as a person types them, against the stand-in and a running channel."""

import asyncio
import json
import threading

import pytest
import typer
from aiohttp import web
from typer.testing import CliRunner
from wechat_fakes import FakeAnswers, Interface
from wechat_side import APPID, KEY, SECRET, TOKEN

from bot.channels.split import split_utf8
from bot.channels.store import MemoryStore
from bot.channels.wechat.channel import make_channel
from bot.channels.wechat.handler import routes
from bot.channels.wechat.settings import WECHAT_SETTINGS, WeChatSettings
from bot.cli_wechat import register

app = typer.Typer()
register(app)


class Site:
    """A server on a thread of its own: the commands run their own loops."""

    def __init__(self, application):
        self._app = application
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._runner = web.AppRunner(self._app, shutdown_timeout=0.1)
        port = asyncio.run_coroutine_threadsafe(self._started(), self._loop).result(10)
        return f"http://127.0.0.1:{port}"

    async def _started(self):
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return site._server.sockets[0].getsockname()[1]

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def standing():
    interface = Interface()
    with Site(interface.app()) as url:
        interface.url = url
        yield interface


@pytest.fixture
def bridge_url():
    settings = WeChatSettings(token=TOKEN, appid=APPID, aes_key=KEY)
    application = web.Application()
    channel = make_channel(settings, FakeAnswers(), MemoryStore(), split_utf8, lambda _: None)
    application.add_routes(routes(channel))
    with Site(application) as url:
        yield url


@pytest.fixture
def run(monkeypatch, standing):
    """Run a command with a whole environment, but for the changes; None takes a variable away."""

    def ran(*words, **changes):
        env = {
            **dict.fromkeys([s.name for s in WECHAT_SETTINGS]),
            "HUIQI_PUBLIC_URL": None,
            "HUIQI_WECHAT_TOKEN": TOKEN,
            "HUIQI_WECHAT_AES_KEY": KEY,
            "HUIQI_WECHAT_APPID": APPID,
            "HUIQI_WECHAT_SECRET": SECRET,
            "HUIQI_WECHAT_API_BASE": standing.url,
            **changes,
        }
        result = CliRunner().invoke(app, ["wechat", *words], env=env)
        assert "Traceback" not in result.output
        assert not [secret for secret in (SECRET, TOKEN, KEY, "token-1") if secret in result.output]
        return result

    return ran


def test_all_is_well(run, bridge_url):
    result = run("check", HUIQI_PUBLIC_URL=bridge_url)
    assert result.exit_code == 0, result.output
    assert result.output.count("✓") == 3


def test_another_token_is_running(run, bridge_url):
    result = run("check", HUIQI_PUBLIC_URL=bridge_url, HUIQI_WECHAT_TOKEN="another")
    assert result.exit_code == 1
    assert "HUIQI_WECHAT_TOKEN" in result.output


def test_each_trouble_is_named(run, standing, unused_tcp_port):
    standing.faults["stable_token"] = [40164]
    result = run("check", HUIQI_PUBLIC_URL=f"http://127.0.0.1:{unused_tcp_port}", HUIQI_WECHAT_MODE="compat")
    assert result.exit_code == 1
    assert "白名单" in result.output and "连不上" in result.output and "兼容模式" in result.output


def test_a_page_that_takes_everything_is_no_callback(run):
    async def anything(request):
        return web.Response(text=request.query.get("echostr", ""))

    application = web.Application()
    application.router.add_get("/wechat", anything)
    with Site(application) as url:
        result = run("check", HUIQI_PUBLIC_URL=url)
    assert result.exit_code == 1 and "签名不对" in result.output


@pytest.mark.parametrize(("status", "said"), [(404, "没有接入"), (302, "代理"), (500, "代理")])
def test_another_page_is_no_callback(run, status, said):
    async def other(request):
        return web.Response(status=status, headers={"Location": "/"} if status == 302 else None)

    application = web.Application()
    application.router.add_get("/wechat", other)
    with Site(application) as url:
        result = run("check", HUIQI_PUBLIC_URL=url)
    assert result.exit_code == 1 and said in result.output


def test_without_a_secret_and_an_address(run):
    result = run("check", HUIQI_WECHAT_SECRET=None)
    assert result.exit_code == 1
    assert "HUIQI_WECHAT_SECRET" in result.output and "HUIQI_PUBLIC_URL" in result.output


def test_settings_that_are_missing_or_wrong(run):
    missing = run("check", HUIQI_WECHAT_TOKEN=None)
    assert missing.exit_code == 1 and "HUIQI_WECHAT_TOKEN" in missing.output
    wrong = run("check", HUIQI_WECHAT_MODE="aes", HUIQI_WECHAT_AES_KEY="short")
    assert wrong.exit_code == 1 and "HUIQI_WECHAT_MODE" in wrong.output and "HUIQI_WECHAT_AES_KEY" in wrong.output


def test_our_menu_is_pushed_and_shown(run, standing):
    assert "还没有" in run("menu", "show").output
    assert run("menu", "push", HUIQI_PUBLIC_URL="https://huiqi.example.cn").exit_code == 0
    assert "https://huiqi.example.cn/chat/" in json.dumps(standing.menu)
    shown = run("menu", "show")
    assert json.loads(shown.stdout) == standing.menu


def test_our_menu_can_be_changed_in_a_file(run, standing, tmp_path):
    file = tmp_path / "菜单.json"
    text = run("menu", "show", "--default", HUIQI_WECHAT_TOKEN=None).stdout
    file.write_text(text.replace("帮助", "服务"), "utf-8")
    assert run("menu", "push", str(file)).exit_code == 0
    assert standing.menu["button"][2]["name"] == "服务"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"button: [{type: click, name: a, key: b}, 1, 2, 3]", "1 到 3"),
        (b"{", "第 "),
        (b"\xff\xfe", "UTF-8"),
        (b"hello", "button"),
        (b"", "button"),
    ],
)
def test_a_bad_file_is_explained_and_nothing_pushed(run, standing, tmp_path, content, said):
    file = tmp_path / "menu.yml"
    file.write_bytes(content)
    result = run("menu", "push", str(file))
    assert result.exit_code == 1 and said in result.output
    assert standing.calls == []


def test_no_such_file(run, tmp_path):
    result = run("menu", "push", str(tmp_path / "none.yml"))
    assert result.exit_code == 1 and "没有这个文件" in result.output


def test_a_refusal_of_wechat_is_one_line(run, standing):
    standing.faults["menu/create"] = [48001]
    result = run("menu", "push")
    assert result.exit_code == 1 and "48001" in result.output
    assert "HUIQI_WECHAT_SECRET" in run("menu", "push", HUIQI_WECHAT_SECRET=None).output
