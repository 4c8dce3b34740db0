"""The way to the line: signed webhooks, their fields, time limits, redirects and faults."""
