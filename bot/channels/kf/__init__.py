"""微信客服: pushes that only say there is something, messages fetched with a cursor, answers by the interface."""
