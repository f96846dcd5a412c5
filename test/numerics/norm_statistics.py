#!/usr/bin/env python3
"""Statistics of group norms by the kernel that makes their input, against ONNX Runtime.

Small networks for a target whose cost model finds that this pays, through OpenCL, through
Vulkan and on cooperative matrices in plain registers; a kernel must have the sums as its
second result. The arena and local memory start as NaN. Ends with "N passed, N failed".
"""
import argparse
import json
import os
import sys

import numpy as np
import onnx
from common import REPOSITORY, Report, Tools, oracle, relative_l2
from matrix_units import build, noise, pointwise
from onnx import helper, numpy_helper

TARGET = os.path.join(REPOSITORY, "test", "numerics", "Inputs", "idle-gpu.json")
# The schedule that sums, what a run changes in the target, its device (None:
# $BURIN_DEVICE) and precisions.
RUNS = {
    "portable": ("contraction", {}, None, ["f32", "f16"]),
    "vulkan": ("contraction", {"api": "vulkan"}, "vulkan:0", ["f16"]),
    "cooperative": ("cooperative-contraction",
                    {"api": "vulkan", "matrix_unit": "emulated", "subgroup_size": 16,
                     "matrix_tiles": [[32, 32, 32, 16, 1, 16, 1, 100, 500], [32, 64, 16, 64, 1, 16, 1, 110, 500]]},
                    "vulkan:0", ["f16"]),
}
BOUNDS = {"f32": 2e-5, "f16": 3e-3}
BYTES = {"f32": 4, "f16": 2}


def group_norm(source, result, shape, groups, epsilon=1e-5):
    """Nodes and weights of a group norm as exporters write it."""
    n, c, h, w = shape
    random = np.random.default_rng(len(result) + c)
    weights = {f"{result}.split": np.array([n, groups, -1], np.int64), f"{result}.whole": np.array(shape, np.int64),
               f"{result}.one": np.ones(groups, np.float32), f"{result}.zero": np.zeros(groups, np.float32),
               f"{result}.gamma": (1 + 0.2 * random.standard_normal((c, 1, 1))).astype(np.float32),
               f"{result}.beta": (0.2 * random.standard_normal((c, 1, 1))).astype(np.float32)}
    nodes = [helper.make_node("Reshape", [source, f"{result}.split"], [f"{result}.r"]),
             helper.make_node("InstanceNormalization", [f"{result}.r", f"{result}.one", f"{result}.zero"], [f"{result}.i"],
                              epsilon=epsilon),
             helper.make_node("Reshape", [f"{result}.i", f"{result}.whole"], [f"{result}.n"]),
             helper.make_node("Mul", [f"{result}.n", f"{result}.gamma"], [f"{result}.m"]),
             helper.make_node("Add", [f"{result}.m", f"{result}.beta"], [result])]
    return nodes, weights


