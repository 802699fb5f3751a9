"""Discussions: boards whose threads are read and answered on the web and by mail alike."""
