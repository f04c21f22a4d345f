"""Draws that stand up to challenge: who is selected, by what chance, and who gets which case.

A draw rests on permanent random numbers (`prn`), so that it doesn't depend on the order of rows, a
late addition disturbs nobody else's number, and a stranger can do it again.
"""
