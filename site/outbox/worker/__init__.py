"""Parts of worker processes beside the tasks: the sweep, the canary, and waking workers up."""
