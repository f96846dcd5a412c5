#!/usr/bin/env python3
"""The real Stable Diffusion graphs: numbers at a small size, cost at full size.

* sd15-unet-ts14, sd15-unet-dynamo18 and sd21-unet-ts17 with deterministic
  weights at 8x8 latents against ONNX Runtime. The dynamo export has static
  shapes: this script rewrites them first (graph inputs and the constants that
  Reshape reads).
* burinc on sd15-unet-ts14 at 64x64 latents, batch 2: time and memory.
Needs about 8 GB of disk under --work, which it removes. Ends with
"N passed, N failed".
"""
import argparse
import gzip
import os
import shutil
import subprocess
import sys

import numpy as np
import onnx
from common import Report, Tools, oracle, relative_l2
from onnx import numpy_helper

GRAPHS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "graphs")
# The width of the text's states, by graph.
UNETS = {"sd15-unet-ts14": 768, "sd15-unet-dynamo18": 768, "sd21-unet-ts17": 1024}
SIZES = {"batch": 2, "height": 8, "width": 8, "steps": 1, "sequence": 77}


def shrink(path, factor):
    """Divides the spatial sizes of a static 64x64 UNet by `factor`: graph inputs
    and outputs, and the shapes that Reshape nodes take from constants."""
    model = onnx.load(path, load_external_data=False)
    graph = model.graph
    for value in list(graph.input) + list(graph.output):
        dims = value.type.tensor_type.shape.dim
        if len(dims) == 4:
            dims[2].dim_value //= factor
            dims[3].dim_value //= factor
    del graph.value_info[:]
    constants = {i.name: i for i in graph.initializer}
    edited = {}
    for node in graph.node:
        if node.op_type != "Reshape" or node.input[1] not in constants:
            continue
        tensor = constants[node.input[1]]
        old = numpy_helper.to_array(tensor)
        new = shrink_shape(old.tolist(), factor)
        if new == old.tolist():
            continue
        name = f"{tensor.name}_by_{factor}"
        edited[name] = numpy_helper.from_array(np.array(new, np.int64), name)
        node.input[1] = name
    graph.initializer.extend(edited.values())
    onnx.save(model, path)


def shrink_shape(shape, factor):
    """The export's shapes: N,C,H,W and N,H,W,C with at least 320 channels, N,HW,C,
    batched heads -1,HW,D and keys N,heads,D,HW; HW is 4096, 1024, 256 or 64."""
    areas, square = (4096, 1024, 256, 64), factor * factor
    if len(shape) == 4 and shape[1] >= 320 and shape[2] == shape[3]:
        return shape[:2] + [shape[2] // factor, shape[3] // factor]
    if len(shape) == 4 and shape[3] >= 320 and shape[1] == shape[2]:
        return [shape[0], shape[1] // factor, shape[2] // factor, shape[3]]
    if len(shape) == 4 and shape[1] == 8 and shape[3] in areas:
        return shape[:3] + [shape[3] // square]
    if len(shape) == 3 and shape[1] in areas and shape[2] >= 40:
        return [shape[0], shape[1] // square, shape[2]]
    return shape


def materialize(name, folder):
    os.makedirs(folder, exist_ok=True)
    subprocess.run([sys.executable, os.path.join(GRAPHS, "materialize.py"),
                    os.path.join(GRAPHS, name + ".onnx.gz"), folder], check=True)
    return os.path.join(folder, "model.onnx")


def check_unet(tools, report, name):
    folder = tools.path(name)
    try:
        model = materialize(name, folder)
        if "dynamo" in name:
            shrink(model, 8)
        random = np.random.default_rng(3)
        inputs = {"sample": random.standard_normal((2, 4, 8, 8)).astype(np.float32),
                  "timestep": np.array([500], np.float32),
                  "encoder_hidden_states": random.standard_normal((2, 77, UNETS[name])).astype(np.float32)}
        plan = os.path.join(folder, "unet.plan")
        stats = tools.compile(model, plan, {} if "dynamo" in name else SIZES)
        report.check(f"{name} 8x8, weights written: compile seconds", stats["compile_seconds"], 120)
        actual = tools.run(plan, inputs, ["out_sample"])
        expected = oracle(model, inputs, ["out_sample"])
        report.check(f"{name} 8x8 against ONNX Runtime", relative_l2(actual["out_sample"], expected["out_sample"]), 5e-3)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_cost(tools, report):
    model, plan = tools.path("unet.onnx"), tools.path("unet64.plan")
    with gzip.open(os.path.join(GRAPHS, "sd15-unet-ts14.onnx.gz")) as packed, open(model, "wb") as out:
        shutil.copyfileobj(packed, out)
    stats = tools.compile(model, plan, {**SIZES, "height": 64, "width": 64}, options=["--synthetic-weights", "1"])
    report.check("sd15-unet-ts14 64x64: compile seconds", stats["compile_seconds"], 120)
    report.check("sd15-unet-ts14 64x64: peak memory, GB", stats["peak_rss_bytes"] / 1e9, 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--only", nargs="+", choices=UNETS, help="these UNets, and not the cost at full size")
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    if not arguments.only:
        report.guard("cost", lambda: check_cost(tools, report))
    for name in arguments.only or UNETS:
        report.guard(name, lambda n=name: check_unet(tools, report, n))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
