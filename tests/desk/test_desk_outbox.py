"""Reaching citizens: kept until delivered, in order, again after pauses, given up in the end."""

from datetime import timedelta

from desk_samples import SAYER, both_stores

from bot.desk import record
from bot.desk.outbox import GIVE_UP_AFTER, pause


def queue(desk, *texts, sender=SAYER):
    with desk.ground.writing() as session:
        for text in texts:
            record.tell(session, desk.ground, sender, {"type": "operator", "text": text, "name": "王"})


@both_stores
async def test_what_could_not_be_delivered_is_kept_and_tried_again(desk, clock, outbound, database):
    queue(desk, "一", "二")
    outbound.down = True
    assert await desk.deliver() == 0
    assert desk.outbox.waiting() == 2
    outbound.down = False
    assert await desk.deliver() == 0  # not yet: the older one has to wait, and the newer one behind it
    clock.move(seconds=29)
    assert await desk.deliver() == 0
    clock.move(seconds=1)
    assert await desk.deliver() == 2
    assert outbound.texts() == ["一", "二"]
    assert await desk.deliver() == 0


async def test_one_sender_does_not_hold_up_another(desk, outbound):
    class Picky:
        async def say(self, sender, event):
            if sender == SAYER:
                raise ConnectionError("gone")
            return await outbound.say(sender, event)

    desk.reach_through(Picky())
    queue(desk, "一")
    queue(desk, "二", sender="wechat:x")
    assert await desk.deliver() == 1
    assert outbound.texts("wechat:x") == ["二"]


async def test_it_is_given_up_after_a_week(desk, clock, outbound):
    queue(desk, "一")
    outbound.down = True
    clock.move(seconds=GIVE_UP_AFTER.total_seconds())
    await desk.deliver()
    assert desk.outbox.waiting() == 1
    clock.move(days=1)
    await desk.deliver()
    assert desk.outbox.waiting() == 0
    outbound.down = False
    clock.move(days=1)
    assert await desk.deliver() == 0


def test_pauses_grow_up_to_a_limit():
    assert [pause(n) for n in (1, 2, 3)] == [timedelta(seconds=s) for s in (30, 60, 120)]
    assert pause(10_000) == timedelta(hours=6)


async def test_two_processes_do_not_say_it_twice(desk, outbound):
    queue(desk, "一")
    first, second = desk.outbox._claim(), desk.outbox._claim()
    assert (len(first), len(second)) == (1, 0)


async def test_a_caller_on_the_telephone_has_nobody_to_tell(desk):
    queue(desk, "一", sender="")
    assert desk.outbox.waiting() == 0


async def test_without_channels_everything_waits(desk, outbound):
    desk.reach_through(None)
    queue(desk, "一")
    assert await desk.deliver() == 0
    desk.reach_through(outbound)
    assert await desk.deliver() == 1
