"""How the study is built: codes, phases, counts, course, objectives."""
