"""The conversation: a script of steps, the engine that walks it, and the words it says. Pure: standard library only."""
