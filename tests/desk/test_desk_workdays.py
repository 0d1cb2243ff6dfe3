"""Deadlines on the Chinese working-day calendar, both sides of each limit."""

from datetime import date, datetime, time

import pytest

from bot.desk.workdays import due, is_workday
from knowledge.store.location import BEIJING

SIX = time(18)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("received", "days", "ends"),
    [
        # An ordinary week: the day of receipt does not count.
        ("2022-05-30T00:00", 1, "2022-05-31T18:00"),
        ("2022-05-30T23:59", 1, "2022-05-31T18:00"),
        ("2022-05-31T00:00", 1, "2022-06-01T18:00"),
        ("2022-05-27T10:00", 1, "2022-05-30T18:00"),
        ("2022-05-28T10:00", 1, "2022-05-30T18:00"),
        # National Day 2022: 1 to 7 October are off, Saturday 8 and Sunday 9 October are worked.
        ("2022-09-30T17:00", 1, "2022-10-08T18:00"),
        ("2022-10-07T12:00", 1, "2022-10-08T18:00"),
        ("2022-10-08T09:00", 1, "2022-10-09T18:00"),
        ("2022-09-30T17:00", 3, "2022-10-10T18:00"),
        # 2026: Saturday 10 October is worked.
        ("2026-10-09T09:00", 1, "2026-10-10T18:00"),
        ("2026-09-30T09:00", 1, "2026-10-08T18:00"),
        # Dragon Boat Festival on a Friday.
        ("2022-06-02T09:00", 1, "2022-06-06T18:00"),
        ("2022-06-01T09:00", 3, "2022-06-07T18:00"),
    ],
)
def test_the_nth_working_day_after_receipt_ends_at_closing_time(received, days, ends):
    found = due(at(received), days, SIX)
    assert found.at == at(ends)
    assert found.known


def test_a_moment_is_read_in_beijing():
    late_on_sunday_in_london = datetime.fromisoformat("2022-05-29T17:00+00:00")  # Monday 01:00 in Beijing
    assert due(late_on_sunday_in_london, 1, SIX).at == at("2022-05-31T18:00")


def test_a_worked_saturday_and_a_free_monday():
    assert is_workday(date(2022, 10, 8)) == (True, True)
    assert is_workday(date(2022, 10, 3)) == (False, True)
    assert is_workday(date(2022, 10, 15)) == (False, True)


def test_a_year_the_calendar_does_not_know_falls_back_to_weekends_and_says_so():
    far = due(datetime(2090, 1, 6, 9, tzinfo=BEIJING), 1, SIX)  # a Friday
    assert (far.at, far.known) == (datetime(2090, 1, 9, 18, tzinfo=BEIJING), False)
    assert is_workday(date(2090, 1, 7)) == (False, False)


def test_the_closing_time_is_the_setting():
    assert due(at("2022-05-30T10:00"), 1, time(17, 30)).at == at("2022-05-31T17:30")
