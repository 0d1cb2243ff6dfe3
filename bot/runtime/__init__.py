"""Rasa in this process: loading without TensorFlow, actions called directly, one thread of its own."""
