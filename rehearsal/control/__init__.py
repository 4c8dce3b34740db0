"""What people and tests use: pages, callers, senders, faults; behind a token of its own."""
