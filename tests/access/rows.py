"""Who may open which address: one row for each URL pattern of the workbench. A pattern without a row is a failed test.

Add yours at the end of your slice's block. `may` lists who gets in: letters of the permission matrix, with `stranger`
where everybody signed in may; EVERYBODY and PUBLIC are written for you. Those of the review who may not get 403,
strangers get 404, nobody who is signed out gets anything but the way to sign in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.access import places
from tests.cast import Cast

ROLES = ("SA", "SE", "SV", "MO", "AD", "AC", "SI", "RV")
PEOPLE = ("stranger", *ROLES)
EVERYBODY = " ".join(PEOPLE)
PUBLIC = f"anonymous {EVERYBODY}"
TEAM = "SA SE SV MO RV"  # those who see the whole review
EDITORS = "SA SE"
OUTSIDE = "MO AD AC SI RV"  # in the review, but not of the sponsor: the sponsor's own pages are not there for them


@dataclass(frozen=True)
class Row:
    """What one address does for whom.

    `opens` is the status that those who may get for a plain GET, `posts` the one for an empty POST where it is known.
    """

    may: str
    kwargs: Callable[[Cast], dict[str, object]] = places.nowhere
    methods: str = "GET"
    opens: int = 200
    posts: int | None = None
    anonymous: int = 302
    hidden: str = ""  # people of the review for whom it does not exist: 404 instead of 403

    def refusal(self, who: str) -> int | None:
        """The status for somebody who may not; None for those who may."""
        if who in self.may.split():
            return None
        if who == "anonymous":
            return self.anonymous
        return 404 if who == "stranger" or who in self.hidden.split() else 403


ROWS: dict[str, Row] = {
    # the house
    "home": Row(EVERYBODY),
    "account": Row(EVERYBODY),
    "help": Row(PUBLIC),
    "accessibility": Row(PUBLIC),
    "privacy": Row(PUBLIC),
    "words": Row(PUBLIC),
    "health": Row(PUBLIC),
    # signing in: who is signed in already is sent home
    "account_login": Row(PUBLIC, methods="GET POST", opens=302, anonymous=200),
    "account_request_login_code": Row(PUBLIC, methods="GET POST", opens=302, anonymous=200),
    "account_confirm_login_code": Row(EVERYBODY, methods="GET POST", opens=302),
    "account_logout": Row(EVERYBODY, methods="GET POST"),
    "account_inactive": Row(PUBLIC),
    "account_signup": Row(PUBLIC, methods="GET POST", opens=302, anonymous=200),
    "account_reauthenticate": Row(EVERYBODY, methods="GET POST"),
    "account_email": Row(EVERYBODY, methods="GET POST", opens=302),  # first asks who you are, once more
    "account_email_verification_sent": Row(PUBLIC),
    "account_confirm_email": Row(PUBLIC, places.old_mail_key, methods="GET POST", posts=404),
    "account_change_password": Row(EVERYBODY, methods="GET POST"),
    "account_set_password": Row(EVERYBODY, methods="GET POST", opens=302),  # they have one: change it instead
    "account_reset_password": Row(PUBLIC, methods="GET POST"),
    "account_reset_password_done": Row(PUBLIC),
    "account_reset_password_from_key": Row(PUBLIC, places.old_reset_key, methods="GET POST"),
    "account_reset_password_from_key_done": Row(PUBLIC),
    # second steps and passkeys
    "mfa_index": Row(EVERYBODY),
    "mfa_authenticate": Row(EVERYBODY, methods="GET POST", opens=302),
    "mfa_reauthenticate": Row(EVERYBODY, methods="GET POST", opens=302),
    "mfa_activate_totp": Row(EVERYBODY, methods="GET POST", opens=302),
    "mfa_deactivate_totp": Row(EVERYBODY, methods="GET POST", opens=404),  # they have none
    "mfa_view_recovery_codes": Row(EVERYBODY, opens=404),
    "mfa_generate_recovery_codes": Row(EVERYBODY, methods="GET POST", opens=302),
    "mfa_download_recovery_codes": Row(EVERYBODY, methods="GET POST", opens=404),
    "mfa_list_webauthn": Row(EVERYBODY),
    "mfa_add_webauthn": Row(EVERYBODY, methods="GET POST", opens=302),
    "mfa_reauthenticate_webauthn": Row(EVERYBODY, methods="GET POST", opens=302),
    "mfa_login_webauthn": Row(PUBLIC, methods="GET POST", opens=302),
    "mfa_remove_webauthn": Row(EVERYBODY, places.somebodys_passkey, methods="GET POST", opens=302),
    "mfa_edit_webauthn": Row(EVERYBODY, places.somebodys_passkey, methods="GET POST", opens=302),
    # protocols.people
    "people:name": Row(EVERYBODY, methods="GET POST", posts=422),
    "people:organisation": Row("SA SE SV", places.sponsor, hidden=OUTSIDE),
    "people:invite": Row("SA", places.sponsor, methods="GET POST", hidden=OUTSIDE, posts=422),
    "people:member": Row("SA", places.member, methods="GET POST", hidden=OUTSIDE, posts=422),
    "people:remove": Row("SA", places.member, methods="POST", hidden=OUTSIDE),
    "people:resend": Row("SA", places.member_invitation, methods="POST", hidden=OUTSIDE),
    "people:revoke": Row("SA", places.member_invitation, methods="POST", hidden=OUTSIDE),
    # protocols.schedules
    "schedules:protocols": Row(EVERYBODY),  # each sees their own sponsor's, which may be none
    "schedules:new": Row("stranger SA SE", methods="GET POST", posts=422),  # the stranger is another sponsor's admin
    "schedules:sample": Row("stranger SA SE", methods="POST", posts=302),
    "schedules:template": Row(EVERYBODY),
    "schedules:protocol": Row("SA SE SV", places.protocol, hidden=OUTSIDE),
    "schedules:rename": Row("SA SE", places.protocol, methods="GET POST", posts=422, hidden=OUTSIDE),
    "schedules:archive": Row("SA SE", places.protocol, methods="POST", posts=302, hidden=OUTSIDE),
    "schedules:restore": Row("SA SE", places.protocol, methods="POST", posts=302, hidden=OUTSIDE),
    "schedules:delete": Row("SA SE", places.draft, methods="GET POST", posts=302, hidden=OUTSIDE),
    "schedules:upload": Row("SA SE", places.protocol, methods="GET POST", posts=422, hidden=OUTSIDE),
    "schedules:progress": Row("SA SE", places.read_upload, opens=302, hidden=OUTSIDE),
    "schedules:cancel": Row("SA SE", places.read_upload, methods="POST", posts=302, hidden=OUTSIDE),
    "schedules:check": Row("SA SE", places.read_upload, hidden=OUTSIDE),
    "schedules:correct": Row("SA SE", places.read_upload, methods="POST", posts=422, hidden=OUTSIDE),
    "schedules:confirm": Row("SA SE", places.read_upload, methods="POST", posts=422, hidden=OUTSIDE),
    "schedules:change": Row("SA SE", places.protocol, methods="POST", posts=302, hidden=OUTSIDE),
    "schedules:draft": Row("SA SE", places.changes, hidden=OUTSIDE),
    "schedules:draft_edit": Row("SA SE", places.changes, methods="POST", posts=422, hidden=OUTSIDE),
    "schedules:draft_undo": Row("SA SE", places.changes, methods="POST", posts=422, hidden=OUTSIDE),
    "schedules:draft_redo": Row("SA SE", places.changes, methods="POST", posts=422, hidden=OUTSIDE),
    "schedules:draft_save": Row("SA SE", places.changes, methods="GET POST", posts=422, hidden=OUTSIDE),
    "schedules:draft_drop": Row("SA SE", places.changes, methods="GET POST", posts=302, hidden=OUTSIDE),
    "schedules:draft_visit": Row("SA SE", places.changed_visit, methods="GET POST", posts=422, hidden=OUTSIDE),
    "schedules:draft_activity": Row("SA SE", places.changed_activity, methods="GET POST", posts=422, hidden=OUTSIDE),
    "schedules:version": Row("SA SE SV", places.version, hidden=OUTSIDE),
    "schedules:original": Row("SA SE SV", places.version, hidden=OUTSIDE),
    "schedules:version_template": Row("SA SE SV", places.version, hidden=OUTSIDE),
    # protocols.reviews
    "reviews:people": Row("SA SE SV MO", places.review),
    "reviews:invite": Row("SA SE MO AC SI", places.review, methods="GET POST", posts=422),
    "reviews:approvers": Row("SA SE", places.review, methods="GET POST"),
    "reviews:seat": Row("SA SE MO AC", places.advocates_seat, methods="GET POST", posts=422, hidden="SI"),
    "reviews:remove": Row("SA SE MO AC", places.advocates_seat, methods="POST", hidden="SI"),
    "reviews:resend": Row("SA SE MO AC", places.waiting_seat, methods="POST", hidden="SI"),
    "reviews:settings": Row("SA SE MO", places.review, methods="GET POST", posts=422),
    "reviews:open": Row("SA SE MO", places.review, methods="GET POST"),
    "reviews:close": Row("SA SE MO", places.review, methods="GET POST"),
    "reviews:schedule": Row("SA SE SV MO SI RV", places.review),
    "reviews:original": Row("SA SE SV MO RV", places.review),
    "reviews:audit": Row("SA SE MO RV", places.review),
    "reviews:accept": Row(PUBLIC, places.unknown_invitation, methods="GET POST", opens=404),
    "reviews:ask_again": Row(PUBLIC, places.unknown_invitation, methods="POST", posts=302),
    # protocols.runthroughs: a walk is nobody's but the person's own
    "runthroughs:list": Row("SA SE SV MO AD AC SI RV", places.review),
    "runthroughs:plan": Row("MO", places.review, methods="GET POST", posts=422),
    "runthroughs:session_plan": Row("MO", places.draft_session, methods="GET POST", posts=422, hidden="AD"),
    "runthroughs:session_time": Row("MO", places.draft_session, hidden="AD"),
    "runthroughs:session_send": Row("MO", places.draft_session, methods="GET POST", posts=422, hidden="AD"),
    "runthroughs:session": Row("MO", places.session),
    "runthroughs:session_move": Row("MO", places.session, methods="GET POST", posts=422),
    "runthroughs:session_cancel": Row("MO", places.session, methods="GET POST", posts=302),
    "runthroughs:asked": Row("AD", places.session, methods="GET POST", posts=422),
    "runthroughs:session_calendar": Row("AD", places.session),
    "runthroughs:screen_test": Row("AD", places.session, methods="GET POST", posts=302),
    "runthroughs:screen_save": Row("AD", places.session, methods="POST", posts=200),
    "runthroughs:stop_reminders": Row(PUBLIC, places.stop_token, methods="GET POST", posts=302, anonymous=200),
    "runthroughs:start": Row("AD", places.run, methods="GET POST", posts=422),
    "runthroughs:step": Row("AD", places.step, methods="GET POST", posts=422),
    "runthroughs:autosave": Row("AD", places.step, methods="POST", posts=422),
    "runthroughs:answers": Row("AD", places.walk),
    "runthroughs:send": Row("AD", places.walk, methods="POST", posts=422),
    "runthroughs:thanks": Row("AD", places.walk, opens=302),
    "runthroughs:walk_copy": Row("AD", places.walk),
    "runthroughs:withdraw": Row("AD", places.walk, methods="POST", posts=302),
    "runthroughs:leave": Row("AD", places.walk),
    "runthroughs:quotes": Row("AD", places.walk, methods="GET POST", posts=422),
    "runthroughs:paper": Row("AD MO", places.run),
    "runthroughs:paper_type": Row("MO", places.run, methods="GET POST", posts=422),
    "runthroughs:practice": Row("AD", places.run, methods="GET POST", posts=422),
    "runthroughs:questions": Row(TEAM, places.activity),
    "runthroughs:answer_questions": Row(EDITORS, places.activity, methods="POST", posts=422),
    # protocols.runthroughs: walking together
    "runthroughs:join": Row(EVERYBODY, methods="GET POST", posts=422),  # a code opens nothing to strangers
    "runthroughs:room": Row("MO", places.waiting_room),
    "runthroughs:room_state": Row("MO", places.waiting_room),
    "runthroughs:room_open": Row("MO", places.waiting_room, methods="POST", posts=302),
    "runthroughs:room_lead": Row("MO", places.waiting_room, methods="POST", posts=302),
    "runthroughs:room_act": Row("MO", places.room_act, methods="POST", posts=302),
    "runthroughs:room_move": Row("MO", places.open_room, methods="POST", posts=422),
    "runthroughs:room_reveal": Row("MO", places.open_room, methods="POST", posts=422),
    "runthroughs:room_timer": Row("MO", places.open_room, methods="POST", posts=422),
    "runthroughs:room_break": Row("MO", places.open_room, methods="POST", posts=422),
    "runthroughs:room_close": Row("MO", places.open_room, methods="POST", posts=422),
    "runthroughs:room_note": Row("MO", places.room_step, methods="POST", posts=422),
    "runthroughs:room_park": Row("MO", places.open_room, methods="POST", posts=422),
    "runthroughs:room_clock": Row("MO", places.open_room, methods="POST", posts=422),
    "runthroughs:together": Row("AD", places.waiting_room, methods="GET POST", posts=422),
    "runthroughs:together_state": Row("AD", places.open_room),
    "runthroughs:together_step": Row("AD", places.room_step, methods="GET POST", posts=422),
    "runthroughs:together_save": Row("AD", places.room_step, methods="POST", posts=422),
    "runthroughs:together_answers": Row("AD", places.shown_step),
    "runthroughs:together_priorities": Row("AD", places.open_room, methods="GET POST", opens=302, posts=302),
    "runthroughs:minutes": Row(TEAM, places.waiting_room),
    # protocols.runthroughs: what sites say
    "runthroughs:site": Row("SI", places.review),
    "runthroughs:site_visit": Row("SI", places.visit, methods="GET POST", posts=422),
    "runthroughs:site_withdraw": Row("SI", places.visit, methods="POST", posts=302),
    "runthroughs:site_answers": Row(TEAM, places.review),
    "runthroughs:site_save": Row("SI", places.visit, methods="POST", posts=422),
    "runthroughs:site_flag_new": Row("SI", places.visit, methods="GET POST", posts=422),
    "runthroughs:site_flag": Row("SI", places.site_flag, methods="GET POST", posts=422),
    "runthroughs:site_flag_remove": Row("SI", places.site_flag, methods="POST", posts=302),
    "runthroughs:site_copy": Row("SI", places.review),
    "runthroughs:site_profile": Row("SI", places.review, methods="GET POST", posts=422),
    "runthroughs:site_load": Row("SI", places.review, methods="GET POST", posts=422),
    "runthroughs:voices": Row(TEAM, places.review),
    "runthroughs:site_texts": Row("MO", places.review),
    "runthroughs:site_text": Row("MO", places.site_text, methods="POST", posts=422),
    # protocols.explainers
    "explainers:list": Row("SA SE SV MO AD AC SI RV", places.review),
    "explainers:activity": Row("SA SE SV MO AD AC SI RV", places.activity),
    "explainers:edit": Row("SA SE", places.activity, methods="GET POST", posts=422),
    "explainers:check_words": Row("SA SE", places.activity, methods="POST", posts=200),
    "explainers:purpose": Row("SA SE", places.activity, methods="GET POST", posts=422),
    "explainers:approve": Row("", places.approval, methods="POST"),
    "explainers:send_back": Row("", places.approval, methods="POST"),
    # protocols.scores
    "scores:how": Row(EVERYBODY),
    "scores:catalogue": Row(EVERYBODY),
    "scores:sources": Row(EVERYBODY),
    "scores:rubric": Row(EVERYBODY),
    "scores:procedure": Row(EVERYBODY, lambda cast: {"key": "blood_draw"}),
    "scores:overview": Row(TEAM, places.review),
    "scores:map": Row(TEAM, places.review),
    "scores:visit": Row(TEAM, places.visit),
    "scores:activity": Row(TEAM, places.activity),
    "scores:made": Row(TEAM, places.review),
    "scores:compare": Row(TEAM, places.review),
    "scores:lines_csv": Row(TEAM, places.review),
    "scores:lines_json": Row(TEAM, places.review),
    "scores:changes": Row(TEAM, places.review),
    "scores:timeline": Row(TEAM, places.review),
    "scores:numbers": Row(TEAM, places.review),
    "scores:disagreement": Row(TEAM, places.review),
    "scores:weights": Row(EDITORS, places.review, methods="GET POST", posts=422),
    "scores:options": Row(TEAM, places.review),
    "scores:option_try": Row(TEAM, places.review),
    "scores:option_save": Row(EDITORS, places.review, methods="GET POST", opens=302, posts=422),
    "scores:option_change": Row(TEAM, places.review, methods="GET POST", posts=422),
    "scores:options_compare": Row(TEAM, places.review),
    "scores:option": Row(TEAM, places.option),
    "scores:option_copy": Row(EDITORS, places.option, methods="POST", posts=302),
    "scores:option_delete": Row(EDITORS, places.option, methods="POST", posts=302),
    "scores:option_restore": Row(EDITORS, places.option_put_aside, methods="POST", posts=302),
    "scores:proposals": Row(TEAM, places.review),
    "scores:overlaps": Row(TEAM, places.review),
    "scores:house_choose": Row(EDITORS, places.review, methods="GET POST", posts=422),
    "scores:house": Row("SA SE SV", places.sponsor, hidden=OUTSIDE),
    "scores:house_new": Row(EDITORS, places.sponsor, methods="GET POST", hidden=OUTSIDE, posts=422),
    "scores:house_set": Row("SA SE SV", places.house_set, hidden=OUTSIDE),
    "scores:house_value": Row(EDITORS, places.house_set, methods="GET POST", hidden=OUTSIDE, posts=422),
    # protocols.findings
    "findings:list": Row(TEAM, places.review),
    "findings:many": Row("SA SE MO", places.review, methods="POST", posts=422),
    "findings:new": Row("SA SE MO", places.review, methods="GET POST", posts=422),
    "findings:heard": Row(TEAM, places.review),
    "findings:topic": Row(TEAM, places.topic),
    "findings:make": Row("SA SE MO", places.topic, methods="POST", posts=422),
    "findings:finding": Row(TEAM, places.finding),
    "findings:change": Row("SA SE MO", places.finding, methods="GET POST", posts=422),
    "findings:merge": Row("SA SE MO", places.finding, methods="POST", posts=422),
    "findings:split": Row("SA SE MO", places.finding, methods="POST", posts=422),
    "findings:options": Row("SA SE MO", places.finding, methods="POST", posts=302),
    "findings:decisions": Row(TEAM, places.review),
    "findings:decide": Row("SA SE", places.finding, methods="GET POST", posts=422),
    "findings:write_feedback": Row("SA SE", places.decided, methods="GET POST", posts=422),
    "findings:feedback": Row(TEAM, places.review),
    "findings:send_feedback": Row("SA SE", places.review, methods="GET POST", posts=422),
    "findings:you_said": Row(" ".join(ROLES), places.review),
    "findings:clear": Row("AD AC SI", places.review, methods="POST", posts=302),
    "findings:apart": Row("SA SE MO", places.merged_finding, methods="POST", posts=302),
    "findings:of_option": Row("SA SE MO", places.option, methods="GET POST", posts=302),
    # reports
    "reports:list": Row(TEAM, places.review),
    "reports:make": Row("SA SE MO RV", places.review, methods="POST", posts=422),
    "reports:report": Row(TEAM, places.report),
    "reports:progress": Row(TEAM, places.report, opens=302),  # it is ready: on to its page
    "reports:pdf": Row(TEAM, places.report),
    "reports:xlsx": Row(TEAM, places.report),
    "reports:retry": Row("SA SE MO RV", places.report, methods="POST", posts=302),
}
