"""The kinds of stream that the streams are made from."""
