"""A build for language models: a card that tells what it holds, and tools with bounded answers. No model is called.

card    the card as Markdown, within a number of tokens
tools   what the tools do: functions of an open store, run in workers that can be killed
server  the tools over the Model Context Protocol
"""
