"""Addresses of run-throughs, walks, and what sites say."""

from django.urls import include, path

from protocols.runthroughs import across_views, copy_views, question_views, views
from protocols.runthroughs.paper import views as paper_views
from protocols.runthroughs.rooms import minutes as room_minutes
from protocols.runthroughs.rooms import together as room_together
from protocols.runthroughs.rooms import views as room_views
from protocols.runthroughs.sessions import asked_views
from protocols.runthroughs.sessions import views as session_views
from protocols.runthroughs.sites import capacity_views
from protocols.runthroughs.sites import flag_views as site_flag_views
from protocols.runthroughs.sites import text_views as site_text_views
from protocols.runthroughs.sites import views as site_views

app_name = "runthroughs"

walk_urls = [
    path("steps/<int:number>/", views.step, name="step"),
    path("steps/<int:number>/save/", views.autosave, name="autosave"),
    path("answers/", views.answers, name="answers"),
    path("send/", views.send, name="send"),
    path("thanks/", views.thanks, name="thanks"),
    path("my-answers.csv", copy_views.walk_copy, name="walk_copy"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("leave/", views.leave, name="leave"),
    path("quotes/", asked_views.quotes, name="quotes"),
]

site_urls = [
    path("", site_views.site, name="site"),
    path("<str:key>/", site_views.site_visit, name="site_visit"),
    path("<str:key>/save/", site_views.site_save, name="site_save"),
    path("<str:key>/withdraw/", site_views.site_withdraw, name="site_withdraw"),
    path("<str:key>/flags/new/", site_flag_views.site_flag_new, name="site_flag_new"),
    path("<str:key>/flags/<slug:flag>/", site_flag_views.site_flag, name="site_flag"),
    path("<str:key>/flags/<slug:flag>/remove/", site_flag_views.site_flag_remove, name="site_flag_remove"),
]

session_urls = [
    path("plan/", session_views.session_plan, name="session_plan"),
    path("plan/time/", session_views.session_time, name="session_time"),
    path("invite/", session_views.session_send, name="session_send"),
    path("session/", session_views.session, name="session"),
    path("session/move/", session_views.session_move, name="session_move"),
    path("session/cancel/", session_views.session_cancel, name="session_cancel"),
    path("practice/", views.practice, name="practice"),
    path("paper/", paper_views.paper, name="paper"),
    path("paper/type/", paper_views.paper_type, name="paper_type"),
    path("asked/", asked_views.asked, name="asked"),
    path("asked/session.ics", asked_views.session_calendar, name="session_calendar"),
    path("asked/screen/", asked_views.screen_test, name="screen_test"),
    path("asked/screen/save/", asked_views.screen_save, name="screen_save"),
]

room_urls = [
    path("", room_views.room, name="room"),
    path("state/", room_views.room_state, name="room_state"),
    path("open/", room_views.room_open, name="room_open"),
    path("lead/", room_views.room_lead, name="room_lead"),
    path("do/<slug:act>/", room_views.room_act, name="room_act"),
    path("move/", room_views.room_move, name="room_move"),
    path("show/", room_views.room_reveal, name="room_reveal"),
    path("timer/", room_views.room_timer, name="room_timer"),
    path("break/", room_views.room_break, name="room_break"),
    path("close/", room_views.room_close, name="room_close"),
    path("notes/<int:number>/", room_views.room_note, name="room_note"),
    path("park/", room_views.room_park, name="room_park"),
    path("clock/", room_views.room_clock, name="room_clock"),
]

together_urls = [
    path("", room_together.together, name="together"),
    path("state/", room_together.together_state, name="together_state"),
    path("steps/<int:number>/", room_together.together_step, name="together_step"),
    path("steps/<int:number>/save/", room_together.together_save, name="together_save"),
    path("steps/<int:number>/answers/", room_together.together_answers, name="together_answers"),
    path("points/", room_together.together_priorities, name="together_priorities"),
]

urlpatterns = [
    path("reviews/<slug:code>/run-throughs/", views.run_list, name="list"),
    path("reviews/<slug:code>/run-throughs/new/", session_views.plan, name="plan"),
    path("reviews/<slug:code>/why/<slug:key>/questions/", question_views.questions, name="questions"),
    path("reviews/<slug:code>/why/<slug:key>/answered/", question_views.answer_questions, name="answer_questions"),
    path("reviews/<slug:code>/site/", include(site_urls)),  # the site's own
    path("reviews/<slug:code>/our-entries.csv", copy_views.site_copy, name="site_copy"),  # the site's own
    path("reviews/<slug:code>/site-answers/", site_views.site_answers, name="site_answers"),
    path("reviews/<slug:code>/voices/", across_views.voices, name="voices"),
    path("reviews/<slug:code>/site-profile/", capacity_views.site_profile, name="site_profile"),  # the site's own
    path("reviews/<slug:code>/site-load/", capacity_views.site_load, name="site_load"),  # the site's own
    path("reviews/<slug:code>/site-texts/", site_text_views.site_texts, name="site_texts"),
    path("reviews/<slug:code>/site-texts/<slug:token>/", site_text_views.site_text, name="site_text"),
    path("reminders/stop/<str:token>/", asked_views.stop_reminders, name="stop_reminders"),
    path("run-throughs/<slug:code>/", views.start, name="start"),
    path("run-throughs/<slug:code>/", include(session_urls)),
    path("join/", room_together.join, name="join"),
    path("run-throughs/<slug:code>/room/", include(room_urls)),  # the facilitators'
    path("run-throughs/<slug:code>/together/", include(together_urls)),  # the participants'
    path("run-throughs/<slug:code>/minutes/", room_minutes.minutes, name="minutes"),
    path("walks/<slug:code>/", include(walk_urls)),  # only the person's own
]
