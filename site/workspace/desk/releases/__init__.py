"""The releases of figures about series of events, at the desk."""
