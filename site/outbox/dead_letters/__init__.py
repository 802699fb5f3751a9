"""The admin page of dead events, on which administrators can retry them."""
