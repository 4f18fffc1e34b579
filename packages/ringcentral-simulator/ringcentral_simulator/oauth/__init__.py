"""Sign-in: who may be given a token, by which way, for how long and for what."""
