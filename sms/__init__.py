"""The door for texts: verified webhook in, TwiML out."""
