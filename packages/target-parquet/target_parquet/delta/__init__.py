"""Tables in the format of Delta Lake (https://github.com/delta-io/delta/blob/master/PROTOCOL.md)."""
