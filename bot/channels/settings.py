"""Every environment variable of the product: those of the service and those of its channels."""

from __future__ import annotations

from bot.channels.kf.settings import KF_SETTINGS
from bot.channels.wechat.settings import WECHAT_SETTINGS
from bot.channels.wecom.settings import WECOM_SETTINGS
from bot.settings import SETTINGS

CHANNEL_SETTINGS = (*WECHAT_SETTINGS, *WECOM_SETTINGS, *KF_SETTINGS)
ALL_SETTINGS = (*SETTINGS, *CHANNEL_SETTINGS)
