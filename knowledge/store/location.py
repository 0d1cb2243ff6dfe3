"""Where the database is and which day it is, for every process of the product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def beijing_today() -> date:
    """The day in Beijing, whatever the machine's clock is set to."""
    return datetime.now(BEIJING).date()


def database_url(env: Mapping[str, str]) -> str:
    """``HUIQI_DATABASE_URL``, or the SQLite file in ``HUIQI_DATA`` (``./data``)."""
    folder = Path(env.get("HUIQI_DATA") or "data")
    return env.get("HUIQI_DATABASE_URL") or f"sqlite:///{folder / 'huiqi.db'}"


def today(env: Mapping[str, str]) -> date:
    """``HUIQI_TODAY`` for a demonstration, else the real day. Raises ``ValueError`` when it is no date."""
    chosen = env.get("HUIQI_TODAY")
    return date.fromisoformat(chosen) if chosen else beijing_today()
