"""How messages get in and answers get out: one seam for WeChat, WeCom, 微信客服, the web chat and programs."""
