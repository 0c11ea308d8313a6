"""Run-throughs together: the room, its phases, the facilitator's console, and the page that people follow."""
