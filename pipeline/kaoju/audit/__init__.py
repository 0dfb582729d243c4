"""Extraction quality, measured: gold, pairing, scores, intervals, slices, calibration, gate, diff."""
