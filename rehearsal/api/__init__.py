"""The REST API under /2010-04-01, in the provider's shape."""
