"""What editors see of documents before they open them."""
