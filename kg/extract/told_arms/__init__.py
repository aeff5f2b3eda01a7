"""Arms that the prose tells: by labels, by who receives what, by what is allotted, by what is compared."""
