"""What runs in worker processes besides the tasks: the sweep, the canary, and how workers are woken."""
