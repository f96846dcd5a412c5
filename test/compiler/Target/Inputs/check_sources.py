"""Each key of the target files given must have a text in "sources"."""
import json
import os
import sys

TEXTS = {"name", "description", "kind", "api", "apis", "sources"}  # not figures
bad = 0


def report(path, where, keys):
    """Counts keys of one dictionary that have no source."""
    global bad
    for key in sorted(set(keys) - TEXTS):
        if not keys.get("sources", {}).get(key, "").strip():
            print(f"{path}: {where}{key} has no source")
            bad += 1


for path in sys.argv[1:]:
    with open(path) as file:
        target = json.load(file)
    if target["name"] + ".json" != os.path.basename(path) and "mine" != target["name"]:
        print(f"{path}: is named {target['name']}")
        bad += 1
    report(path, "", target)
    for api, keys in target.get("apis", {}).items():
        report(path, api + ".", keys)
print(f"{len(sys.argv) - 1} targets checked")
sys.exit(bad != 0)
