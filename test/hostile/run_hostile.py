#!/usr/bin/env python3
"""Runs the importer and shape inference on hostile model files.

    run_hostile.py WORK [--translate burin-translate] [--opt burin-opt]

Each case of make_hostile.py, and each prefix of a few sound models, must end
with exit status 1, within 2 s of CPU time and 512 MiB, and (cases) with the expected
message. Prints one line per failure and a summary; exits 1 on any failure.
"""
import argparse
import json
import os
import resource
import shutil
import subprocess
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper

import make_hostile

SECONDS, BYTES = 2.0, 512 << 20
PIPELINE = "--pass-pipeline=builtin.module(onnx-infer-shapes,onnx-verify-static)"


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


def run(arguments, path):
    """(exit status, messages, CPU seconds, peak bytes) of import then inference."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    imported = subprocess.run([arguments.translate, "--import-onnx", path], capture_output=True, preexec_fn=limit)
    status, messages = imported.returncode, imported.stderr
    if status == 0:
        inferred = subprocess.run([arguments.opt, PIPELINE, "-o", os.devnull], input=imported.stdout, capture_output=True, preexec_fn=limit)
        status, messages = inferred.returncode, inferred.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return status, messages.decode(errors="replace"), seconds, after.ru_maxrss * 1024


def seeds():
    """Small sound models whose every prefix is tried."""
    weights = numpy_helper.from_array(np.ones((8, 4, 3, 3), np.float32), "w")
    conv = make_hostile.model(
        [helper.make_node("Conv", ["x", "w"], ["c"], pads=[1, 1, 1, 1]), helper.make_node("Relu", ["c"], ["y"])],
        inputs=[make_hostile.value("x", shape=[1, 4, 8, 8])], initializers=[weights])
    shape = make_hostile.model([helper.make_node("Shape", ["x"], ["s"]), helper.make_node("Reshape", ["x", "s"], ["y"])])
    typed = make_hostile.model([helper.make_node("Add", ["x", "w"], ["y"])],
                               initializers=[helper.make_tensor("w", TensorProto.FLOAT, [4], [1.0] * 4)])
    return {"conv": conv, "shape": shape, "typed": typed}


def check(name, expected, result, failures):
    status, messages, seconds, peak = result
    if status != 1:
        failures.append(f"{name}: exit status {status}, expected 1: {messages[:200]}")
    elif expected not in messages:
        failures.append(f"{name}: expected '{expected}', got: {messages[:300]}")
    elif seconds > SECONDS or peak > BYTES:
        failures.append(f"{name}: took {seconds:.2f} s and {peak >> 20} MiB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work")
    parser.add_argument("--translate", default="burin-translate")
    parser.add_argument("--opt", default="burin-opt")
    parser.add_argument("--stride", type=int, default=7, help="try every Nth prefix")
    arguments = parser.parse_args()
    shutil.rmtree(arguments.work, ignore_errors=True)
    os.makedirs(arguments.work)
    make_hostile.main(arguments.work)
    failures, slowest = [], 0.0
    with open(os.path.join(arguments.work, "cases.json")) as file:
        cases = json.load(file)
    for record in cases:
        result = run(arguments, os.path.join(arguments.work, record["file"]))
        slowest = max(slowest, result[2])
        check(record["name"], record["expected"], result, failures)

    prefixes = 0
    path = os.path.join(arguments.work, "prefix.onnx")
    for name, proto in seeds().items():
        data = proto.SerializeToString()
        with open(path, "wb") as file:
            file.write(data)
        status, messages, _, _ = run(arguments, path)
        if status != 0:
            failures.append(f"seed {name}: refused: {messages[:200]}")
        for length in range(1, len(data), arguments.stride):
            with open(path, "wb") as file:
                file.write(data[:length])
            status, messages, _, _ = run(arguments, path)
            prefixes += 1
            # Even a cut behind the graph loses the opset list.
            if status != 1:
                failures.append(f"seed {name} cut to {length} bytes: exit status {status}")
    for failure in failures:
        print("FAIL", failure)
    print(f"{len(cases)} cases, {prefixes} prefixes, {len(failures)} failures, slowest case {slowest:.2f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
