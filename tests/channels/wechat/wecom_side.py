"""企业微信's side, written apart from ours: encrypted callbacks, and an interface that keeps a list of messages."""

from __future__ import annotations

import itertools
import time

from aiohttp import web
from wechat_side import KEY, decrypt, encrypt, read, sha1, xml

CORPID, AGENTID, SECRET, TOKEN = "ww0123456789abcdef", 1000002, "corpsecretcorpsecretcorpsecret12", "Corp7token"
MEMBER, ACCOUNT, CUSTOMER = "ZhangSan", "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q", "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
OTHER_CUSTOMER = "wmAJ2GCAAAme1XQRC-NI-q0_other"

_ids = itertools.count(4561255354251345929)


def signed(encrypted, timestamp=None, nonce="1409659589", token=TOKEN):
    timestamp = str(int(time.time()) if timestamp is None else timestamp)
    return {"msg_signature": sha1(token, timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}


def post(values, key=KEY, receiveid=CORPID, encrypted=None, **how):
    """Query and body of a callback; values: fields, or the bytes inside."""
    content = values if isinstance(values, bytes) else xml(values)
    encrypted = encrypt(content, key, receiveid) if encrypted is None else encrypted
    return signed(encrypted, **how), xml({"ToUserName": CORPID, "AgentID": AGENTID, "Encrypt": encrypted})


def handshake(word, key=KEY, receiveid=CORPID, **how):
    encrypted = encrypt(word.encode(), key, receiveid)
    return {**signed(encrypted, **how), "echostr": encrypted}


def text(**more):
    made = {
        "ToUserName": CORPID,
        "FromUserName": MEMBER,
        "CreateTime": str(int(time.time())),
        "MsgType": "text",
        "Content": "房租能减吗",
        "MsgId": str(next(_ids)),
        "AgentID": str(AGENTID),
    }
    return {k: v for k, v in {**made, **more}.items() if v is not None}


def kf_push(token="push-token", account=ACCOUNT, **more):
    made = {
        "ToUserName": CORPID,
        "CreateTime": str(int(time.time())),
        "MsgType": "event",
        "Event": "kf_msg_or_event",
        "Token": token,
        "OpenKfId": account,
    }
    return {k: v for k, v in {**made, **more}.items() if v is not None}


def opened(body, key=KEY):
    """The fields of an encrypted reply."""
    outer = read(body)
    assert outer["MsgSignature"] == sha1(TOKEN, outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
    content, receiveid = decrypt(outer["Encrypt"], key)
    assert receiveid == CORPID
    return read(content)


class Corporation:
    """The interface: tokens, texts to members, and the list of customers' messages in pages."""

    def __init__(self, page=2):
        self.calls = []
        self.faults = {}
        self.token = "corp-token"
        self.listed = []
        self.page = page
        self.url = ""

    def app(self):
        app = web.Application()
        app.router.add_route("*", "/cgi-bin/{name:.*}", self.handle)
        return app

    def wrote(self, content="房租能减吗", customer=CUSTOMER, **more):
        """A customer's text joins the list; other words replace fields of the message."""
        message = {
            "msgid": f"msg-{next(_ids)}",
            "open_kfid": ACCOUNT,
            "external_userid": customer,
            "send_time": int(time.time()),
            "origin": 3,
            "msgtype": "text",
            "text": {"content": content},
            **more,
        }
        self.listed.append(message)
        return message

    def entered(self, code="welcome-1"):
        event = {"event_type": "enter_session", "open_kfid": ACCOUNT, "external_userid": CUSTOMER}
        more = {"origin": 4, "msgtype": "event", "event": {**event, "welcome_code": code} if code else event}
        return self.wrote(**{**more, "text": None, "open_kfid": None, "external_userid": None})

    async def handle(self, request):
        name = request.match_info["name"]
        payload = await request.json() if await request.read() else None
        self.calls.append((name, dict(request.query), payload))
        if self.faults.get(name) and (fault := self.faults[name].pop(0)):
            return web.json_response(fault if isinstance(fault, dict) else {"errcode": fault, "errmsg": "no"})
        if name == "gettoken":
            if request.query.get("corpsecret") != SECRET:
                return web.json_response({"errcode": 40001, "errmsg": "invalid credential"})
            return web.json_response({"errcode": 0, "access_token": self.token, "expires_in": 7200})
        if request.query.get("access_token") != self.token:
            return web.json_response({"errcode": 40014, "errmsg": "invalid access_token"})
        return web.json_response(self.messages(payload) if name == "kf/sync_msg" else {"errcode": 0, "errmsg": "ok"})

    def messages(self, asked):
        begin = int(asked.get("cursor", "c0")[1:])
        end = min(begin + self.page, len(self.listed))
        more = int(end < len(self.listed))
        return {"errcode": 0, "next_cursor": f"c{end}", "has_more": more, "msg_list": self.listed[begin:end]}

    def named(self, name):
        return [call for call in self.calls if call[0] == name]

    def sent(self, name="kf/send_msg"):
        return [payload for _, _, payload in self.named(name)]

    def texts(self, name="kf/send_msg"):
        return [payload["text"]["content"] for payload in self.sent(name) if payload["msgtype"] == "text"]
