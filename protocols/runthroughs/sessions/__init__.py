"""Planned sessions: the plan and what it still lacks, asking people, their answers, reminders."""
