"""The paper way: printing a walk, and typing in what somebody wrote."""
