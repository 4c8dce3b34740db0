"""Messages: what a sender texts in, what the line answers, and whether it arrives."""
