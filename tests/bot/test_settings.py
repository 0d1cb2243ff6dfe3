"""Settings from the environment: defaults, every kind of wrong value, and secrets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.settings import SETTINGS, Settings, SettingsError
from knowledge.store import location


def test_the_environment_may_be_empty_and_the_defaults_are_those_of_the_class():
    read = Settings.from_env({})
    assert read == Settings()
    assert (read.host, read.port, read.database_url) == ("127.0.0.1", 8080, "sqlite:///data/huiqi.db")


def test_every_setting_is_read_and_explained():
    read = Settings.from_env(
        {
            "HUIQI_HOST": "0.0.0.0",
            "HUIQI_PORT": " 9000 ",
            "HUIQI_DATA": "/srv/huiqi",
            "HUIQI_MODELS": "/srv/models",
            "HUIQI_TODAY": "2022-06-01",
            "HUIQI_API_TOKEN": "s3cret",
            "HUIQI_MAX_CHARS": "500",
            "HUIQI_SESSION_MINUTES": "30",
            "HUIQI_CHAT_ORIGINS": "https://A.example/, http://b.example:8080 https://a.example",
            "HUIQI_CHAT_PER_MINUTE": "5",
            "HUIQI_CHAT_KEEP_DAYS": "7",
        }
    )
    assert read == Settings(
        host="0.0.0.0",
        port=9000,
        data=Path("/srv/huiqi"),
        database_url="sqlite:////srv/huiqi/huiqi.db",
        models=Path("/srv/models"),
        demo_date=date(2022, 6, 1),
        api_token="s3cret",
        max_chars=500,
        session_minutes=30,
        chat_origins=("https://a.example", "http://b.example:8080"),
        chat_per_minute=5,
        chat_keep_days=7,
    )
    assert len({s.name for s in SETTINGS}) == len(SETTINGS)
    assert all(s.name.startswith("HUIQI_") and s.help for s in SETTINGS)


def test_the_database_may_be_elsewhere():
    url = "postgresql://u:p@db/huiqi"
    assert Settings.from_env({"HUIQI_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("value", ["", "  "])
def test_a_blank_value_is_an_unset_one(value):
    assert Settings.from_env({s.name: value for s in SETTINGS}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("HUIQI_PORT", "http", "1 到 65535"),
        ("HUIQI_PORT", "0", "1 到 65535"),
        ("HUIQI_PORT", "65536", "1 到 65535"),
        ("HUIQI_PORT", "80.5", "1 到 65535"),
        ("HUIQI_PORT", "²", "1 到 65535"),
        ("HUIQI_HOST", "http://0.0.0.0", "IP 地址或主机名"),
        ("HUIQI_HOST", "1.2.3.400", "IP 地址或主机名"),
        ("HUIQI_TODAY", "2022-02-30", "2022-06-01"),
        ("HUIQI_TODAY", "20220601", "2022-06-01"),
        ("HUIQI_TODAY", "昨天", "2022-06-01"),
        ("HUIQI_MAX_CHARS", "49", "50 到 2000"),
        ("HUIQI_SESSION_MINUTES", "-1", "1 到 10080"),
        ("HUIQI_CHAT_ORIGINS", "www.example.cn", "https://www.example.cn"),
        ("HUIQI_CHAT_ORIGINS", "https://a.example/path", "只有协议、主机和端口"),
        ("HUIQI_CHAT_ORIGINS", "* https://a.example", "只写 *"),
        ("HUIQI_CHAT_ORIGINS", "https://a.example; script-src *", "只有协议、主机和端口"),
        ("HUIQI_CHAT_PER_MINUTE", "0", "1 到 600"),
        ("HUIQI_CHAT_KEEP_DAYS", "4000", "1 到 3650"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(name, value, allowed):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: value})
    (problem,) = caught.value.problems
    assert name in problem
    assert allowed in problem
    assert value in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIQI_DATABASE_URL", "huiqi password.db"),
        ("HUIQI_DATABASE_URL", "mysql://root:hunter2@db/x"),
        ("HUIQI_API_TOKEN", "two words"),
        ("HUIQI_API_TOKEN", "口令"),
    ],
)
def test_a_wrong_secret_is_not_repeated(name, value):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: value})
    assert name in str(caught.value)
    assert value not in str(caught.value)


def test_all_faults_are_told_at_once():
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"HUIQI_PORT": "x", "HUIQI_TODAY": "y"})
    assert len(caught.value.problems) == 2


def test_secrets_do_not_show_when_settings_are_printed():
    shown = repr(Settings(api_token="s3cret", database_url="postgresql://u:hunter2@db/x"))
    assert "s3cret" not in shown
    assert "hunter2" not in shown


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("huiqi.example.com", False),
    ],
)
def test_which_addresses_stay_on_this_machine(host, loopback):
    assert Settings.from_env({"HUIQI_HOST": host}).loopback is loopback


def test_today_is_the_day_in_beijing(monkeypatch):
    class EveningInLondon(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2025, 12, 31, 20, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(location, "datetime", EveningInLondon)
    assert Settings().today() == date(2026, 1, 1)
    assert Settings(demo_date=date(2022, 6, 1)).today() == date(2022, 6, 1)
