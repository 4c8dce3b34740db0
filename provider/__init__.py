"""Everything that speaks a Twilio-compatible provider's API: webhooks in, REST out, its words and its faults."""
