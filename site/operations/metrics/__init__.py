"""Metrics of the running portal in Prometheus's text format (docs/metrics.md)."""
