#!/usr/bin/env python3
"""ONNX's own operator tests, compiled and run, against their expected outputs.

The models come with Debian's libonnx-testdata. Each is compiled with burinc and
run with burin; the outcome is passed, failed, unsupported (burinc refused it
with a message) or crashed. By default a sample runs; --all runs every model and
--report writes the table of docs/operators.md. Only "failed" and "crashed"
count as failures. Ends with "N passed, N failed".
"""
import argparse
import collections
import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import tempfile

import numpy as np
import onnx
from common import device_environment, is_late
from onnx import numpy_helper

DATA = "/usr/share/libonnx-testdata/data"
SAMPLE_STRIDE = 12
REPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "operators.md")
# Models that fail for a reason we know; the report shows them as failed, the
# exit status does not count them.
KNOWN_FAILURES = {}
ORIGIN_FOLDERS = ("node", "simple", "pytorch-converted", "pytorch-operator")


def find_models():
    return sorted(p for folder in ORIGIN_FOLDERS for p in glob.glob(f"{DATA}/{folder}/*/model.onnx"))


def load_tensor(path):
    with open(path, "rb") as file:
        data = file.read()
    tensor = onnx.TensorProto()
    tensor.ParseFromString(data)
    return numpy_helper.to_array(tensor)


def widen_bfloat16(value, info):
    """bfloat16 as f32; the test data holds the bits as uint16."""
    if info.type.tensor_type.elem_type != onnx.TensorProto.BFLOAT16:
        return value
    return (value.astype(np.uint16).astype(np.uint32) << 16).view(np.float32).reshape(value.shape)


def run(command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=300, env=device_environment())


def crashed(done):
    return done.returncode < 0 or done.returncode > 1 or "Stack dump" in done.stderr


def reason_of(stderr):
    """The first diagnostic without its location, with numbers and names blurred."""
    for line in stderr.splitlines():
        if "error:" in line:
            return line.split("error:", 1)[1].strip()[:120]
    return (stderr.strip().splitlines() or ["no message"])[-1][:120]


def compare(actual, expected, is_bfloat16):
    if actual.shape != expected.shape:
        return f"shape {actual.shape} instead of {expected.shape}"
    if expected.dtype.kind in "biu":
        return "" if np.array_equal(actual.astype(np.int64), expected.astype(np.int64)) else "integers differ"
    # Half results carry half an ulp of their own rounding.
    rtol, atol = (4e-3, 4e-3) if expected.dtype == np.float16 else (1e-2, 1e-2) if is_bfloat16 else (1e-3, 1e-5)
    good = np.allclose(actual.astype(np.float64), expected.astype(np.float64), rtol, atol, equal_nan=True)
    return "" if good else f"values differ by {np.max(np.abs(actual.astype(np.float64) - expected.astype(np.float64))):.3g}"


def declared_shape(info):
    return [d.dim_value for d in info.type.tensor_type.shape.dim]


def has_bfloat16(graph):
    return any(i.type.tensor_type.elem_type == onnx.TensorProto.BFLOAT16 for i in [*graph.input, *graph.output])


def try_model(bin_folder, model):
    """-> (outcome, detail)"""
    with tempfile.TemporaryDirectory() as work:
        plan = os.path.join(work, "m.plan")
        done = run([f"{bin_folder}/burinc", model, "--target", "cpu-pocl", "--precision", "f32", "-o", plan, "--quiet"])
        if crashed(done):
            return "crashed", f"burinc: {done.stderr[-200:]}"
        if done.returncode:
            return "unsupported", reason_of(done.stderr)
        graph = onnx.load(model).graph
        initializers = {i.name for i in graph.initializer}
        infos = {i.name: i for i in graph.input}
        names = [i.name for i in graph.input if i.name not in initializers]
        folder = os.path.join(os.path.dirname(model), "test_data_set_0")
        command = [f"{bin_folder}/burin", "run", plan]
        try:
            for i, name in enumerate(names):
                value = widen_bfloat16(load_tensor(f"{folder}/input_{i}.pb"), infos[name])
                if list(value.shape) != declared_shape(infos[name]):
                    return "unsupported", "test data: an input has another shape than the graph declares"
                value = value.astype(np.float32) if value.dtype == np.float64 else value
                np.save(f"{work}/in{i}.npy", value)
                command += ["--in", f"{name}={work}/in{i}.npy"]
            expected = [widen_bfloat16(load_tensor(f"{folder}/output_{i}.pb"), info)
                        for i, info in enumerate(graph.output)]
        except Exception as error:
            return "unsupported", f"test data: {error}"[:120]
        for i, output in enumerate(graph.output):
            command += ["--out", f"{output.name}={work}/out{i}.npy"]
        done = run(command)
        if crashed(done):
            return "crashed", f"burin: {done.stderr[-200:]}"
        if done.returncode:
            return "failed", f"burin run: {done.stderr.strip()[-200:]}"
        for i, value in enumerate(expected):
            problem = compare(np.load(f"{work}/out{i}.npy"), value, has_bfloat16(graph))
            if problem:
                return "failed", f"{graph.output[i].name}: {problem}"
        return "passed", ""


