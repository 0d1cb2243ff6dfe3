"""What can go wrong between WeChat and us.

Refused    a request that did not come from WeChat, or that cannot be read; ``reason`` is for the numbers
ApiError   WeChat's interface said no, or did not answer; the text is Chinese, for the log and the terminal
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Reason = Literal["size", "slow", "query", "signature", "replay", "mode", "decrypt", "xml", "other"]
# What happened to authentic messages; the values of the one label of the counter.
OUTCOMES: tuple[str, ...] = (
    *(
        "handshake",
        "pushed",
        "replied",
        "nothing",
        "late",
        "elsewhere",
        "sent",
        "kept",
        "dropped",
        "forgotten",
        "failed",
    ),
    *(f"refused_{reason}" for reason in get_args(Reason)),
)

BUSY, MENU_MISSING, TOO_LONG = -1, 46003, 45002
# Ours, not WeChat's: the connection could not be made; or it was made and brought no usable answer.
NO_CONNECTION, NO_ANSWER = -1001, -1002


@dataclass(frozen=True, slots=True)
class Codes:
    """What the error codes of one interface mean for us; whatever is in no set concerns one message only.

    Attributes:
        bad_token: The token is not taken: get another and try once more.
        no_right: The account may not do this.
        trouble: The account as a whole cannot call: its settings are wrong, or nothing gets through.
        gone: The user has left, blocked the account or is with a person: nothing is kept for them.
        sentences: For people, by code.
    """

    bad_token: frozenset[int]
    no_right: frozenset[int]
    trouble: frozenset[int]
    gone: frozenset[int]
    sentences: Mapping[int, str]


WECHAT = Codes(
    bad_token=frozenset({40001, 40014, 42001}),
    no_right=frozenset({48001, 48004, 40200}),
    trouble=frozenset({NO_CONNECTION, NO_ANSWER, 40001, 40013, 40125, 40164, 45009, 89503}),
    gone=frozenset({43004, 43019}),
    sentences={
        NO_CONNECTION: "连不上微信接口，请检查服务器能否访问 HUIQI_WECHAT_API_BASE",
        NO_ANSWER: "微信接口没有给出能用的回答",
        BUSY: "微信系统繁忙",
        40001: "接口凭证无效，或 AppSecret 不对",
        40003: "这个用户不是本公众号的用户",
        40013: "AppID 不对，请核对 HUIQI_WECHAT_APPID",
        40014: "接口凭证不合法",
        40125: "AppSecret 不对，请核对 HUIQI_WECHAT_SECRET",
        40164: "本服务器的公网 IP{ip}不在公众号的 IP 白名单里，请到公众号页面“设置与开发 → 开发接口管理”里加上",
        40200: "这种公众号没有这项权限",
        42001: "接口凭证过期了",
        43004: "用户没有关注公众号",
        43019: "用户在公众号的黑名单里",
        TOO_LONG: "消息太长",
        45009: "今天的接口调用次数用完了",
        45011: "接口调用太频繁",
        45015: "用户超过 48 小时没有互动，客服消息发不出去",
        45047: "客服消息的条数用完了，要等用户再发消息",
        MENU_MISSING: "公众号还没有设菜单",
        48001: "公众号没有这项接口的权限（客服消息要认证的非个人账号）",
        48002: "用户设了不接收消息",
        48004: "公众号的接口被封禁，请看公众号页面的通知",
        89503: "这次调用要管理员在微信上确认，请等管理员同意后再试",
    },
)
# 企业微信 and 微信客服 share one interface.
WECOM = Codes(
    bad_token=frozenset({40014, 41001, 42001}),
    no_right=frozenset({48002, 60011, 301002, 95011, 95017}),
    trouble=frozenset({NO_CONNECTION, NO_ANSWER, 40001, 40013, 40056, 45009, 45033, 60020}),
    gone=frozenset({40096, 60111, 81013, 95018}),
    sentences={
        NO_CONNECTION: "连不上企业微信接口，请检查服务器能否访问接口地址（HUIQI_WECOM_API_BASE、HUIQI_KF_API_BASE）",
        NO_ANSWER: "企业微信接口没有给出能用的回答",
        BUSY: "企业微信系统繁忙",
        40001: "Secret 不对，请核对 HUIQI_WECOM_SECRET 或 HUIQI_KF_SECRET",
        40013: "企业 ID 不对，请核对 HUIQI_WECOM_CORPID 或 HUIQI_KF_CORPID",
        40014: "接口凭证不合法",
        40056: "应用的 AgentId 不对，请核对 HUIQI_WECOM_AGENTID",
        40096: "这个微信用户不是本企业的客户",
        41001: "没有带接口凭证",
        42001: "接口凭证过期了",
        TOO_LONG: "消息太长",
        45009: "接口调用次数用完了",
        45033: "接口并发调用太多",
        48002: "没有这项接口的权限，请在管理后台给应用授权",
        60011: "应用对这个成员没有权限，请检查应用的可见范围",
        60020: "本服务器的公网 IP{ip}不在应用的“企业可信IP”里，请到管理后台加上",
        60111: "成员不存在",
        81013: "收消息的成员不在应用的可见范围里",
        95000: "客服账号不对",
        95001: "这位客户的消息条数用完了（客户发一条，最多回五条），要等客户再发消息",
        95002: "客户超过 48 小时没有发消息，发不出去",
        95007: "取消息的凭据不对或过了十分钟",
        95011: "企业没有开通微信客服，或没有让这个应用管理客服账号",
        95013: "会话已经结束，要等客户再发消息",
        95017: "没有打开微信客服的 API 功能",
        95018: "会话正由人工接待，或处在不能发消息的状态",
        301002: "没有权限管理这个应用",
    },
)


class Refused(Exception):
    """The request is not answered as one of WeChat's. The sender is not told why."""

    def __init__(self, reason: Reason) -> None:
        """``reason`` is counted."""
        self.reason = reason
        super().__init__(reason)


class ApiError(Exception):
    """WeChat's interface refused a call or did not answer. The message is Chinese and holds no secret."""

    def __init__(self, code: int, said: str = "", codes: Codes = WECHAT) -> None:
        """``code``: WeChat's errcode or one of ours; ``said``: its errmsg, which is read for an address only."""
        self.code = code
        self.codes = codes
        address = re.search(r"\b\d{1,3}(?:\.\d{1,3}){3}\b", said)
        sentence = codes.sentences.get(code, "微信接口报错，请按错误码查微信文档").format(
            ip=f"（{address[0]}）" if address else ""
        )
        super().__init__(f"{sentence}（错误码 {code}）" if code >= BUSY else sentence)

    @property
    def gone(self) -> bool:
        """True when nothing is to be kept for this user."""
        return self.code in self.codes.gone
