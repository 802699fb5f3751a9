"""Two commits side by side: each served from its own source and environment, asked by HTTP and commands alone."""
