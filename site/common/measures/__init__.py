"""Figures of the running portal, told by each package and read by metrics, alerts and the status page."""
