"""How our own workbook template is laid out: its sheets, the rows over the grid, and the headings of its lists."""

SCHEDULE, ARMS, FOOTNOTES = "Schedule", "Arms", "Footnotes"
OBJECTIVES, MARKS, GUIDE = "Objectives and endpoints", "Marks explained", "How to fill in"
TELLING_SHEETS = frozenset((OBJECTIVES, MARKS))  # with the sheet Schedule they tell the template from other workbooks

# Columns of the sheet Schedule; the visits follow.
ACTIVITY_COLUMN, GROUP_COLUMN, FOOTNOTES_COLUMN, KEY_COLUMN = 1, 2, 3, 4
FIRST_VISIT = 5
GRID_HEADINGS = ("Activity", "Group", "Footnotes", "Key")

# Rows over the grid, as they stand in column A.
TITLE = "Title of the study"
ARM, EPOCH, VISIT, DAY = "Arm", "Epoch", "Visit", "Day"
BEFORE, AFTER, UNIT = "Window: may be earlier by", "Window: may be later by", "Window: unit"
PLACE = "Where"
LEAST, MOST = "Stands for at least (visits)", "Stands for at most (visits)"
SAME_AS = "Is the same visit as (key)"
HEADING = "Heading"  # with a number: the lines that stand over the column in the protocol, top to bottom
VISIT_KEY = "Key of the visit"

ARM_HEADINGS = ("Key", "Arm")
FOOTNOTE_HEADINGS = ("Key", "Footnote")
OBJECTIVE_HEADINGS = ("Objective level", "Objective", "Endpoint level", "Endpoint")
MARK_HEADINGS = (
    "Activity key",
    "Visit key",
    "Activity",
    "Visit",
    "Kind",
    "Footnotes",
    "Visits it spans",
    "Count each",
    "Usual care",
    "Probability",
)
YES = "yes"
SOURCE = "Source"
TOO_LARGE = "Too large to be read back"

GUIDE_LINES = (
    ("Schedule", "One column for each visit, one row for each activity. Put X where an activity is done at a visit."),
    ("Group", "The heading that an activity stands under in the protocol. May stay empty."),
    (
        "Footnotes",
        "The letters of the footnotes of the activity, with commas: a, b. The texts go in the sheet Footnotes.",
    ),
    ("Key", "A short name that stays the same when a label changes. Leave it empty and one is made."),
    (ARM, "Only where visits belong to one treatment arm: its key from the sheet Arms. Empty means all arms."),
    (EPOCH, "The period of the study, for example Screening or Treatment."),
    (VISIT, "The name of the visit. Two visits may have the same name."),
    (DAY, "The planned study day as a number, for example -14, 1 or 29. May stay empty."),
    ("Window", "How much earlier or later the visit may be, as numbers, and the unit: hour, day or week."),
    (PLACE, "site, home, phone, video or unknown."),
    ("Stands for", "Where one column stands for several visits, such as Cycles 3 to 6: at least and at most how many."),
    (SAME_AS, "Where two columns are one visit: the key of the other column."),
    ("Marks", "X is done. Any other text is kept as it is; say in the sheet Marks explained what it means."),
    (
        MARKS,
        "One row for each mark that is not a plain X: planned, conditional, optional, continuous (all the time) or "
        "referred (said elsewhere). A mark over several visits: how many it spans.",
    ),
    (OBJECTIVES, "One row for each endpoint. The objective stands on its first row."),
    (
        "Please",
        "Do not rename or delete sheets or the labels in column A. Rows over the grid may be moved or left empty.",
    ),
)


def heading_row(number: int) -> str:
    """Return the label of the row with the first, second ... heading line of the protocol."""
    return f"{HEADING} {number}"
