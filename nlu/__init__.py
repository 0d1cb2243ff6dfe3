"""How a sentence is understood: training data, lookups, and the code that reads Chinese.

The modules directly in this package know nothing of Rasa; ``nlu.components`` does.
"""
