"""How everything is plugged together: settings, URLs, pages of the house, commands. Nothing imports it."""
