"""Who the patients are, told in running text: extent, line, markers, sites, earlier treatment, ages, criteria."""
