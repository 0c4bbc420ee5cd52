"""Where the original's package has its names."""
