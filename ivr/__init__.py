"""The door for calls: each step of the script as TwiML, what is spoken in a voice of our own, and the routes."""
