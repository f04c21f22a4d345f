"""What each report says in words and key figures, from tables that are safe to show."""
