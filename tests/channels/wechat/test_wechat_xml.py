"""From WeChat's XML to a message; and what is not let in."""

import pytest
from wechat_side import ACCOUNT, USER, event, fields, xml

from actions.phrases import STARTERS
from bot.channels.wechat.xml import BadXml, posted, read_fields


def message(values):
    return posted(read_fields(xml(values))).message


def test_a_text():
    values = fields(Content=" 房租能减吗\n", MsgId="7")
    got = posted(read_fields(xml(values)))
    assert got.account == ACCOUNT
    assert (got.message.channel, got.message.user, got.message.sender) == ("wechat", USER, f"wechat:{USER}")
    assert (got.message.kind, got.message.text, got.message.event) == ("text", "房租能减吗", "")


def test_a_tap_on_a_choice_is_its_title_with_the_id():
    got = message(fields(Content="西城", bizmsgmenuid="0a1b2c3d4e5f.2"))
    assert (got.kind, got.text, got.event_key) == ("text", "西城", "0a1b2c3d4e5f.2")


@pytest.mark.parametrize(("recognised", "text"), [("社保能缓吗", "社保能缓吗"), ("", ""), (None, "")])
def test_voice_with_and_without_words(recognised, text):
    got = message(fields(MsgType="voice", Content=None, MediaId="m", Format="amr", Recognition=recognised))
    assert (got.kind, got.text) == ("voice", text)


@pytest.mark.parametrize(
    ("sort", "kind", "more"),
    [
        ("image", "image", {"PicUrl": "http://mmbiz.qpic.cn/x", "MediaId": "m"}),
        ("video", "video", {"MediaId": "m", "ThumbMediaId": "t"}),
        ("shortvideo", "video", {"MediaId": "m", "ThumbMediaId": "t"}),
        ("location", "location", {"Location_X": "39.9", "Location_Y": "116.4", "Scale": "15", "Label": "东城区某街"}),
        ("link", "link", {"Title": "标题", "Description": "内容", "Url": "http://example.com/"}),
        ("miniprogrampage", "unknown", {"Title": "标题"}),
        ("some_new_type", "unknown", {"New": "1"}),
    ],
)
def test_other_types_have_a_kind_and_no_text(sort, kind, more):
    got = message(fields(MsgType=sort, Content=None, **more))
    assert (got.kind, got.text) == (kind, "")


def test_what_a_client_could_not_pass_on_is_no_question():
    assert message(fields(Content="【收到不支持的消息类型，暂无法显示】")).kind == "unknown"


@pytest.mark.parametrize(
    ("name", "key", "text"),
    [
        ("subscribe", "", ""),
        ("subscribe", "qrscene_12", ""),
        ("unsubscribe", "", ""),
        ("SCAN", "12", ""),
        ("VIEW", "https://huiqi.example.cn/chat/", ""),
        ("CLICK", "贷款有贴息吗", "贷款有贴息吗"),
        ("CLICK", "starter:2", STARTERS[1]),
        ("CLICK", "starter:99", ""),
        ("TEMPLATESENDJOBFINISH", "", ""),
    ],
)
def test_events(name, key, text):
    got = message(event(name, EventKey=key, Ticket="t", MsgID="200"))
    assert (got.kind, got.event, got.event_key, got.text) == ("event", name, key, text)


def test_a_reported_place_is_an_event():
    got = message(event("LOCATION", Latitude="39.9", Longitude="116.4", Precision="30"))
    assert (got.kind, got.event, got.text) == ("event", "LOCATION", "")


def test_keys_are_the_same_for_repetitions_only():
    first = fields(MsgId="1", CreateTime="1700000000")
    assert message(first).key == message({**first, "CreateTime": "1700000005"}).key
    others = [
        first,
        {**first, "MsgId": "2"},
        {**first, "FromUserName": "another"},
        event("CLICK", EventKey="a", CreateTime="1700000000"),
        event("CLICK", EventKey="b", CreateTime="1700000000"),
        event("CLICK", EventKey="a", CreateTime="1700000001"),
        event("VIEW", EventKey="a", CreateTime="1700000000"),
    ]
    keys = [message(o).key for o in others]
    assert len(set(keys)) == len(keys)
    assert message(event("VIEW", EventKey="a" * 2000)).key.__len__() < 200


def test_nested_and_unknown_elements_are_passed_over():
    body = xml(fields(Content="好")).replace(
        b"</xml>", b"<SendPicsInfo><PicList><item>1</item><item>2</item></PicList></SendPicsInfo><New a='1'/></xml>"
    )
    assert posted(read_fields(body)).message.text == "好"


@pytest.mark.parametrize("raw", ["\x01", "\x08", "\x1f", "\ufffe", "\uffff", "\x0b"])
def test_control_characters_people_paste_become_spaces(raw):
    assert message(fields(Content=f"房租{raw}减免")).text == "房租 减免"


def test_removing_control_characters_never_ends_a_section():
    body = xml(fields(Content="]\x01]\x01></Content><Evil>1</Evil><Content>"))
    with pytest.raises(BadXml):
        posted(read_fields(body.replace(b"\x01", b"")))
    assert "Evil" not in read_fields(body)


