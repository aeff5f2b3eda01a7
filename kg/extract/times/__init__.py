"""Time frames and clocks: points, horizons, and the events that start and end them."""
