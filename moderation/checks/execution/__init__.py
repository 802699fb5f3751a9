"""The execution of checks, one after the other, in a process of their own."""
