"""What discussions put before the editors: their kinds of matters."""
