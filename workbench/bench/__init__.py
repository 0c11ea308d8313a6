"""How fast the workbench is: each case beside the shortest correct code for the same work, in one run, at three sizes.

baselines.py   the shortest correct code, all of it
cases.py       the four cases, and the schedules they work on
writers.py     many people saving at once, against a running server
settings.py    the workbench with the baselines' addresses, on a database of its own
"""
