"""An organization's own site: a manager adds and proves it, and members make drafts of its items."""
