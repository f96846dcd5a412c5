"""Each key of the target files given must have a text in "sources"."""
import json
import os
import sys

TEXTS = {"name", "description", "kind", "api", "sources"}  # not figures
bad = 0
for path in sys.argv[1:]:
    with open(path) as file:
        target = json.load(file)
    if target["name"] + ".json" != os.path.basename(path) and "mine" != target["name"]:
        print(f"{path}: is named {target['name']}")
        bad += 1
    for key in sorted(set(target) - TEXTS):
        if not target["sources"].get(key, "").strip():
            print(f"{path}: {key} has no source")
            bad += 1
print(f"{len(sys.argv) - 1} targets checked")
sys.exit(bad != 0)
