"""The method itself: pure computation without clock, files, network or framework."""
