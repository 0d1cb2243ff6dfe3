"""What is answered without the assistant: greetings on following, pictures, places, and what nobody knows."""

from __future__ import annotations

from actions.phrases import STARTERS, TALK
from bot.channels.message import DeliveryPlan, InboundMessage, Option

_ASK_FOR_TEXT = "请用文字把要问的事发给我，比如：东城的房租能减吗。"
_SENTENCES = {
    "voice": f"这条语音我没能听成文字。{_ASK_FOR_TEXT}",
    "image": f"图片我还看不懂。{_ASK_FOR_TEXT}",
    "video": f"视频我还看不懂。{_ASK_FOR_TEXT}",
    "location": "位置收到了，但我只能从文字里知道您在哪个区。请直接说“东城”或“西城”，再说要问的事。",
    "link": f"链接我打不开，也不会去打开。{_ASK_FOR_TEXT}",
    "unknown": f"这种消息我还不会看。{_ASK_FOR_TEXT}",
}
# Events after which something is said; of all others nothing.
_GREETED = frozenset({"subscribe", "SCAN", "enter_session"})


def fixed_answer(message: InboundMessage) -> DeliveryPlan | None:
    """The answer to what is not put to the assistant; an empty plan says nothing; None: ask the assistant."""
    if message.kind == "event":
        return _event(message)
    if message.kind in ("text", "voice") and message.text.strip():
        return None
    return DeliveryPlan((_SENTENCES.get(message.kind, _ASK_FOR_TEXT),), _starters())


def _event(message: InboundMessage) -> DeliveryPlan | None:
    if message.event == "CLICK" and message.text.strip():
        return None
    if message.event in _GREETED:
        return DeliveryPlan((TALK["greet"],), _starters())
    return DeliveryPlan(())


def _starters() -> tuple[Option, ...]:
    return tuple(Option(n, title, title) for n, title in enumerate(STARTERS, 1))
