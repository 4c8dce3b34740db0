"""Files that strangers send: what they really are, and the form in which an operator can look at them."""
