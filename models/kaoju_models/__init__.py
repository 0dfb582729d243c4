"""Rules, lexicons and weights of kaoju: data with examples, read through `importlib.resources`."""
