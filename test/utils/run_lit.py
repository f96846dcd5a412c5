#!/usr/bin/env python3
"""Runs lit over a build folder and ends with "N passed, N failed".

lit prints its own summary; this reads lit's JSON results instead of its text.
"""
import json
import os
import subprocess
import sys

LIT = "/usr/lib/llvm-22/bin/lit"


def main():
    build = sys.argv[1]
    results = os.path.join(build, "lit.json")
    if os.path.exists(results):
        os.remove(results)
    command = [sys.executable, LIT, "-sv", "-j", "2", "--output", results,
               os.path.join(build, "test")] + sys.argv[2:]
    status = subprocess.run(command).returncode
    if not os.path.exists(results):
        print("lit wrote no results")
        return 1
    with open(results) as file:
        tests = json.load(file)["tests"]
    good = sum(test["code"] in ("PASS", "XFAIL", "FLAKYPASS") for test in tests)
    skipped = sum(test["code"] in ("UNSUPPORTED", "EXCLUDED", "SKIPPED") for test in tests)
    bad = len(tests) - good - skipped
    print(f"{skipped} skipped")
    print(f"{good} passed, {bad} failed")
    return status


if __name__ == "__main__":
    sys.exit(main())
