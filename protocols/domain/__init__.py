"""What a schedule of activities is and what it asks of people: pure Python, no Django.

schedule.py    the schedule itself, as frozen dataclasses
problems.py    what was wrong with a person's file, with place and remedy
importers/     one contract, one file per format
catalogue/     procedures and their evidence; matching of labels to procedures
burden/        ratings -> estimates -> score -> uncertainty
language/      readability, words, first drafts of explainers
"""
