"""The menu below the conversation: what a click asks, the menu we bring, and the limits WeChat sets."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from actions.phrases import STARTERS

MOST_BUTTONS, MOST_ITEMS = 3, 5
# In bytes of UTF-8; a Chinese character has three.
MOST_KEY, MOST_URL, MOST_NAME, MOST_ITEM_NAME = 128, 1024, 16, 60

_STARTER = re.compile(r"starter:([0-9]{1,2})")
_OWN = {"click": ("key",), "view": ("url",), "miniprogram": ("url", "appid", "pagepath")}


def question_of(key: str) -> str:
    """What a click on an item with this key asks: ``starter:1`` is the first starter; else the key is the question.

    An unknown starter asks nothing.
    """
    match = _STARTER.fullmatch(key)
    if match is None:
        return key
    number = int(match[1])
    return STARTERS[number - 1] if 1 <= number <= len(STARTERS) else ""


def default_menu(public_url: str = "") -> dict[str, Any]:
    """The menu we bring; with a public address it also leads to the chat page."""
    page = [{"type": "view", "name": "网页版", "url": f"{public_url}/chat/"}] if public_url else []
    return {
        "button": [
            {"name": "减租减税", "sub_button": _clicks("房租能减吗", "社保能缓缴吗", "税能缓缴吗", "水电费能缓缴吗")},
            {"name": "钱和用工", "sub_button": _clicks("贷款有贴息吗", "贷款还不上了", "融资担保", "稳岗返还")},
            {"name": "帮助", "sub_button": [*_clicks("你能做什么", "转人工"), *page]},
        ]
    }


def _clicks(*questions: str) -> list[dict[str, Any]]:
    return [{"type": "click", "name": question, "key": question} for question in questions]


def problems(menu: object) -> list[str]:
    """What WeChat would refuse about a menu, in Chinese; nothing when it is right."""
    buttons = menu.get("button") if isinstance(menu, dict) else None
    if not isinstance(buttons, list):
        return ["最外层应是 {button: [...]}"]
    found = _count("一级菜单", buttons, MOST_BUTTONS)
    for number, button in enumerate(buttons, 1):
        where = f"第 {number} 个菜单"
        items = button.get("sub_button") if isinstance(button, dict) else None
        if not items:
            found += _item(where, button, MOST_NAME)
        elif not isinstance(items, list):
            found.append(f"{where}的 sub_button 应是列表")
        else:
            found += _name(where, button, MOST_NAME) + _count(f"{where}的子菜单", items, MOST_ITEMS)
            for at, item in enumerate(items, 1):
                found += _item(f"{where}的第 {at} 项", item, MOST_ITEM_NAME)
    return found


def _count(what: str, items: list[Any], most: int) -> list[str]:
    return [] if 1 <= len(items) <= most else [f"{what}应有 1 到 {most} 个，现在有 {len(items)} 个"]


def _name(where: str, item: dict[str, Any], most: int) -> list[str]:
    return _text(f"{where}的名称（name）", item.get("name"), most)


def _text(what: str, value: object, most: int) -> list[str]:
    if not isinstance(value, str) or not value.strip():
        return [f"{what}没有写"]
    size = len(value.encode("utf-8", "replace"))
    return [] if size <= most else [f"{what}最多 {most} 个字节（一个汉字 3 个字节），现在有 {size} 个"]


def _item(where: str, item: object, most_name: int) -> list[str]:
    if not isinstance(item, dict):
        return [f"{where}应是 {{type, name, …}}"]
    found = _name(where, item, most_name)
    own = _OWN.get(str(item.get("type")))
    if own is None:
        return [*found, f"{where}的类型（type）只能是 {'、'.join(_OWN)}"]
    for field in own:
        found += _text(f"{where}的 {field} ", item.get(field), MOST_KEY if field == "key" else MOST_URL)
    url = item.get("url")
    if "url" in own and isinstance(url, str) and urlsplit(url).scheme not in ("http", "https"):
        found.append(f"{where}的 url 应以 http:// 或 https:// 开头")
    return found
