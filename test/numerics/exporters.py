#!/usr/bin/env python3
"""The same network as different exporters write it: one result, one cost.

Each spelling of spellings.py is compiled; after raising it must have the same
norms, activations and attentions as the others, and kernels no more than one
apart from the reference spelling. The plan runs on the default device and must
agree with ONNX Runtime on the same file (or, where that lacks the fused
operators on the CPU, on the reference spelling). Ends with
"N passed, N failed".
"""
import argparse
import collections
import re
import sys

import onnx
import spellings
from common import Report, Tools, oracle, relative_l2

REFERENCE = "ts17"
RAISED = {"GroupNormalization": 4, "LayerNormalization": 3, "Attention": 2, "Gelu": 1, "Swish": 5, "Resize": 1}
BOUND = 2e-6


def raised_ops(tools, model):
    """How often each operator is in the graph after the normalize phase."""
    text = tools.path("normalized.mlir")
    tools.call("burinc", model, "--target", "cpu-pocl", "--precision", "f32", "--compile-to", "normalize", "-o", text, "--quiet")
    with open(text) as file:
        return collections.Counter(re.findall(r"= onnx\.(\w+)", file.read()))


def check(tools, report, name, kernels, expected):
    model, plan = tools.path(name + ".onnx"), tools.path(name + ".plan")
    onnx.save(spellings.build(name), model)
    ops = raised_ops(tools, model)
    found = {op: ops[op] for op in RAISED}
    report.count(found == RAISED, f"{name}: raised {found}")
    stats = tools.compile(model, plan)
    count = stats["entries"]["main"]["kernels"]
    kernels = kernels or count
    report.count(abs(count - kernels) <= 1, f"{name}: {count} kernels, {REFERENCE} has {kernels}")
    if spellings.SPELLINGS[name]["norm"] != "microsoft":
        expected = oracle(model, spellings.inputs(), ["out"])["out"]
    actual = tools.run(plan, spellings.inputs(), ["out"])["out"]
    report.check(f"{name} against ONNX Runtime", relative_l2(actual, expected), BOUND)
    return kernels, expected


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    kernels, expected = check(tools, report, REFERENCE, None, None)
    for name in spellings.SPELLINGS:
        if name != REFERENCE:
            report.guard(name, lambda n=name: check(tools, report, n, kernels, expected))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
