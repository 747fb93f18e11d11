"""Files → validated tables: what a file looks like, what is wrong with it, where it came from."""
