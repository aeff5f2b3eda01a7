"""The vocabulary: curated lexicons, the shipped backbone, imported vocabularies, and the matcher over all of them."""
