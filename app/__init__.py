"""Puts the house together: the doors, the pipeline, the command line. Nobody imports it."""
