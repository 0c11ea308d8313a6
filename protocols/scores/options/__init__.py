"""What-if options: changes that people try, what each saves, and what the app proposes."""
