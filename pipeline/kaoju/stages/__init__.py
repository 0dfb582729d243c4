"""The stages: pure functions from document to document. `STAGES` is the order in which they run.

Quantities run before platforms (the design drew them after): magnitudes, currencies and dates are evidence for whom a
platform's name means, and finding them needs nothing of the resolution.
"""
