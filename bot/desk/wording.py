"""What citizens are told, and how actions are called in a ticket's history."""

from __future__ import annotations

from bot.desk.base import iso
from bot.desk.states import RATABLE
from bot.desk.tables import TicketRow

LABELS = {
    "open": "受理",
    "asked_again": "再次要求转人工",
    "take": "首问负责人接单",
    "assign": "转给同事办理",
    "dispatch": "派单",
    "work": "开始办理",
    "answer": "答复",
    "return": "退回重办",
    "close": "办结",
    "call_back": "回访",
    "rate": "评价",
    "reopen": "重新办理",
    "note": "备注",
    "fill": "补填登记表",
    "complex": "改变复杂程度",
    "join": "接管对话",
    "hand_back": "交还助手",
    "escalate": "升级",
    "merge": "并入其他工单",
    "merged_here": "并入一张工单",
    "citizen": "市民来消息",
    "forget": "市民要求删除资料",
}
LEVELS = {1: "话务员", 2: "班长", 3: "值班领导"}
JOINED = "{name}已接入对话，下面由工作人员为您解答，助手先不作答。"
HANDED_BACK = "工作人员已结束接管，您可以继续问助手。"
CAN_RATE = "满意不满意，欢迎给个评价（1到5星）。"
AGREED = "好的，等这个问题有了答案，我在这里告诉您一次。"
NOTHING_TO_TELL = "您最近没有我答不上来的问题，没有要通知的。有事直接问我就行。"
SUBSCRIBED = (
    "好的。我会记下您说过的企业情况（区、行业、规模等），有新发布、您能享受的政策时在这里告诉您，每条只说一次。"
    "不想要了回“退订”，记下的情况会一起删掉。"
)
UNSUBSCRIBED = "已退订，记下的企业情况也删掉了。以后想要，回“订阅政策提醒”。"
NOT_SUBSCRIBED = "您没有订阅政策提醒，不用退订。"


def ticket_text(row: TicketRow) -> str:
    """A ticket's new state in a sentence or two, for channels that only have text."""
    if row.merged_into:
        return f"您的工单 {row.number} 和 {row.merged_into} 是同一件事，已并在一起办理，以 {row.merged_into} 为准。"
    said = {
        "派单": f"已转给{row.department or '承办单位'}处理。",
        "办理": "正在办理。",
        "办结": f"已办结。{CAN_RATE}",
        "回访": f"已回访。{CAN_RATE}",
        "评价": "已收到您的评价，谢谢。",
    }.get(row.state, f"现在是“{row.state}”。")
    return f"您的工单 {row.number}（{row.kind}）{said}"


def ticket_state(row: TicketRow) -> dict[str, object]:
    """The fields of ``bot.citizen.TicketState``."""
    waiting = row.first_answer_at is None and row.closed_at is None
    return {
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "owner": row.owner_name,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "due_at": iso(row.due_at) if waiting else "",
        "can_rate": row.state in RATABLE and not row.merged_into,
    }


def told_later(question: str) -> str:
    """To somebody who wanted to know when there is an answer."""
    return f"您之前问的“{question}”，现在有答案了：请再问我一次就能看到。"


def offer(title: str, source: str, valid: str) -> str:
    """A new measure for somebody who agreed to hear of such."""
    return (
        f"新发布的政策，按您说过的情况，您应该能享受：{title}（{source}，{valid}）。"
        "以承办部门审核为准。不想再收到回“退订”。"
    )
