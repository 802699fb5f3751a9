"""Archives of mailing lists: an mbox file in, to be published thread by thread, and a board's public posts out."""
