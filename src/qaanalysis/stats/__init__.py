"""Numbers in, numbers out: numpy and scipy only, no pandas, no column names."""
