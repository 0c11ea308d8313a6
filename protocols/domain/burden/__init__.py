"""The burden score: from ratings and the catalogue to lines that add up, how sure they are, and what could change.

ruleset.py        every number that is our choice (rulesets/default.toml); ruleset_faults.py: what is wrong with one
ratings.py        what a person said at a step, and reading it from CSV; answers.py: one value per person
persona.py        as whom a schedule is scored (personas/*.toml)
library.py        what the catalogue knows about a row; blending.py, estimates.py: library and ratings blended
estimate.py       what came of that for one row, and what a number of its occurrences ask for
visits.py         which columns are one visit; occurrences.py: marks -> how often; sharing.py: one needle, many tubes
lines.py          occurrences x points each; contributions.py: all lines of one arm
score.py          the score; summaries.py, shares.py, counts.py, tally.py, flags.py: what is read from it
uncertainty.py    seeded draws, intervals, ranks; agreement.py: Krippendorff's alpha; compare.py: against a baseline
site.py, opal.py  what it asks of a site
changes.py        what an option is made of; savings.py, proposals.py, overlaps.py: what could change
matched.py        rows -> procedures, by name across versions; bench.py, document.py: what the command line prints
"""
