"""The aiohttp application: REST channel, measures, size, eligibility, pages and operations."""
