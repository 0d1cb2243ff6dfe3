"""Token buckets: a minute's worth at once, then as they come; bounded memory."""

from __future__ import annotations

from bot.channels.webchat.limits import Limiter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_at_once_and_then_one_at_a_time():
    clock = Clock()
    limiter = Limiter(6, clock)
    assert [limiter.wait("a") for _ in range(6)] == [0] * 6
    assert limiter.wait("a") == 10
    clock.now = 9.5
    assert limiter.wait("a") == 1
    clock.now = 10.0
    assert limiter.wait("a") == 0
    assert limiter.wait("a") == 10


def test_everybody_is_counted_alone_and_pausing_saves_a_minute_at_most():
    clock = Clock()
    limiter = Limiter(2, clock)
    assert [limiter.wait("a"), limiter.wait("a")] == [0, 0]
    assert limiter.wait("b") == 0
    clock.now = 3600.0
    assert [limiter.wait("a") > 0 for _ in range(3)] == [False, False, True]


def test_only_the_last_names_are_remembered():
    clock = Clock()
    limiter = Limiter(1, clock, most=2)
    assert limiter.wait("a") == 0
    assert limiter.wait("a") > 0
    assert [limiter.wait("b"), limiter.wait("c")] == [0, 0]
    assert limiter.wait("a") == 0
    assert limiter.wait("c") > 0
