"""A provider of our own: the other side of every call and text, strict, on this machine, free of the line's code."""
