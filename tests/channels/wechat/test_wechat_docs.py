"""The manual names every setting, outcome and error code of the channel."""

import re
from pathlib import Path

import pytest

from bot.channels.settings import CHANNEL_SETTINGS
from bot.channels.wechat.errors import BUSY, OUTCOMES, WECHAT, WECOM

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "wechat.md").read_text("utf-8")


@pytest.mark.parametrize("setting", CHANNEL_SETTINGS, ids=lambda s: s.name)
def test_every_setting_with_its_default(setting):
    default = f"`{setting.default}`" if setting.default else "空"
    assert f"| `{setting.name}` | {default} |" in TEXT


def test_every_outcome():
    assert set(OUTCOMES) <= set(re.findall(r"`(\w+)`", TEXT))


def test_every_error_code():
    rows = re.findall(r"^\| ((?:-?\d+ ?)+) \|", TEXT, re.MULTILINE)
    explained = {code for codes in (WECHAT, WECOM) for code in codes.sentences if code >= BUSY}
    assert {int(code) for row in rows for code in row.split()} == explained
