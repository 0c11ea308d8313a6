"""Schedules that nobody ran: invented studies in shapes that sponsors really use, with what a right reading is."""
