"""Sound into words: every decoder of foreign bytes and the recogniser, in one closed-off child process."""
