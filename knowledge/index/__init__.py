"""The parts of the search index: terms, postings, sample questions, and the facts measures are filtered by.

:class:`knowledge.search.SearchIndex` puts them together; how much each part counts is data in ``weights.yml``.
"""
