#!/usr/bin/env python3
"""Group norms applied by the kernel that reads them, against ONNX Runtime.

Each case is forced (--group-norm-prologues always) and must move fewer bytes than
without, by one tensor at least: transforms of Winograd, padded and strided
convolutions, 1x1 convolutions, linear layers, concatenated inputs, statistics in
blocks; groups whose size a vector divides and groups whose size it does not. The
convolutions pad the normalised tensor, whose bias is far from zero: a norm that is
applied to the padding shows. f32 and f16, on PoCL and on lavapipe. Ends with
"N passed, N failed".
"""
import argparse
import os
import sys

import numpy as np
import onnx
from common import Report, Tools, oracle, relative_l2
from onnx import TensorProto, helper, numpy_helper

BOUNDS = {"f32": 1e-5, "f16": 2e-3}
# What plans are compiled for, the device that runs them, and precisions.
TARGETS = [("cpu-pocl", "opencl:0", ("f32", "f16")), ("opencl-generic", "opencl:0", ("f16",)),
           ("lavapipe", "vulkan:0", ("f32", "f16"))]
# (name, kind of reader, shape NCHW, groups, options)
CASES = [
    ("winograd f4", "conv", (2, 32, 9, 8), 4, ["--winograd", "f4"]),
    ("winograd f2, odd groups", "conv", (2, 40, 8, 12), 4, ["--winograd", "f2"]),
    ("winograd of a concatenation", "concat", (2, 32, 8, 8), 4, ["--winograd", "f4"]),
    ("convolution", "conv", (2, 32, 8, 7), 4, ["--winograd", "off"]),
    ("convolution, odd groups", "conv", (1, 40, 8, 8), 4, ["--winograd", "off"]),
    ("convolution of a concatenation", "concat", (2, 32, 8, 8), 4, ["--winograd", "off"]),
    ("strided convolution", "stride", (2, 32, 8, 8), 8, []),
    ("1x1 convolution", "pointwise", (2, 40, 8, 8), 4, []),
    ("linear layer", "linear", (2, 32, 8, 8), 4, []),
    # Nearly equal values: what f16 rounds off is large beside their deviation.
    ("instance norm of two positions, f32", "pointwise", (2, 16, 1, 2), 16, []),
]
BLOCKS = ("blocks", "conv", (1, 64, 128, 96), 16, ["--winograd", "f4"])


def noise(seed, *shape, scale=1.0, offset=0.0):
    values = np.random.default_rng(seed).standard_normal(shape) * scale + offset
    return values.astype(np.float16).astype(np.float32)


def norm_nodes(shape, groups):
    """x to n: GroupNorm as exporters write it, with SiLU; constants beside."""
    channels = shape[1]
    node = helper.make_node
    nodes = [node("Reshape", ["p", "s3"], ["r"]), node("InstanceNormalization", ["r", "one", "zero"], ["i"]),
             node("Reshape", ["i", "xs"], ["q"]), node("Mul", ["q", "g"], ["h"]), node("Add", ["h", "b"], ["z"]),
             node("Sigmoid", ["z"], ["a"]), node("Mul", ["z", "a"], ["n"])]
    constants = {"s3": np.array([0, groups, -1], np.int64), "xs": np.array(shape, np.int64),
                 "one": np.ones(groups, np.float32), "zero": np.zeros(groups, np.float32),
                 "g": noise(1, channels, 1, 1, offset=1), "b": noise(2, channels, 1, 1, offset=2)}
    return nodes, constants


def build(path, kind, shape, groups):
    """Writes the model: pointwise convolutions (so that nothing in front is an input
    of the network in another layout), norm, SiLU, reader. Returns its input."""
    batch, channels, height, width = shape
    node = helper.make_node
    norm, constants = norm_nodes(shape, groups)
    halves = ["p0", "p1"] if kind == "concat" else ["p"]
    nodes = []
    for i, name in enumerate(halves):
        constants[f"w{i}"] = noise(3 + i, channels // len(halves), channels, 1, 1, scale=2 * channels ** -0.5)
        constants[f"c{i}"] = noise(5 + i, channels // len(halves), scale=3)
        nodes.append(node("Conv", ["x", f"w{i}", f"c{i}"], [name]))
    if kind == "concat":
        nodes.append(node("Concat", halves, ["p"], axis=1))
    nodes += norm
    if kind == "linear":
        constants["w"] = noise(9, channels, 24, scale=channels ** -0.5)
        constants["rows"] = np.array([batch, height * width, channels], np.int64)
        nodes += [node("Transpose", ["n"], ["t"], perm=[0, 2, 3, 1]), node("Reshape", ["t", "rows"], ["l"]),
                  node("MatMul", ["l", "w"], ["y"])]
    else:
        side = 1 if kind == "pointwise" else 3
        constants["w"] = noise(9, 24, channels, side, side, scale=(channels * side * side) ** -0.5)
        attributes = {"pads": [side // 2] * 4, "strides": [2, 2] if kind == "stride" else [1, 1]}
        nodes.append(node("Conv", ["n", "w"], ["y"], **attributes))
    graph = helper.make_graph(nodes, "norm", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
                              [numpy_helper.from_array(value, name) for name, value in constants.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return {"x": noise(7, *shape)}


def check(tools, report, case, target, precision):
    name, kind, shape, groups, options = case
    model, plan = tools.path("norm.onnx"), tools.path("norm.plan")
    inputs = build(model, kind, shape, groups)
    stats = {}
    for method in ("off", "always"):
        stats[method] = tools.compile(model, plan, precision=precision, target=target,
                                      options=[*options, "--group-norm-prologues", method])["entries"]["main"]
    saved = stats["off"]["activation_bytes"] - stats["always"]["activation_bytes"]
    least = int(np.prod(shape)) * (2 if precision == "f16" else 4) - 4 * 4 * shape[0] * groups
    title = f"{name} {precision} for {target}"
    report.count(saved >= least, f"{title}: {saved} bytes saved of {least}")
    error = relative_l2(tools.run(plan, inputs, ["y"])["y"], oracle(model, inputs, ["y"])["y"])
    report.check(title, error, BOUNDS[precision])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    arguments = parser.parse_args()
    report = Report()
    for target, device, precisions in TARGETS:
        environment = {"BURIN_VALIDATE": "1"} if device.startswith("vulkan") else {}
        tools = Tools(arguments.bin, os.path.join(arguments.work, target), device, environment)
        for precision in precisions:
            for case in CASES:
                if case[0].endswith("f32") and precision != "f32":
                    continue
                report.guard(f"{case[0]} {precision} for {target}",
                             lambda t=tools, c=case, n=target, p=precision: check(t, report, c, n, p))
    tools = Tools(arguments.bin, os.path.join(arguments.work, "blocks"), "opencl:0")
    for precision in BOUNDS:
        report.guard(f"blocks {precision}", lambda p=precision: check(tools, report, BLOCKS, "amd-rdna3", p))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
