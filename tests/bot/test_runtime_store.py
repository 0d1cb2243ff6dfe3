"""Rasa's tracker store on SQLAlchemy 2.0 and SQLite: what goes in comes out, with settings fit for a server."""

import warnings

import pytest
from sqlalchemy import text


@pytest.fixture
def store(quiet_rasa, tmp_path):
    from rasa.shared.core.domain import Domain

    from bot.runtime.model import ROOT
    from bot.runtime.tracker_store import HuiqiTrackerStore

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        store = HuiqiTrackerStore(domain=Domain.load(str(ROOT / "domain.yml")), host=f"sqlite:///{tmp_path}/talk.db")
    yield store
    store.close()


async def test_a_conversation_comes_back_as_it_was(store):
    from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered

    tracker = await store.get_or_create_tracker("u1")
    focus = {"kind": "policy", "intents": ["rent_relief"], "parts": [["loan", "贷款"]]}
    for event in (
        ActionExecuted("action_listen"),
        UserUttered(
            "房租能减吗", {"name": "rent_relief", "confidence": 0.9}, [{"entity": "district", "value": "东城"}]
        ),
        SlotSet("focus", focus),
        BotUttered("请问在哪个区？", {"buttons": [{"title": "东城"}], "custom": {"asks": "district"}}),
    ):
        tracker.update(event, store.domain)
    await store.save(tracker)
    again = await store.retrieve("u1")
    assert [e.as_dict() for e in again.events] == [e.as_dict() for e in tracker.events]
    assert again.get_slot("focus") == focus
    assert again.latest_message.text == "房租能减吗"


async def test_only_new_events_are_added(store):
    from rasa.shared.core.events import UserUttered

    for n in range(3):
        tracker = await store.get_or_create_tracker("u1")
        tracker.update(UserUttered(f"第{n}句"), store.domain)
        await store.save(tracker)
    tracker = await store.retrieve("u1")
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["第0句", "第1句", "第2句"]
    assert await store.retrieve("u2") is None
    assert list(await store.keys()) == ["u1"]


def test_sqlite_is_set_for_a_server(store):
    with store.session_scope() as session:
        pragmas = {
            p: session.execute(text(f"PRAGMA {p}")).scalar() for p in ("journal_mode", "synchronous", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 5000}


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"dialect": "sqlite", "db": "data/c.db"}, "sqlite:///data/c.db"),
        ({"host": "sqlite:///data/c.db"}, "sqlite:///data/c.db"),
        (
            {"dialect": "postgresql", "host": "db", "port": 5432, "db": "h", "username": "u", "password": "p"},
            "postgresql://u:p@db:5432/h",
        ),
        (
            {"dialect": "postgresql", "host": "db", "db": "h", "query": {"sslmode": "require"}},
            "postgresql://db/h?sslmode=require",
        ),
    ],
)
def test_where_conversations_are_kept(quiet_rasa, given, url):
    from bot.runtime.tracker_store import HuiqiTrackerStore

    made = HuiqiTrackerStore.get_db_url(**given)
    assert made.render_as_string(hide_password=False) == url
    assert made.query is not None


async def test_a_long_conversation_goes_on_in_a_short_session(store):
    from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered

    from bot.runtime.tracker_store import MOST_TURNS

    lengths = []
    for n in range(3 * MOST_TURNS):
        tracker = await store.get_or_create_tracker("u1")
        for event in (
            UserUttered(f"第{n}句"),
            ActiveLoop("eligibility_form"),
            SlotSet("district", "东城" if n % 2 else "西城"),
            BotUttered(f"第{n}答", {"custom": {"n": n}}),
            ActionExecuted("action_listen"),
        ):
            tracker.update(event, store.domain)
        await store.save(tracker)
        again = await store.retrieve("u1")
        lengths.append(len(again.events))
        assert again.get_slot("district") == ("东城" if n % 2 else "西城")
        assert again.active_loop_name == "eligibility_form"
        last = [e for e in again.events if isinstance(e, BotUttered)][-1]
        assert (last.text, last.data["custom"]) == (f"第{n}答", {"n": n})
    assert max(lengths[MOST_TURNS:]) <= max(lengths[:MOST_TURNS]) + 5
    everything = await store.retrieve_full_tracker("u1")
    spoken = [e.text for e in everything.events if isinstance(e, UserUttered)]
    assert spoken == [f"第{n}句" for n in range(3 * MOST_TURNS)]