def conv_model(path, batch, side, channels, groups, shift=0.0):
    """A padded convolution with a bias and a time embedding, as in a resnet block;
    `shift` moves what is normalised away from zero."""
    shape = [batch, channels, side, side]
    nodes, weights = group_norm("h", "y", shape, groups)
    nodes = [pointwise("x", "p"),
             helper.make_node("Conv", ["p", "w", "b"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
             helper.make_node("Add", ["c", "t"], ["h"]), *nodes]
    weights |= {"w_x": noise(6, 16, 16, 1, 1, scale=0.25), "w": noise(3, channels, 16, 3, 3, scale=0.1), "b": noise(4, channels) + np.float32(shift)}
    build(path, nodes, {"x": [batch, 16, side, side], "t": [batch, channels, 1, 1]}, weights, {"y": shape})


def residual_model(path, side, channels, groups):
    """What is normalised is also the residual of the end: the result stays needed. The
    kernel that sums may overwrite its own residual, which dies there."""
    shape = [2, channels, side, side]
    nodes, weights = group_norm("h", "z", shape, groups)
    nodes = [pointwise("x", "p"), pointwise("p", "q"), helper.make_node("Conv", ["q", "w"], ["c"], kernel_shape=[1, 1]),
             helper.make_node("Add", ["c", "p"], ["h"]), *nodes, helper.make_node("Sigmoid", ["z"], ["s"]),
             helper.make_node("Mul", ["z", "s"], ["a"]), helper.make_node("Add", ["h", "a"], ["y"])]
    weights |= {"w_x": noise(6, channels, channels, 1, 1, scale=channels**-0.5), "w_p": noise(7, channels, channels, 1, 1, scale=channels**-0.5),
                "w": noise(5, channels, channels, 1, 1, scale=channels**-0.5)}
    build(path, nodes, {"x": shape}, weights, {"y": shape})


def concat_model(path, side):
    """The norm of a skip connection: a group has channels of both parts, and one part
    is normalised alone as well."""
    nodes, weights = group_norm("h", "y1", [2, 64, side, side], 4)
    more, others = group_norm("c", "y2", [2, 24, side, side], 4)
    nodes = [pointwise("x", "p"), helper.make_node("Conv", ["p", "w", "b"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
             helper.make_node("Conv", ["p", "v"], ["d"], kernel_shape=[1, 1]), helper.make_node("Concat", ["c", "d"], ["h"], axis=1),
             *nodes, *more, helper.make_node("Concat", ["y1", "y2"], ["y"], axis=1)]
    weights |= {"w_x": noise(6, 16, 16, 1, 1, scale=0.25), "w": noise(3, 24, 16, 3, 3, scale=0.1), "b": noise(4, 24),
                "v": noise(8, 40, 16, 1, 1, scale=0.3), **others}
    build(path, nodes, {"x": [2, 16, side, side]}, weights, {"y": [2, 88, side, side]})


def shared_model(path, side):
    """The skip connection of a convolution that the whole batch shares: one set of its sums for all images."""
    nodes, weights = group_norm("h", "y", [2, 64, side, side], 4)
    nodes = [pointwise("x", "p"), helper.make_node("Conv", ["p", "w", "b"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
             pointwise("z", "q"), helper.make_node("Conv", ["q", "v"], ["d"], kernel_shape=[1, 1]), helper.make_node("Expand", ["d", "both"], ["e"]),
             helper.make_node("Concat", ["c", "e"], ["h"], axis=1), *nodes]
    weights |= {"w_x": noise(6, 16, 16, 1, 1, scale=0.25), "w": noise(3, 24, 16, 3, 3, scale=0.1), "b": noise(4, 24),
                "v": noise(8, 40, 16, 1, 1, scale=0.3), "w_z": noise(9, 16, 16, 1, 1, scale=0.25), "both": np.array([2, 40, side, side], np.int64)}
    build(path, nodes, {"x": [2, 16, side, side], "z": [1, 16, side, side]}, weights, {"y": [2, 64, side, side]})


def upsampled_model(path, side):
    """A convolution after upsampling makes the rows of an image in four interleaved parts; two images."""
    shape = [2, 32, 2 * side, 2 * side]
    nodes, weights = group_norm("h", "y", shape, 8)
    nodes = [pointwise("x", "p"), helper.make_node("Resize", ["p", "", "twice"], ["u"], mode="nearest", nearest_mode="floor",
                                                   coordinate_transformation_mode="asymmetric"),
             helper.make_node("Conv", ["u", "w", "b"], ["h"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]), *nodes]
    weights |= {"w_x": noise(6, 16, 16, 1, 1, scale=0.25), "w": noise(3, 32, 16, 3, 3, scale=0.1), "b": noise(4, 32),
                "twice": np.array([1, 1, 2, 2], np.float32)}
    build(path, nodes, {"x": [2, 16, side, side]}, weights, {"y": shape})


def batched_model(path, batch, heads, side):
    """A product with weights of its own for each head, whose results are images: both operands have the loop of the
    images, so that no kernel can sum their blocks."""
    shape = [batch * heads, 32, side, side]
    nodes, weights = group_norm("h", "y", shape, 8)
    nodes = [helper.make_node("MatMul", ["x", "w"], ["m"]), helper.make_node("Reshape", ["m", "images"], ["r"]),
             helper.make_node("Transpose", ["r"], ["h"], perm=[0, 3, 1, 2]), *nodes]
    scale = np.arange(1, heads + 1, dtype=np.float32)[:, None, None]
    weights |= {"w": noise(3, heads, 16, 32, scale=0.1) * scale, "images": np.array([batch * heads, side, side, 32], np.int64)}
    build(path, nodes, {"x": [batch, heads, side * side, 16]}, weights, {"y": shape})


# Each with the number of kernels that must write sums.
MODELS = {
    "convolution": (lambda path: conv_model(path, 2, 16, 32, 8), 1),
    "channels past the end of a tile": (lambda path: conv_model(path, 1, 16, 40, 4), 1),
    "many blocks": (lambda path: conv_model(path, 1, 64, 16, 4), 1),
    "away from zero": (lambda path: conv_model(path, 1, 16, 32, 8, shift=8.0), 1),
    "residual": (lambda path: residual_model(path, 16, 32, 8), 1),
    "convolution after upsampling": (lambda path: upsampled_model(path, 16), 1),
    "batches of images": (lambda path: batched_model(path, 2, 4, 16), 0),
    "concatenation": (lambda path: concat_model(path, 16), 2),
    # Winograd sums nothing: a kernel of its own does for its half.
    "concatenation with a half by Winograd": (lambda path: concat_model(path, 16), 1),
    "concatenation with a shared image": (lambda path: shared_model(path, 16), 2),
}


def write_target(tools, run, changes):
    with open(TARGET) as file:
        target = json.load(file)
    path = tools.path(f"{run}.json")
    with open(path, "w") as file:
        json.dump({**target, **changes}, file)
    return path


def check(tools, report, name, make, precision, target, schedule, kernels):
    model, plan, lowered = tools.path("m.onnx"), tools.path("m.plan"), tools.path("kernels.mlir")
    make(model)
    winograd = ["--winograd", "f2", "--winograd-scratch", "64"] if "Winograd" in name else ["--winograd", "off"]
    tools.call("burinc", model, "--target", target, "--precision", precision, *winograd, "--quiet",
               "--compile-to", "kernels", "-o", lowered)
    with open(lowered) as file:
        summing = [line for line in file if "gpu.module" in line and "plan.results = 2" in line]
    report.count(len(summing) == kernels and all(f'"{schedule}"' in line for line in summing),
                 f"{name} {precision}: second results of {schedule}")
    stats = tools.compile(model, plan, precision=precision, target=target, options=[*winograd, "--poison-local"])
    inputs = {value.name: noise(7 + i, *[d.dim_value for d in value.type.tensor_type.shape.dim])
              for i, value in enumerate(onnx.load(model).graph.input)}
    actual = tools.run(plan, inputs, ["y"])["y"]
    if "residual" in name:
        tensors = stats["arena_bytes"] / actual.size / BYTES[precision]
        report.check(f"{name} {precision}: the arena in tensors, the residual overwritten", tensors, 2.5)
    report.check(f"{name} {precision}", relative_l2(actual, oracle(model, inputs, ["y"])["y"]), BOUNDS[precision])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=os.path.join(REPOSITORY, "build", "bin"))
    parser.add_argument("--work", default="/tmp/burin-norm-statistics")
    parser.add_argument("--only", default="", help="run cases whose name contains this")
    arguments = parser.parse_args()
    report = Report()
    for run, (schedule, changes, device, precisions) in RUNS.items():
        tools = Tools(arguments.bin, arguments.work, device, {"BURIN_POISON": "1"})
        target = write_target(tools, run, changes)
        for name, (make, kernels) in MODELS.items():
            for precision in precisions:
                title = f"{name}, {run}"
                if arguments.only in title:
                    report.guard(title, lambda: check(tools, report, title, make, precision, target, schedule, kernels))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
