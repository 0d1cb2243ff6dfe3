"""From focus and profile to what will be said; the store is the real one."""

from datetime import date

import pytest

from actions.focus import Focus
from actions.plan import MOST_QUESTIONS, SHOWN, make
from knowledge.profile import Profile

DAY = date(2026, 11, 21)
RENT = Focus(kind="policy", text="房租能减吗", intents=("rent_relief",), sure=True)
TAX = Focus(kind="policy", text="税能缓缴吗", intents=("tax_deferral",), sure=True)


@pytest.fixture
def plan(knowledge):
    return lambda focus, **known: make(focus, Profile(**known), knowledge, DAY)


def ids(made):
    return [v.measure.id for v in made.verdicts]


def test_without_a_district_one_of_each_and_the_question_for_it(plan):
    made = plan(RENT)
    assert made.ask.slot == "district"
    assert {v.measure.district for v in made.verdicts[:2]} == {"东城", "西城"}
    assert len(made.verdicts) == SHOWN


def test_without_a_district_the_next_page_goes_on(plan):
    first = plan(Focus(**{**TAX.dump(), "skipped": ("district",)}))
    second = plan(Focus(**{**TAX.dump(), "skipped": ("district",), "offset": SHOWN}))
    assert first.ask is None
    assert not set(ids(first)) & set(ids(second))


def test_two_topics_ask_for_the_district_too(plan):
    both = Focus(
        kind="policy",
        text="房租能减吗，社保能缓缴吗",
        intents=("rent_relief", "social_insurance"),
        parts=(("rent_relief", "房租能减吗"), ("social_insurance", "社保能缓缴吗")),
        sure=True,
    )
    assert (plan(both).ask.slot, plan(both).ask.answers) == ("district", ("东城", "西城"))
    here = plan(both, district="西城")
    assert ids(here)[:2] == ["xc-2020-1-13", "xc-2020-1-3"]
    assert here.ask.slot != "district"


def test_asks_about_the_best_measure_only_what_is_not_known(plan):
    assert plan(RENT, district="西城").ask.slot == "landlord"
    assert plan(RENT, district="西城", landlord="区属国企", role="承租方", premises_use="办公", size="微型").ask is None


@pytest.mark.parametrize(
    "changed",
    [
        {"questions": MOST_QUESTIONS},
        {"aspects": ("contact",)},
        {"offset": SHOWN},
        {"skipped": ("landlord", "role", "size", "premises_use", "layoffs", "building_type")},
    ],
    ids=["asked enough", "wants a fact", "paging", "does not know"],
)
def test_asks_nothing_more(plan, changed):
    made = plan(Focus(**{**RENT.dump(), **changed}), district="西城")
    assert made.ask is None


def test_pages_until_there_is_nothing(plan):
    pages = [plan(Focus(**{**TAX.dump(), "offset": n}), district="东城") for n in range(0, 60, SHOWN)]
    shown = [i for page in pages for i in ids(page)]
    assert len(shown) == len(set(shown))
    assert pages[-1].kind == "none"


def test_a_chosen_measure_is_the_only_one(plan):
    assert ids(plan(Focus(**{**RENT.dump(), "chosen": "xc-2020-1-7"}))) == ["xc-2020-1-7"]


def test_a_whole_document_in_its_order(plan):
    whole = Focus(kind="policy", text="西政办发〔2020〕1号", doc="西政办发〔2020〕1号", whole=True, sure=True)
    assert ids(plan(whole)) == ["xc-2020-1-1", "xc-2020-1-2", "xc-2020-1-3"]
    assert plan(Focus(**{**whole.dump(), "doc": "没有这个号"})).kind == "none"


@pytest.mark.parametrize(
    ("focus", "kind"),
    [
        (Focus(kind="elsewhere", elsewhere="朝阳"), "elsewhere"),
        (Focus(kind="policy", text="阿巴阿巴"), "unclear"),
        (Focus(), "topic"),
    ],
)
def test_other_kinds_show_no_measure(plan, focus, kind):
    made = plan(focus)
    assert (made.kind, made.verdicts) == (kind, ())


def test_the_topic_is_asked_for_once(plan):
    assert plan(Focus()).ask.slot == "topic"
    assert plan(Focus(skipped=("topic",))).ask is None


def test_overview_asks_the_district_then_gives_one_of_each(plan):
    overview = Focus(kind="overview")
    assert plan(overview).ask.slot == "district"
    made = plan(overview, district="西城")
    assert made.verdicts[0].measure.content.topics[0] == "rent"
    assert len(made.verdicts) == 4
    assert all(v.measure.district != "东城" for v in made.verdicts)


SIZE = Focus(kind="size", text="我算什么企业")


@pytest.mark.parametrize(
    ("known", "slot"),
    [({}, "sector"), ({"sector": "饭馆"}, "employees"), ({"sector": "饭馆", "employees": 12}, "revenue_wan")],
)
def test_size_asks_for_what_is_missing(plan, known, slot):
    assert plan(SIZE, **known).ask.slot == slot
    skipped = plan(Focus(**{**SIZE.dump(), "skipped": (slot,)}), **known)
    assert skipped.ask is None
    assert skipped.trouble


def test_size_is_computed(plan):
    assert plan(SIZE, sector="饭馆", employees=8, revenue_wan=90).sized.size == "微型"
    assert "个体工商户" in plan(SIZE, size="个体工商户").trouble
    assert "给恐龙洗澡" in plan(SIZE, sector="给恐龙洗澡", employees=8).trouble


def test_same_focus_same_plan(plan):
    assert plan(RENT, district="东城") == plan(RENT, district="东城")
