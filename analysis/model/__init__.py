"""Tables → results: pure functions that know no files, no figures and no printing."""
