"""Who is given what and how: routes, doses, schedules and forms, in entries and in running text."""
