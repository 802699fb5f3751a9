"""Checks of the machine: its disk, files, programs and limits."""
