"""Trains, measures, tracks and packs the classifiers that the services load."""
