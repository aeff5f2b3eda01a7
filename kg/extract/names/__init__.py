"""How the name of an intervention is taken apart into what it names and what it tells of each."""
