"""The permission matrix: who may do what in a review. The only source for access; everything else is denied."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in one review."""

    SPONSOR_ADMIN = "SA"
    SPONSOR_EDITOR = "SE"
    SPONSOR_VIEWER = "SV"
    FACILITATOR = "MO"
    ADVOCATE = "AD"
    ADVOCACY_CONTACT = "AC"
    SITE = "SI"
    REVIEWER = "RV"


class Need(StrEnum):
    """What a page or an action asks of the person who wants it."""

    SEE = "see"  # the review exists for me: plain name, my own tasks, explainers that are approved
    SEE_SCHEDULE = "see-schedule"  # the whole schedule with its protocol words
    SEE_ORIGINAL = "see-original"  # the uploaded file
    RUN_REVIEW = "run-review"  # open, close, dates
    SEE_SEATS = "see-seats"  # who sits here and who has answered
    SEE_SITE_ACTIVITY = "see-site-activity"  # which person of a site answered: nobody who could hold it against them
    MODERATE = "moderate"  # read sites' own words before anybody else, and release them
    NAME_APPROVERS = "name-approvers"
    INVITE = "invite"  # bring people in; whom exactly is MAY_INVITE
    PLAN_SESSION = "plan-session"  # personas, run-throughs: plan, run, reveal
    ANNOTATE = "annotate"  # walk and rate as a participant
    SITE_REVIEW = "site-review"  # say what a visit takes at a site
    SEE_SCORE = "see-score"  # score, map, lines
    SEE_ANNOTATIONS = "see-annotations"  # advocates' answers, once sent and revealed
    SEE_SITE_ANSWERS = "see-site-answers"  # suppressed and without identity
    SEE_FINDINGS = "see-findings"
    TRIAGE = "triage"  # make, change, merge and split findings
    DECIDE = "decide"  # say what becomes of a finding, and answer those who spoke
    HEAR_BACK = "hear-back"  # say whether what one was told was clear
    SET_PURPOSE = "set-purpose"  # purposes, matches, weights, house values, options
    WRITE_EXPLAINER = "write-explainer"
    SEE_DRAFTS = "see-drafts"  # explainers that are not approved yet
    APPROVE_CLINICAL = "approve-clinical"  # besides, the person must be named
    APPROVE_LAY = "approve-lay"  # besides, the person must be named
    SEE_REPORTS = "see-reports"
    MAKE_REPORT = "make-report"
    SEE_AUDIT = "see-audit"


_TEAM = {Role.SPONSOR_ADMIN, Role.SPONSOR_EDITOR, Role.SPONSOR_VIEWER}
_EDITORS = {Role.SPONSOR_ADMIN, Role.SPONSOR_EDITOR}
_READERS = _TEAM | {Role.FACILITATOR, Role.REVIEWER}

MATRIX: dict[Need, frozenset[Role]] = {
    Need.SEE: frozenset(Role),
    Need.SEE_SCHEDULE: frozenset(_READERS | {Role.SITE}),
    Need.SEE_ORIGINAL: frozenset(_READERS),
    Need.RUN_REVIEW: frozenset(_EDITORS | {Role.FACILITATOR}),
    Need.SEE_SEATS: frozenset(_TEAM | {Role.FACILITATOR}),
    Need.SEE_SITE_ACTIVITY: frozenset({Role.FACILITATOR}),
    Need.MODERATE: frozenset({Role.FACILITATOR}),
    Need.NAME_APPROVERS: frozenset(_EDITORS),
    Need.INVITE: frozenset(_EDITORS | {Role.FACILITATOR, Role.ADVOCACY_CONTACT, Role.SITE}),
    Need.PLAN_SESSION: frozenset({Role.FACILITATOR}),
    Need.ANNOTATE: frozenset({Role.ADVOCATE}),
    Need.SITE_REVIEW: frozenset({Role.SITE}),
    Need.SEE_SCORE: frozenset(_READERS),
    Need.SEE_ANNOTATIONS: frozenset(_READERS),
    Need.SEE_SITE_ANSWERS: frozenset(_READERS),
    Need.SEE_FINDINGS: frozenset(_READERS),
    Need.TRIAGE: frozenset(_EDITORS | {Role.FACILITATOR}),
    Need.DECIDE: frozenset(_EDITORS),
    Need.HEAR_BACK: frozenset({Role.ADVOCATE, Role.ADVOCACY_CONTACT, Role.SITE}),
    Need.SET_PURPOSE: frozenset(_EDITORS),
    Need.WRITE_EXPLAINER: frozenset(_EDITORS),
    Need.SEE_DRAFTS: frozenset(_READERS | {Role.ADVOCATE, Role.ADVOCACY_CONTACT}),
    Need.APPROVE_CLINICAL: frozenset(_EDITORS),
    Need.APPROVE_LAY: frozenset({Role.ADVOCATE, Role.ADVOCACY_CONTACT}),
    Need.SEE_REPORTS: frozenset(_READERS),
    Need.MAKE_REPORT: frozenset(_EDITORS | {Role.FACILITATOR, Role.REVIEWER}),
    Need.SEE_AUDIT: frozenset(_EDITORS | {Role.FACILITATOR, Role.REVIEWER}),
}

# Whom each role may bring in. Advocacy contacts and sites: people of their own organisation only.
MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.SPONSOR_ADMIN: frozenset({Role.FACILITATOR, Role.ADVOCATE, Role.ADVOCACY_CONTACT, Role.SITE, Role.REVIEWER}),
    Role.SPONSOR_EDITOR: frozenset({Role.FACILITATOR, Role.ADVOCATE, Role.ADVOCACY_CONTACT, Role.SITE, Role.REVIEWER}),
    Role.FACILITATOR: frozenset({Role.ADVOCATE, Role.SITE}),
    Role.ADVOCACY_CONTACT: frozenset({Role.ADVOCATE}),
    Role.SITE: frozenset({Role.SITE}),
}
OWN_ORGANISATION_ONLY = frozenset({Role.ADVOCACY_CONTACT, Role.SITE})


def may(role: Role, need: Need) -> bool:
    """Answer whether a role has a permission."""
    return role in MATRIX[need]
