"""Draws that params or a plan ask for: made, written to a folder, verified, replaced, collected.

`moderation` and `themed` say what each kind of draw is of and where it lies; `files` and
`replacing` are the same for both.
"""
