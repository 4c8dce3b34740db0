"""What an owner decides: the settings of the environment, and the files that they may replace."""
