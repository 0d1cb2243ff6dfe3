"""The WeChat Official Account: its callback (``/wechat``), its customer messages and its menu.

gate (who sent it, what does it say) → bridge (one decision for each message) → delivery (what comes after the reply)
"""
