"""The door for texts: SMS, WhatsApp and RCS through one webhook."""
