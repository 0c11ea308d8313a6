"""Reading a schedule from a grid of cells, whatever the file format.

cells        what a grid is: texts, raised letters, merges
             sheet_cells, word_cells, page_tables: how Excel, Word and PDF become grids; symbols: signs of symbol fonts
             word_lists: the letters that Word counts; page_sides: tables that are open at a side
vocabulary   the general words of `words.toml`
naming       what a heading text names
markers      which letters point to a footnote, and which belong to a word
timing       windows, days, repeats and contacts in heading texts
marks        what a text in a cell says: planned, optional, conditional, continuous, said elsewhere
notes        the footnotes under a grid
layout       THE ORDER OF DECISIONS: headings, labels, visits, remarks, activities; each in decide_labels,
             decide_headings, decide_visits, decide_body
headings     the stack of heading texts over each visit and what each heading row is about
visits       from that stack to a visit
arms         which columns belong to which arm
body         the rows: activities, groups, marks
tables       which of several tables are the schedule, and how they belong together
reading      from tables to the schedule: draft puts it together, telling says what a person should look at
"""
