"""What pages of the portal say of its operator: kept once, and put in where a page names it."""
