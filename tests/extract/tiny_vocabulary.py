"""A small vocabulary for tests of the grammar, so that they do not depend on what the lexicons hold."""

from __future__ import annotations

from functools import cache

from kg.vocab import lexicon
from kg.vocab.index import Index

ROWS = """\
id\tlabel\tsynonyms\tcomponents
drug/icaritin\ticaritin\t\t
drug/bevacizumab\tbevacizumab\tAvastin|BAT1706|bevacizumab biosimilar\t
drug/oxaliplatin\toxaliplatin\t\t
drug/leucovorin\tleucovorin\t\t
drug/fluorouracil\tfluorouracil\t5-FU|5FU\t
drug/irinotecan\tirinotecan\t\t
drug/pembrolizumab\tpembrolizumab\tKeytruda|MK-3475\t
drug/regorafenib\tregorafenib\t\t
drug/toripalimab\ttoripalimab\t\t
drug/serplulimab\tserplulimab\t\t
drug/sodium-bicarbonate\tsodium bicarbonate\tbicarbonate\t
drug/sulfamethoxazole\tsulfamethoxazole\t\t
drug/trimethoprim\ttrimethoprim\t\t
drug/amlodipine\tamlodipine\t\t
drug/atorvastatin\tatorvastatin\t\t
drug/mesh-c1\tamlodipine, atorvastatin drug combination\tamlodipine/atorvastatin\t
drug/aspirin\taspirin\t\t
drug/cholecalciferol\tcholecalciferol\tvitamin D3|vitamin D\t
drug/sildenafil\tsildenafil\tViagra\t
drug/sodium\tsodium\t\t
drug/citrate\tcitrate\t\t
drug/ketamine\tketamine\t\t
drug/saline\tsaline\tnormal saline\t
drug/docetaxel\tdocetaxel\t\t
drug/chitosan\tchitosan\t\t
drug/capecitabine\tcapecitabine\t\t
drug/dexamethasone\tdexamethasone\t\t
drug/mesh-D002741\tchlorotrianisene\tTACE {cs}\t
drug/lead\tlead\t\t
drug/gold\tgold\t\t
drug/osmium\tosmium\tOs {cs}\t
drug/levetiracetam\tlevetiracetam\t\t
regimen/folfox\tFOLFOX\tmFOLFOX6|FOLFOX4\tdrug/oxaliplatin drug/leucovorin drug/fluorouracil
regimen/folfiri\tFOLFIRI\t\tdrug/irinotecan drug/leucovorin drug/fluorouracil
regimen/folfoxiri\tFOLFOXIRI\t\tdrug/irinotecan drug/leucovorin drug/fluorouracil drug/oxaliplatin
drug-class/chemotherapy\tchemotherapy\tsystemic chemotherapy\t
drug-class/fluoroquinolone\tfluoroquinolone\t\t
drug-class/immunotherapy\timmunotherapy\t\t
procedure/radiofrequency-ablation\tradiofrequency ablation\tRFA\t
procedure/hepatic-arterial-infusion\thepatic arterial infusion\thepatic artery infusion|HAI\t
procedure/transarterial-chemoembolization\ttransarterial chemoembolization\t\t
procedure/trabeculectomy\ttrabeculectomy\t\t
radiation/radiotherapy\tradiotherapy\tradiation therapy\t
device/drug-eluting-beads\tdrug-eluting beads\t\t
behavioral/cognitive-behavioral-therapy\tcognitive behavioral therapy\tCBT\t
behavioral/yoga\tyoga\t\t
diagnostic-test/oral-food-challenge\toral food challenge\t\t
dietary-supplement/enteral-nutrition\tenteral nutrition\t\t
placebo/placebo\tplacebo\tplacebos\t
placebo/sham\tsham\tsham procedure\t
placebo/sham-acupuncture\tsham acupuncture\t\t
standard-care/standard-of-care\tstandard of care\tstandard care|usual care\t
route/oral\toral\torally|PO|by mouth\t
route/intravenous\tintravenous\tintravenously|IV|i.v.\t
route/subcutaneous\tsubcutaneous\tSC|subcutaneously\t
route/intrathecal\tintrathecal\tintrathecally\t
route/inhaled\tinhaled\tnebulised|nebulized\t
route/intra-arterial\tintra-arterial\tintraarterial\t
route/hepatic-arterial-infusion\thepatic arterial infusion\thepatic artery infusion|HAI|hepatic artery infusion chemotherapy\t
""".split("\n")


@cache
def tiny() -> Index:
    """The vocabulary of these rows."""
    return Index.of(list(lexicon.parse(ROWS, "tiny.tsv")))
