"""The 企业微信 application put together: its gate and client around the bridge of the Official Account."""

from __future__ import annotations

from bot.channels.wechat.bridge import PATIENCE
from bot.channels.wechat.channel import BridgedChannel, assemble
from bot.channels.wechat.delivery import Allowance
from bot.channels.wechat.ports import Answers, Claims, Count, Splitter
from bot.channels.wecom.client import WeComClient
from bot.channels.wecom.gate import WeComGate
from bot.channels.wecom.settings import WeComSettings

PATH = "/wecom"
# Applications may always write to members; more than this at once nobody reads. Options are numbers only.
MEMBERS = Allowance(after_message=5, after_event=5, items=0)


def make_wecom(
    settings: WeComSettings,
    answers: Answers,
    claims: Claims,
    split: Splitter,
    count: Count,
    public_url: str = "",
    *,
    client: WeComClient | None = None,
    patience: float = PATIENCE,
    settle: float = 0.5,
) -> BridgedChannel:
    """The application, not yet running; the words are those of :func:`bot.channels.wechat.channel.make_channel`."""
    if client is None and settings.secret:
        client = WeComClient(settings)
    return assemble(WeComGate(settings), client, answers, claims, split, count, public_url, MEMBERS, patience, settle)
