"""A classifier in plain PyTorch: models, initialisation, schedules and the loop written out, no trainer."""
