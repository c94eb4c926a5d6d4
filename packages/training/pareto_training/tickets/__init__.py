"""Tickets before they are learned from: read, cleaned, without duplicates, split, described."""