def test_text_is_text_whatever_is_in_it():
    for text in ("/restart", "<b>房租</b>", "&amp;", "😀👨‍👩‍👧", "a\r\nb", "{{7*7}}", "' OR 1=1 --"):
        assert message(fields(Content=text)).text == text.replace("\r\n", "\n")


_TEXT = "<Content>房租</Content>"
_HEAD = "<ToUserName>gh_1</ToUserName><FromUserName>u</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType>"
BAD = {
    "nothing": b"",
    "spaces": b"   ",
    "no xml": b"hello",
    "json": b'{"xml": 1}',
    "not closed": f"<xml>{_HEAD}".encode(),
    "two roots": f"<xml>{_HEAD}</xml><xml/>".encode(),
    "another root": f"<XML>{_HEAD}</XML>".encode(),
    "a root in a name space": f'<x:xml xmlns:x="u">{_HEAD}</x:xml>'.encode(),
    "a repeated element": f"<xml>{_HEAD}<MsgId>1</MsgId><MsgId>2</MsgId></xml>".encode(),
    "a repeated sender": f"<xml>{_HEAD}<FromUserName>v</FromUserName></xml>".encode(),
    "doctype": f"<!DOCTYPE xml><xml>{_HEAD}</xml>".encode(),
    "doctype from elsewhere": f'<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd"><xml>{_HEAD}</xml>'.encode(),
    "an entity": f'<!DOCTYPE xml [<!ENTITY e "x">]><xml>{_HEAD}<Content>&e;</Content></xml>'.encode(),
    "a file": f'<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml>{_HEAD}<Content>&e;</Content></xml>'.encode(),
    "a parameter entity": b'<!DOCTYPE xml [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><xml/>',
    "billion laughs": (
        b"<!DOCTYPE xml ["
        + b'<!ENTITY a0 "lol">'
        + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
        + b"]><xml>&a9;</xml>"
    ),
    "an unknown entity": f"<xml>{_HEAD}<Content>&e;</Content></xml>".encode(),
    "a character that is none": f"<xml>{_HEAD}<Content>&#0;</Content></xml>".encode(),
    "a NUL": f"<xml>{_HEAD}<Content>a\0b</Content></xml>".encode(),
    "GBK": f"<xml>{_HEAD}{_TEXT}</xml>".encode("gbk"),
    "GBK that says so": f'<?xml version="1.0" encoding="gbk"?><xml>{_HEAD}{_TEXT}</xml>'.encode("gbk"),
    "UTF-16": f"<xml>{_HEAD}{_TEXT}</xml>".encode("utf-16"),
    "UTF-16 that says so": f'<?xml version="1.0" encoding="utf-16"?><xml>{_HEAD}{_TEXT}</xml>'.encode("utf-16"),
    "UTF-7": f"<xml>{_HEAD}{_TEXT}</xml>".encode("utf-7").replace(b"<", b"+ADw-"),
    "half a character": f"<xml>{_HEAD}".encode() + b"<Content>\xe6\x88</Content></xml>",
    "a surrogate": f"<xml>{_HEAD}".encode() + b"<Content>\xed\xa0\xbd</Content></xml>",
    "no sender": _HEAD.join(["<xml>", "</xml>"]).replace("FromUserName", "From").encode(),
    "no account": _HEAD.join(["<xml>", "</xml>"]).replace("ToUserName", "To").encode(),
    "no type": _HEAD.join(["<xml>", "</xml>"]).replace("MsgType", "Type").encode(),
    "no time": _HEAD.join(["<xml>", "</xml>"]).replace("CreateTime", "Time").encode(),
    "a time that is none": _HEAD.join(["<xml>", "</xml>"]).replace(">1<", ">now<").encode(),
    "a time of other digits": _HEAD.join(["<xml>", "</xml>"]).replace(">1<", ">١<").encode(),
    "a sender of two words": _HEAD.join(["<xml>", "</xml>"]).replace(">u<", ">u v<").encode(),
    "a sender that reaches into other keys": _HEAD.join(["<xml>", "</xml>"]).replace(">u<", ">u|options<").encode(),
    "an endless sender": _HEAD.join(["<xml>", "</xml>"]).replace(">u<", f">{'u' * 200}<").encode(),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_is_not_wechats_xml_is_refused(body):
    with pytest.raises(BadXml) as raised:
        posted(read_fields(body))
    assert "房租" not in str(raised.value)


def test_the_pattern_of_the_bad_ones_is_good():
    assert posted(read_fields(f"\ufeff<?xml version='1.0'?><xml>{_HEAD}{_TEXT}</xml>".encode())).message.text == "房租"


def test_utf8_that_claims_to_be_something_else_is_read_as_utf8():
    body = f'<?xml version="1.0" encoding="iso-8859-1"?><xml>{_HEAD}{_TEXT}</xml>'.encode()
    assert posted(read_fields(body)).message.text == "房租"


def test_thousands_of_levels_do_no_harm():
    body = b"<xml>" + b"<a>" * 9000 + b"</a>" * 9000 + _HEAD.encode() + b"</xml>"
    assert posted(read_fields(body)).message.kind == "text"
