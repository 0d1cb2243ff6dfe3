"""Settings Rasa reads when it is imported or loaded: no telemetry, no user text in logs."""

from __future__ import annotations

import logging
import os
import warnings


def prepare() -> None:
    """Call before the first import of Rasa: stand-ins for TensorFlow, telemetry off, logging at INFO or above."""
    from bot.runtime.placeholder import keep_tensorflow_out

    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    keep_tensorflow_out()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.WARNING)
    for name in ("rasa", "rasa_sdk", "apscheduler", "matplotlib", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
