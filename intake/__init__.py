"""What happens when somebody does something: one verb a function, each durable before it is acknowledged."""
