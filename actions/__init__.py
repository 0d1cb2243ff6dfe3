"""Rasa actions: thin. They read the conversation, ask :mod:`knowledge`, and hand the result to the wording."""
