"""Reading sources again and again: when, what is stored, and what is told where a feed fails."""
