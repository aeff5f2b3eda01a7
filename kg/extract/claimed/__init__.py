"""Claims of the background: where one begins and ends, what makes it one, what it is about (`kg.extract.claims`)."""
