"""A call: the caller's phone, the verbs, and the run from ringing to the last callback."""
