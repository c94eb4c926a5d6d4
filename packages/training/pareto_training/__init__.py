"""Trains, measures, tracks and packs the classifiers that the services load."""

import logging

# It tells at every import that a kernel, which nothing here needs, is not installed.
logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
