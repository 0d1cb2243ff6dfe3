from nlu.topics import asked, clauses, intent_topics


def test_each_asking_clause_gives_its_topic() -> None:
    found = asked("房租能减吗,还有社保能缓吗")
    assert [a.intent for a in found] == ["rent_relief", "social_insurance"]
    assert found[0].clause == "房租能减吗"


def test_a_story_mentions_topics_without_asking_for_them() -> None:
    assert [a.intent for a in asked("房租压得喘不过气,员工工资发不出,贷款能延期吗")] == ["loan"]


def test_bare_keywords_ask_nothing_by_themselves() -> None:
    assert asked("东城 房租 社保") == []


def test_numbered_requests_are_separate_clauses() -> None:
    assert clauses("1、房租能减吗 2、社保能缓吗") == ["房租能减吗", "社保能缓吗"]


def test_every_policy_intent_has_topics_and_a_label() -> None:
    assert all(entry["topics"] and entry["label"] for entry in intent_topics().values())


def test_requests_in_one_message_are_told_apart_even_without_a_topic() -> None:
    found = asked("水费能缓交吗?另外普惠金融综合服务平台怎么注册")
    assert [(a.intent, a.clause) for a in found] == [
        ("utilities", "水费能缓交吗"),
        ("", "普惠金融综合服务平台怎么注册"),
    ]


def test_two_requests_on_one_matter_are_one() -> None:
    assert [a.intent for a in asked("贷款贴息的申请条件?贴息比例是多少?")] == ["loan"]


def test_what_a_request_is_about_is_named_last() -> None:
    assert [a.intent for a in asked("房租能减吗?律师事务所能缓缴社保吗")] == ["rent_relief", "social_insurance"]
