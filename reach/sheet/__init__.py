"""Figures of reach for people: a month of an organization, its single pages, and the portal's sums."""
