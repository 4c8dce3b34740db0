"""What happens after something was kept: one job a function, each read by id, done, and committed on its own."""
