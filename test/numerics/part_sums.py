#!/usr/bin/env python3
"""Group norms that add what a contraction sums in parts, against ONNX Runtime.

Small networks for a target of many processors, whose cost model splits long sums, on
cooperative matrices in plain registers. The kernels of norms must read the parts, and write
their input where somebody else wants it. The arena and local memory start as NaN. Ends with
"N passed, N failed".
"""
import argparse
import json
import os
import re
import sys

import onnx
from common import REPOSITORY, Report, Tools, oracle, relative_l2
from matrix_units import build, noise, pointwise
from norm_statistics import TARGET, group_norm
from onnx import helper

CHANGES = {"api": "vulkan", "matrix_unit": "emulated", "subgroup_size": 16, "compute_units": 64, "matrix_gflops": 100,
           "f32_gflops": 100, "launch_ns": 2500, "matrix_tiles": [[32, 32, 32, 16, 1, 16, 1, 900, 900]]}
BOUND = 3e-3  # storage in f16


def convolution(source, result, channels, columns, seed, size=3):
    """A convolution whose sum is long: nodes and weights."""
    node = helper.make_node("Conv", [source, f"{result}.w", f"{result}.b"], [result], kernel_shape=[size, size], pads=[size // 2] * 4)
    return [node], {f"{result}.w": noise(seed, columns, channels, size, size, scale=(size * size * channels)**-0.5),
                    f"{result}.b": noise(seed + 1, columns)}


def network(path, batch, side, steps, outputs):
    """The nodes and weights of `steps`, from "x" with 256 channels to `outputs`."""
    shape = [batch, 256, side, side]
    nodes, weights = [pointwise("x", "p")], {"w_x": noise(9, 256, 256, 1, 1, scale=1 / 16)}
    for more, others in steps:
        nodes, weights = nodes + more, weights | others
    build(path, nodes, {"x": shape, "t": [batch, 256, 1, 1]}, weights, {name: shape for name in outputs})


def add(a, b, result):
    return [helper.make_node("Add", [a, b], [result])], {}


def silu(source, result):
    return [helper.make_node("Sigmoid", [source], [result + ".s"]), helper.make_node("Mul", [source, result + ".s"], [result])], {}


def resnet_model(path, batch, side, groups):
    """A norm alone reads the first sum, with its time embedding; the second one is a residual as well."""
    shape = [batch, 256, side, side]
    network(path, batch, side, [
        convolution("p", "c", 256, 256, 1), add("c", "t", "h"), group_norm("h", "n", shape, groups), silu("n", "a"),
        convolution("a", "d", 256, 256, 3), add("d", "p", "r"), group_norm("r", "m", shape, groups), silu("m", "e"),
        convolution("e", "f", 256, 256, 5), add("f", "r", "y")], ["y"])


def end_model(path, batch, side, groups):
    """The norm's own kernel reads the sum once more: nothing is kept."""
    network(path, batch, side, [
        convolution("p", "c", 256, 256, 1), add("c", "p", "h"), group_norm("h", "n", [batch, 256, side, side], groups),
        silu("n", "a"), add("a", "h", "y")], ["y"])


def norms_model(path, batch, side, groups):
    """Two norms of one sum: the first adds its parts, the second reads what that keeps."""
    shape = [batch, 256, side, side]
    network(path, batch, side, [
        convolution("p", "c", 256, 256, 1), add("c", "p", "h"), group_norm("h", "n", shape, groups), silu("n", "a"),
        convolution("a", "d", 256, 256, 3, size=1), group_norm("h", "z", shape, 2 * groups), add("z", "d", "y")], ["y"])


def early_model(path, batch, side, groups):
    """Something before the norm reads the sum as well: it stays a kernel of its own."""
    shape = [batch, 256, side, side]
    network(path, batch, side, [
        convolution("p", "c", 256, 256, 1), add("c", "p", "h"), silu("h", "s"), convolution("s", "d", 256, 256, 3, size=1),
        group_norm("h", "n", shape, groups), add("n", "d", "y")], ["y"])


# Each with the norms that add parts, and those of them that keep their input.
MODELS = {
    "resnet block": (lambda path: resnet_model(path, 2, 8, 32), 2, 1),
    "resnet block of few groups": (lambda path: resnet_model(path, 1, 4, 4), 2, 1),
    "a sum read twice": (lambda path: end_model(path, 2, 8, 32), 1, 0),
    "two norms": (lambda path: norms_model(path, 2, 8, 16), 1, 1),
    "an early reader": (lambda path: early_model(path, 2, 8, 32), 0, 0),
}


def write_target(tools):
    path = tools.path("target.json")
    with open(TARGET) as file:
        target = json.load(file)
    with open(path, "w") as file:
        json.dump({**target, **CHANGES}, file)
    return path


def count_norms(text):
    """Dispatches of group norms that read parts [P, N, H, W, C] in f32, and those with two results."""
    norms = re.findall(r"plan\.dispatch @group_norm_\d+::.*? : \((.*?)\) -> (.*)", text)
    adding = [results for operands, results in norms if re.search(r"tensor<\d+x\d+x\d+x\d+x\d+xf32>", operands)]
    return len(adding), sum(results.count("tensor") == 2 for results in adding)


def check(tools, report, name, make, adding, keeping, target):
    model, plan, lowered = tools.path("m.onnx"), tools.path("m.plan"), tools.path("kernels.mlir")
    make(model)
    options = ["--winograd", "off"]
    tools.compile(model, lowered, None, "f16", target, [*options, "--compile-to", "kernels"])
    with open(lowered) as file:
        text = file.read()
    report.count('kernel.split' in text or re.search(r"@conv_\d+ grid \[\d+, 1, [2-9]", text) is not None, f"{name}: sums in parts")
    report.count(count_norms(text) == (adding, keeping), f"{name}: norms that add parts, and keep their input")
    inputs = {value.name: noise(7 + i, *[d.dim_value for d in value.type.tensor_type.shape.dim])
              for i, value in enumerate(onnx.load(model).graph.input)}
    outputs = [value.name for value in onnx.load(model).graph.output]
    expected = oracle(model, inputs, outputs)
    for disabled in ([], ["--disable", "part-sums"]):
        tools.compile(model, plan, None, "f16", target, [*options, *disabled, "--poison-local"])
        actual = tools.run(plan, inputs, outputs)
        report.check(" ".join([name, *disabled]), max(relative_l2(actual[o], expected[o]) for o in outputs), BOUND)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=os.path.join(REPOSITORY, "build", "bin"))
    parser.add_argument("--work", default="/tmp/burin-part-sums")
    parser.add_argument("--device", default="vulkan:0")
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work, arguments.device, {"BURIN_POISON": "1"}), Report()
    target = write_target(tools)
    for name, (make, adding, keeping) in MODELS.items():
        report.guard(name, lambda: check(tools, report, name, make, adding, keeping, target))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
