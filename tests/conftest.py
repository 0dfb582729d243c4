"""Settings of the whole suite: property tests repeat exactly, and first calls may load lexicons."""

from hypothesis import settings

settings.register_profile("kaoju", deadline=None, derandomize=True)
settings.load_profile("kaoju")
