"""Audio of calls and voicemails: which there is, how it is fetched, where it is kept."""
