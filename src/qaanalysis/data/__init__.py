"""Tables come in here: typed, or rejected with a reason."""
