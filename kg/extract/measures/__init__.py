"""What an outcome measures: endpoints and instruments, from the wording of the measure."""
