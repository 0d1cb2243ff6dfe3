"""What the policy is: typed measures, the store, search, eligibility and size.

Imports nothing from ``actions`` or ``bot`` and no web framework.
"""
