"""What becomes of a report: its grade and the reasons for it, its clocks, its place in the queue, who may do what."""
