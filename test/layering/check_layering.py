#!/usr/bin/env python3
"""Checks who includes whom, and that a pass has one source file and a test.

  check_layering.py ROOT

Prints one line per violation (file, line and the rule) and fails if there are
any. The rules are the table "Folders" of docs/architecture.md.
"""
import os
import re
import sys

# Folder -> what its files may include; the longest folder that matches counts.
# MLIR stands for the headers of LLVM and MLIR.
MLIR = ("mlir/", "llvm/")
RULES = {
    "dialects": MLIR + ("dialects/",),
    "passes": MLIR + ("dialects/", "passes/"),
    "codegen": MLIR + ("dialects/", "codegen/", "runtime/format/", "runtime/base/"),
    "compiler": MLIR + ("dialects/", "passes/", "codegen/", "compiler/", "runtime/"),
    "runtime": ("runtime/", "burin/"),
    "runtime/base": ("runtime/base/",),
    "runtime/format": ("runtime/base/", "runtime/format/"),
}
# What a rule speaks of; every other include (a system header) is free.
LAYERS = MLIR + ("dialects/", "passes/", "codegen/", "compiler/", "runtime/", "burin/")
INCLUDE = re.compile(r'^\s*#?\s*include\s+[<"]([^>"]+)[>"]')
PASS = re.compile(r'^def\s+(\w+)\s*:\s*\w+<"([\w-]+)"')
SOURCES = (".h", ".cpp", ".td", ".c", ".inc")


def files(root, folder, suffixes):
    for where, folders, names in os.walk(os.path.join(root, folder)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(suffixes):
                yield os.path.relpath(os.path.join(where, name), root)


def lines(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read().splitlines()


def check_includes(root):
    for folder in ("dialects", "passes", "codegen", "compiler", "runtime"):
        for path in files(root, folder, SOURCES):
            rule = max((r for r in RULES if path.startswith(r + "/")), key=len)
            for number, line in enumerate(lines(root, path), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                seen = match.group(1)
                if seen.startswith("../") or "/../" in seen:
                    yield f"{path}:{number}: '{seen}' leaves its folder by '..'; include from the root"
                elif seen.startswith(LAYERS) and not seen.startswith(RULES[rule]):
                    yield f"{path}:{number}: {rule} must not include '{seen}'"


def check_passes(root):
    tests = {path: [line for line in lines(root, path) if "RUN:" in line or "--pass-pipeline" in line]
             for folder in ("test/passes", "test/codegen")
             for path in files(root, folder, (".mlir", ".test"))}
    for folder in ("passes", "codegen"):
        for path in files(root, folder, ("Passes.td",)):
            home = os.path.dirname(path)
            stems = [os.path.basename(p)[:-4] for p in files(root, home, (".cpp",))]
            for number, line in enumerate(lines(root, path), 1):
                match = PASS.match(line)
                if match:
                    yield from check_pass(f"{path}:{number}", home, *match.groups(), stems, tests)


def check_pass(where, home, name, argument, stems, tests):
    # The suffix Pass and the dialect prefix Onnx may be left out of file names.
    stem = re.sub("Pass$", "", name)
    homes = stems.count(stem) + (stems.count(stem[4:]) if stem.startswith("Onnx") else 0)
    if homes != 1:
        yield f"{where}: pass '{argument}' needs one source file {home}/**/{stem}.cpp, found {homes}"
    spelled = re.compile(r"(?<![\w-])(--?)?" + re.escape(argument) + r"(?![\w-])")
    if not any(spelled.search(line) for runs in tests.values() for line in runs):
        yield f"{where}: no test in test/passes or test/codegen runs pass '{argument}'"


def main():
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        print(__doc__)
        return 2
    root = sys.argv[1]
    passes = [line for folder in ("passes", "codegen") for path in files(root, folder, ("Passes.td",))
              for line in lines(root, path) if PASS.match(line)]
    violations = list(check_includes(root)) + list(check_passes(root))
    for violation in violations:
        print(violation)
    print(f"{len(passes)} passes, {len(violations)} violations")
    return 1 if violations or not passes else 0


if __name__ == "__main__":
    sys.exit(main())
