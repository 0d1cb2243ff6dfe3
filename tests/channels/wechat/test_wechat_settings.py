"""Settings of the channel: off, on, and every fault named without repeating a secret."""

import pytest
from wechat_side import APPID, KEY, OLD_KEY, SECRET, TOKEN

from bot.channels.wechat.settings import WECHAT_SETTINGS, WeChatSettings
from bot.settings import SettingsError

FULL = {
    "HUIQI_WECHAT_TOKEN": TOKEN,
    "HUIQI_WECHAT_AES_KEY": KEY,
    "HUIQI_WECHAT_APPID": APPID,
    "HUIQI_WECHAT_SECRET": SECRET,
}


def test_all_of_them():
    settings = WeChatSettings.from_env(
        {
            **FULL,
            "HUIQI_WECHAT_AES_KEY_PREVIOUS": OLD_KEY,
            "HUIQI_WECHAT_MODE": "compat",
            "HUIQI_WECHAT_API_BASE": "http://127.0.0.1:9000/",
            "HUIQI_WECHAT_REPLAY_WINDOW": "0",
        }
    )
    assert (settings.token, settings.appid, settings.secret, settings.mode) == (TOKEN, APPID, SECRET, "compat")
    assert (settings.keys, settings.api_base, settings.replay_window) == ((KEY, OLD_KEY), "http://127.0.0.1:9000", 0)


def test_what_is_not_set_has_the_listed_default():
    settings = WeChatSettings.from_env({**FULL, "HUIQI_WECHAT_SECRET": " "})
    defaults = {s.name: s.default for s in WECHAT_SETTINGS}
    assert settings.secret == defaults["HUIQI_WECHAT_SECRET"] == ""
    assert settings.mode == defaults["HUIQI_WECHAT_MODE"]
    assert settings.api_base == defaults["HUIQI_WECHAT_API_BASE"]
    assert str(settings.replay_window) == defaults["HUIQI_WECHAT_REPLAY_WINDOW"]


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({}, ["TOKEN", "AES_KEY", "APPID"]),
        ({"HUIQI_WECHAT_TOKEN": TOKEN}, ["AES_KEY", "APPID"]),
        ({**FULL, "HUIQI_WECHAT_APPID": ""}, ["APPID"]),
        ({"HUIQI_WECHAT_MODE": "plain"}, ["TOKEN"]),
        ({"HUIQI_WECHAT_MODE": "plain", "HUIQI_WECHAT_TOKEN": TOKEN, "HUIQI_WECHAT_SECRET": SECRET}, ["APPID"]),
    ],
)
def test_off_with_a_line_that_says_what_is_missing(env, named):
    lines = []
    assert WeChatSettings.from_env(env, lines.append) is None
    (line,) = lines
    assert [name for name in ("TOKEN", "AES_KEY", "APPID", "SECRET") if f"HUIQI_WECHAT_{name}" in line] == named
    assert "没有接入" in line


def test_plain_mode_needs_a_token_only():
    settings = WeChatSettings.from_env({"HUIQI_WECHAT_MODE": "plain", "HUIQI_WECHAT_TOKEN": TOKEN})
    assert (settings.mode, settings.keys) == ("plain", ())


def test_every_fault_is_named_and_no_secret_repeated():
    bad = {
        "HUIQI_WECHAT_TOKEN": "有 空格",
        "HUIQI_WECHAT_AES_KEY": KEY[:-1],
        "HUIQI_WECHAT_AES_KEY_PREVIOUS": "密" * 43,
        "HUIQI_WECHAT_APPID": "不对",
        "HUIQI_WECHAT_SECRET": "短",
        "HUIQI_WECHAT_MODE": "aes",
        "HUIQI_WECHAT_API_BASE": "ftp://example.com",
        "HUIQI_WECHAT_REPLAY_WINDOW": "-5",
    }
    with pytest.raises(SettingsError) as raised:
        WeChatSettings.from_env(bad)
    assert len(raised.value.problems) == len(WECHAT_SETTINGS)
    for name, value in bad.items():
        assert any(problem.startswith(f"{name} ") for problem in raised.value.problems)
        if name not in ("HUIQI_WECHAT_MODE", "HUIQI_WECHAT_REPLAY_WINDOW"):
            assert value not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPLAY_WINDOW", "86401"),
        ("REPLAY_WINDOW", "５"),
        ("REPLAY_WINDOW", "1.5"),
        ("API_BASE", "https://"),
        ("API_BASE", "https://x.example/?a=1"),
        ("API_BASE", "http://[::1"),
        ("MODE", "SAFE"),
        ("AES_KEY", "A" * 44),
        ("AES_KEY", "A" * 42 + "="),
        ("TOKEN", "ab"),
    ],
)
def test_values_that_cannot_be_used(name, value):
    with pytest.raises(SettingsError):
        WeChatSettings.from_env({**FULL, f"HUIQI_WECHAT_{name}": value})


def test_printing_the_settings_shows_no_secret():
    shown = repr(WeChatSettings.from_env({**FULL, "HUIQI_WECHAT_AES_KEY_PREVIOUS": OLD_KEY}))
    assert APPID in shown
    assert not [secret for secret in (TOKEN, KEY, OLD_KEY, SECRET) if secret in shown]
