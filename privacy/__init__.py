"""What keeps a reporter unknown: aliases, codes, seals, sealed state, the vault's boxes and the log filter. Pure."""
