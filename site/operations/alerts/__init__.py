"""Alerts: rules over the figures of the portal, and mails to administrators (docs/metrics.md)."""
