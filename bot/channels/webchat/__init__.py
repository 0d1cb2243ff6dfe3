"""The web chat: sessions of browsers, what was said, live events, and the addresses under ``/chat/api/``."""
