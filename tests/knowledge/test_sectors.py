"""Everyday sector names: what they map to, and what must not be taken for a sector."""

from collections import Counter

import pytest

from knowledge.sectors import UnknownSector, all_sectors, find_sector, sector_class, sector_tags
from knowledge.size import standard
from nlu import lookups
from nlu.normalize import normalize
from nlu.phrases import PhraseFinder

TAGS = {
    "餐饮", "住宿", "批发", "零售", "商贸流通", "旅游", "会展", "交通运输", "物流", "仓储", "邮政快递", "教育培训", "文艺演出", "影视剧院",
    "体育", "冰雪", "文化", "内容创意", "软件信息", "互联网", "科技", "研发设计", "医药", "医疗器械", "金融科技", "制造", "建筑", "房地产",
    "物业", "租赁商务", "居民服务", "农业", "医疗", "外贸", "商场", "超市", "便利店", "金融", "服务业", "生活必需品", "防疫物资",
}  # fmt: skip
LOOKUP = lookups.load("sectors")
IN_SENTENCES = {str(p): str(name) for name, entry in LOOKUP.items() for p in (name, *entry["names"])}


def test_entries_are_well_formed():
    assert 110 <= len(LOOKUP) <= 170
    for name, entry in LOOKUP.items():
        assert set(entry) <= {"class", "tags", "names", "exact", "note"}, name
        assert entry["class"] in standard().classes, name
        assert set(entry["tags"]) <= TAGS, name
        assert entry["names"], name


def test_every_tag_and_every_class_is_in_use():
    assert {tag for s in all_sectors().values() for tag in s.tags} == TAGS
    assert {s.class_name for s in all_sectors().values()} == set(standard().classes)


def test_no_phrase_stands_twice_or_is_too_short():
    phrases = [str(p) for n, e in LOOKUP.items() for p in (n, *e["names"], *e.get("exact", ()))]
    assert [p for p, times in Counter(p.lower() for p in phrases).items() if times > 1] == []
    assert [p for p in phrases if len(p) < 2] == []


def test_phrases_that_mislead_inside_sentences_are_kept_out():
    banned = {
        "公司", "企业", "商户", "园区", "文化", "科技", "银行", "学校", "医院", "法院", "律师", "物业",
        "快递", "装修", "体育馆", "广告", "培训", "旅游", "物流", "软件", "担保公司", "孵化器",
    }  # fmt: skip
    assert banned & set(IN_SENTENCES) == set()


def test_names_survive_the_normalising_of_messages():
    changed = {p for p in IN_SENTENCES if normalize(p).text.lower() != p.lower()}
    assert changed <= {"两元店"}  # read as 2元店, which is listed too


def test_no_place_or_department_contains_a_sector_name():
    finder = PhraseFinder(IN_SENTENCES)
    places = lookups.load("places")
    names = [n for d in ("东城", "西城", "北京") for group in places[d].values() for n in group]
    names += [n for group in places["elsewhere"].values() for n in group]
    names += list(lookups.phrases("departments"))
    assert {n: list(finder.find(n)) for n in names if list(finder.find(n))} == {}


@pytest.mark.parametrize("name", sorted(standard().classes))
def test_official_class_names_map_to_themselves(name):
    assert sector_class(name) == name


