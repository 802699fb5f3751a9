"""Services about a page and its other language that are sent as one."""
