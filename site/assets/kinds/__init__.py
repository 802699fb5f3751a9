"""What files are beneath their names."""
