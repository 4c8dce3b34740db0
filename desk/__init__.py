"""The door for operators: sign in, the queue, a report and what is done to it, the call log, calls under way."""
