"""企业微信: the callback and the interface of one application of a corporation."""
