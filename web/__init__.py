"""The door for pages: plain HTML that works without JavaScript, cookies or anything from elsewhere."""
