"""Moderation: second looks at audits, and what they say of the first ones."""