def unless_late(bin_folder, model):
    """The same, or None: left out."""
    return None if is_late() else try_model(bin_folder, model)


def operator_of(model):
    """The op that a model is about: its rarest one."""
    ops = [node.op_type for node in onnx.load(model, load_external_data=False).graph.node]
    return ops[0] if len(set(ops)) == 1 else "(several)"


def write_report(path, rows):
    table = collections.defaultdict(collections.Counter)
    reasons = collections.defaultdict(collections.Counter)
    total = collections.Counter()
    for model, (outcome, detail) in rows:
        op = operator_of(model)
        table[op][outcome] += 1
        total[outcome] += 1
        if outcome != "passed":
            reasons[op][re.sub(r"'[^']*/[^']*'", "...", detail)] += 1
    with open(path, "w") as file:
        file.write("# ONNX operator tests\n\n"
                   "Written by `test/numerics/operators.py --all --report docs/operators.md`: every model of Debian's\n"
                   "libonnx-testdata, compiled for `cpu-pocl` in f32, run on PoCL and compared with its expected outputs\n"
                   "(rtol 1e-3, atol 1e-5; halves 4e-3, bfloat16 1e-2). *Unsupported* means that burinc refused the model with a message.\n\n"
                   f"**{len(rows)} models: {total['passed']} passed, {total['failed']} failed, "
                   f"{total['unsupported']} unsupported, {total['crashed']} crashed.**\n\n"
                   "| operator | passed | failed | unsupported | why (most frequent) |\n|---|---|---|---|---|\n")
        for op in sorted(table):
            row = table[op]
            why = reasons[op].most_common(1)[0][0].replace("|", "\\|") if reasons[op] else ""
            file.write(f"| {op} | {row['passed']} | {row['failed'] + row['crashed']} | {row['unsupported']} | {why} |\n")


def read_report():
    """{operator: models that passed when docs/operators.md was written}."""
    with open(REPORT) as file:
        expected = {op: int(passed) for op, passed in re.findall(r"^\| (\S+) \| (\d+) \|", file.read(), re.M)}
    if not expected:
        raise RuntimeError("docs/operators.md has no table")
    return expected


def count_lost(rows, expected):
    """Models of an operator that pass no longer: a refusal is no failure, but one that is new is."""
    passed = collections.Counter(operator_of(model) for model, (outcome, _) in rows if outcome == "passed")
    lost = {op: (passed[op], count) for op, count in expected.items() if passed[op] < count}
    for op, (now, before) in lost.items():
        print(f"lost: {op}: {now} passed, docs/operators.md says {before}", flush=True)
    return sum(before - now for now, before in lost.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--report")
    parser.add_argument("--filter", default="")
    arguments = parser.parse_args()
    os.makedirs(arguments.work, exist_ok=True)
    models = [m for m in find_models() if arguments.filter in m]
    quick = models[::SAMPLE_STRIDE]
    models = quick + [model for model in models if model not in set(quick)] if arguments.all else quick
    rows = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        futures = {pool.submit(try_model if number < len(quick) else unless_late, arguments.bin, model): model
                   for number, model in enumerate(models)}
        for done in concurrent.futures.as_completed(futures):
            model, result = futures[done], done.result()
            if result is None:
                continue
            rows.append((model, result))
            if result[0] in ("failed", "crashed"):
                print(f"{result[0]}: {os.path.basename(os.path.dirname(model))}: {result[1]}", flush=True)
    rows.sort()
    counts = collections.Counter(outcome for _, (outcome, _) in rows)
    expected = read_report()  # before it is written
    if arguments.report and len(rows) == len(models):
        write_report(arguments.report, rows)
    print(f"{len(rows)} models: " + ", ".join(f"{counts[k]} {k}" for k in ("passed", "failed", "unsupported", "crashed")))
    unexpected = sum(outcome in ("failed", "crashed") and os.path.basename(os.path.dirname(model)) not in KNOWN_FAILURES
                     for model, (outcome, _) in rows)
    if len(rows) < len(models):
        print(f"{len(models) - len(rows)} models left out: it is late")
    elif arguments.all and not arguments.filter:
        unexpected += count_lost(rows, expected)
    print(f"{counts['passed']} passed, {unexpected} failed")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
