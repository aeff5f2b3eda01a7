"""trialkg: a knowledge graph of clinical trials, every edge traceable to the characters that support it."""

__version__ = "0.1.0"