@pytest.mark.parametrize("name", sorted(IN_SENTENCES))
def test_every_name_maps_to_its_own_sector(name):
    assert find_sector(name) == IN_SENTENCES[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("农业", "农、林、牧、渔业"), ("林业", "农、林、牧、渔业"), ("畜牧业", "农、林、牧、渔业"), ("渔业", "农、林、牧、渔业"),
     ("农林牧渔业", "农、林、牧、渔业"), ("制造业", "工业"), ("建筑", "建筑业"), ("零售", "零售业"), ("批发和零售业", "批发业"),
     ("餐饮", "餐饮业"), ("住宿", "住宿业"), ("软件", "软件和信息技术服务业"), ("互联网", "信息传输业"), ("物业", "物业管理"),
     ("快递", "邮政业"), ("物流", "交通运输业"), ("装修", "建筑业"), ("房地产", "房地产开发经营"), ("律师", "租赁和商务服务业"),
     ("教育", "其他未列明行业"), ("ＫＴＶ", "其他未列明行业"), ("ktv", "其他未列明行业"), (" 餐 饮 业 ", "餐饮业")],
)  # fmt: skip
def test_class_of_a_stated_sector(name, expected):
    assert sector_class(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("我在东城开了家小面馆，雇了三个人", "面馆"), ("我们是做物流的", "物流公司"), ("俺开饭店的", "饭馆"), ("口罩批发", "医疗器械经销"),
     ("体育馆路那边开理发店", "理发店"), ("服装批发", "批发商"), ("医院门口的小卖部", "便利店"), ("便利", "便利店"),
     ("干洗业", "洗衣店"), ("托育行业", "幼儿园"), ("我们是搞直播带货的", "直播带货")],
)  # fmt: skip
def test_sector_of_a_sentence(text, expected):
    assert find_sector(text) == expected


@pytest.mark.parametrize(
    "text",
    ["想找律师咨询一下", "找律师行吗", "农业银行的贷款能延期吗", "物业不给减租", "装修噪音找谁", "寄快递", "我在体育馆路", "银行不给续贷",
     "职业技能培训补贴怎么领", "人力资源社会保障局电话", "小微商户能减房租吗", "租金店里交不起", "门面店铺空着", "能报社区工作者吗",
     "我们在孵化器里办公", "学校的房子能减租吗", "工业和信息化部的文件", "展览路街道", "哪些担保公司能做", "我们公司二十个人", "提交证书吧",
     "公租房企业集体申请", "我们银行流水不好", "开出租金收据", "你好", ""],
)  # fmt: skip
def test_no_sector_is_heard_where_none_is_said(text):
    assert find_sector(text) is None
    assert list(PhraseFinder(IN_SENTENCES).find(normalize(text).text)) == []


@pytest.mark.parametrize(
    ("name", "tags"),
    [("饭馆", {"餐饮", "服务业"}), ("超市", {"超市", "零售", "商贸流通", "生活必需品", "服务业"}), ("口罩厂", {"制造", "防疫物资"}),
     ("滑雪场", {"冰雪", "体育"}), ("电影院", {"影视剧院"}), ("旅行社", {"旅游"}), ("药店", {"医药", "零售"}), ("外贸", {"外贸"})],
)  # fmt: skip
def test_tags(name, tags):
    assert sector_tags(name) >= tags


def test_factories_builders_and_farms_are_not_services():
    for found in all_sectors().values():
        if found.class_name in {"工业", "建筑业", "农、林、牧、渔业"}:
            assert "服务业" not in found.tags, found.name


@pytest.mark.parametrize(
    ("name", "expected"), [("钢材贸易", "批发业"), ("农机加工厂", "工业"), ("财务外包咨询", "租赁和商务服务业")]
)
def test_a_stated_name_is_read_by_the_word_it_ends_with(name, expected):
    assert sector_class(name) == expected


def test_unknown_names_have_no_tags_and_raise_with_suggestions():
    assert sector_tags("量子炼金") == frozenset()
    with pytest.raises(UnknownSector, match="量子炼金") as caught:
        sector_class("量子炼金")
    assert 1 <= len(caught.value.suggestions) <= 6
    assert set(caught.value.suggestions) <= set(LOOKUP)
    with pytest.raises(UnknownSector, match="空白"):
        sector_class(" ")


def test_suggestions_look_like_what_was_said():
    with pytest.raises(UnknownSector) as caught:
        sector_class("宠物训练营")
    assert set(caught.value.suggestions) & {"宠物店", "宠物医院"}


def test_a_very_long_name_is_not_echoed_whole():
    with pytest.raises(UnknownSector) as caught:
        sector_class("啊" * 5000)
    assert len(str(caught.value)) < 200
