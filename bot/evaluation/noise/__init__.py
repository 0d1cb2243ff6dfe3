"""Noise: the same questions typed, said or put badly, to see how much of the answers survives.

Pure and repeatable: a variant depends on the kind, the case's id, its text and the drawing, nothing else.
"""

from bot.evaluation.noise.kinds import KINDS, Variant, variants

__all__ = ["KINDS", "Variant", "variants"]
