#!/usr/bin/env python3
"""Schedules on cooperative matrices against ONNX Runtime.

A target that spreads 16 x 16 matrices over plain registers runs the schedules
on any Vulkan device, with the tiles, loops and accesses to memory that matrix
units get. Ends with "N passed, N failed".
"""
import argparse
import json
import os
import sys

import numpy as np
import onnx
from common import REPOSITORY, Report, Tools, oracle, relative_l2
from onnx import TensorProto, helper, numpy_helper

TARGET = os.path.join(REPOSITORY, "test", "numerics", "Inputs", "emulated-matrix.json")
BOUND = 2e-3  # storage in f16


def build(path, nodes, inputs, weights, output):
    """Writes a model; `inputs` and `output` map names to shapes, `weights` to arrays."""
    def info(name, shape):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    graph = helper.make_graph(nodes, "main", [info(*item) for item in inputs.items()],
                              [info(*item) for item in output.items()],
                              [numpy_helper.from_array(value, name) for name, value in weights.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def noise(seed, *shape, scale=1.0):
    values = np.random.default_rng(seed).standard_normal(shape) * scale
    return values.astype(np.float16).astype(np.float32)


def matmul_model(path, m, k, n):
    """Every extent ends inside a tile; bias and activation in the epilogue."""
    nodes = [helper.make_node("MatMul", ["x", "w"], ["p"]), helper.make_node("Add", ["p", "b"], ["s"]),
             helper.make_node("Relu", ["s"], ["y"])]
    weights = {"w": noise(1, k, n, scale=k**-0.5), "b": noise(2, n)}
    build(path, nodes, {"x": [m, k]}, weights, {"y": [m, n]})


def batch_matmul_model(path):
    build(path, [helper.make_node("MatMul", ["x", "w"], ["y"])], {"x": [2, 3, 40, 24], "w": [2, 3, 24, 56]}, {},
          {"y": [2, 3, 40, 56]})


def transposed_matmul_model(path, m, n, k):
    """The scores of an attention: both operands are activations and run along k."""
    nodes = [helper.make_node("MatMul", ["x", "w"], ["q"]), helper.make_node("MatMul", ["z", "w"], ["k"]),
             helper.make_node("Transpose", ["k"], ["t"], perm=[0, 2, 1]), helper.make_node("MatMul", ["q", "t"], ["y"])]
    build(path, nodes, {"x": [6, m, 16], "z": [6, n, 16]}, {"w": noise(1, 16, k, scale=0.25)}, {"y": [6, m, n]})


def gate_model(path, m, k, n):
    """Pairs of columns, one of which gates the other: they leave together."""
    nodes = [helper.make_node("MatMul", ["x", "w"], ["p"]), helper.make_node("Add", ["p", "b"], ["s"]),
             helper.make_node("Split", ["s"], ["h", "g"], axis=-1),
             helper.make_node("Mul", ["g", "c"], ["scaled"]), helper.make_node("Erf", ["scaled"], ["erf"]),
             helper.make_node("Add", ["erf", "one"], ["more"]), helper.make_node("Mul", ["g", "more"], ["gm"]),
             helper.make_node("Mul", ["gm", "half"], ["gelu"]), helper.make_node("Mul", ["h", "gelu"], ["y"])]
    weights = {"w": noise(1, k, n, scale=k**-0.5), "b": noise(2, n), "c": np.array(0.5**0.5, np.float32),
               "one": np.array(1, np.float32), "half": np.array(0.5, np.float32)}
    build(path, nodes, {"x": [m, k]}, weights, {"y": [m, n // 2]})


def pointwise(source, result):
    """A convolution of 1 x 1: what follows it reads channels last from memory."""
    return helper.make_node("Conv", [source, "w_" + source], [result], kernel_shape=[1, 1])


def conv_model(path, stride):
    """A padded window; bias and a residual in the epilogue."""
    side = 13 if stride == 1 else 7
    nodes = [pointwise("x", "p"),
             helper.make_node("Conv", ["p", "w", "b"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1],
                              strides=[stride, stride]),
             helper.make_node("Add", ["c", "r"], ["y"])]
    weights = {"w_x": noise(6, 16, 16, 1, 1, scale=0.25), "w": noise(3, 40, 16, 3, 3, scale=0.1), "b": noise(4, 40)}
    build(path, nodes, {"x": [2, 16, 13, 13], "r": [2, 40, side, side]}, weights, {"y": [2, 40, side, side]})


def concat_model(path, second):
    """A concatenation in the prologue: copies choose their source, or whole steps do where 16 channels are one."""
    nodes = [pointwise("x", "p"), pointwise("z", "q"), helper.make_node("Concat", ["p", "q"], ["c"], axis=1),
             helper.make_node("Conv", ["c", "w"], ["y"], kernel_shape=[3, 3], pads=[1, 1, 1, 1])]
    weights = {"w_x": noise(6, 16, 16, 1, 1, scale=0.25), "w_z": noise(7, second, 8, 1, 1, scale=0.25),
               "w": noise(5, 32, 16 + second, 3, 3, scale=0.1)}
    build(path, nodes, {"x": [1, 16, 9, 12], "z": [1, 8, 9, 12]}, weights,
          {"y": [1, 32, 9, 12]})


def narrow_model(path, channels, columns):
    """The last convolution of a decoder: few channels, a bias, a step along k that ends inside of a tile."""
    nodes = [pointwise("x", "p"), helper.make_node("Conv", ["p", "w", "b"], ["y"], kernel_shape=[3, 3], pads=[1, 1, 1, 1])]
    weights = {"w_x": noise(6, channels, 16, 1, 1, scale=0.25), "w": noise(3, columns, channels, 3, 3, scale=0.1),
               "b": noise(4, columns)}
    build(path, nodes, {"x": [2, 16, 9, 12]}, weights, {"y": [2, columns, 9, 12]})


def add_taps(weights):
    """Weights [Cout, Cin, 3, 3] of a convolution after nearest upsampling by 2, for the image before: [2, 2, 2, 2, Cin, Cout]."""
    add = np.array([[[1, 0, 0], [0, 1, 1]], [[1, 1, 0], [0, 0, 1]]], np.float32)  # parity, pixel, tap
    return np.einsum("pir,qjs,ocrs->pqijco", add, add, weights)


def upsampled_model(path, channels, columns, height, width, batch=1):
    """A convolution after upsampling. Returns the weights as they are for the image before."""
    nodes = [helper.make_node("Transpose", ["x"], ["first"], perm=[0, 3, 1, 2]),
             helper.make_node("Resize", ["first", "", "scales"], ["u"], mode="nearest", nearest_mode="floor",
                              coordinate_transformation_mode="asymmetric"),
             helper.make_node("Conv", ["u", "w"], ["z"], pads=[1, 1, 1, 1]),
             helper.make_node("Transpose", ["z"], ["y"], perm=[0, 2, 3, 1])]
    weights = {"w": noise(1, columns, channels, 3, 3, scale=(9 * channels)**-0.5), "scales": np.array([1, 1, 2, 2], np.float32)}
    build(path, nodes, {"x": [batch, height, width, channels]}, weights, {"y": [batch, 2 * height, 2 * width, columns]})
    return {"w.polyphase": add_taps(weights["w"])}


def layer_norm_model(path, rows, channels, columns, distance=0.0, gated=False):
    """A projection with a bias and a residual, `distance` away from zero; its layer norm, and what reads that.
    Returns the weights as the norm leaves them."""
    nodes = [helper.make_node("MatMul", ["x", "w"], ["p"]), helper.make_node("Add", ["p", "b"], ["q"]),
             helper.make_node("Add", ["q", "r"], ["d"]), helper.make_node("Add", ["d", "distance"], ["h"]),
             helper.make_node("LayerNormalization", ["h", "gain", "shift"], ["n"], axis=-1, epsilon=1e-5),
             helper.make_node("MatMul", ["n", "v"], ["y" if not gated else "m"])]
    weights = {"v": noise(5, channels, columns, scale=channels**-0.5), "gain": 1 + noise(3, channels, scale=0.2),
               "shift": noise(4, channels, scale=0.2), "distance": np.array([distance], np.float32)}
    if gated:
        nodes += [helper.make_node("Split", ["m"], ["value", "gate"], axis=-1), helper.make_node("Sigmoid", ["gate"], ["s"]),
                  helper.make_node("Mul", ["gate", "s"], ["silu"]), helper.make_node("Mul", ["value", "silu"], ["y"])]
    build(path, nodes, {"x": [rows, 64], "w": [64, channels], "b": [channels], "r": [rows, channels]}, weights,
          {"y": [rows, columns // 2 if gated else columns]})
    columns_of = np.arange(columns).reshape(2, -1).T.reshape(-1) if gated else np.arange(columns)
    folded = (weights["gain"][:, None] * weights["v"]).astype(np.float16)[:, columns_of]
    return {"v": folded, "v.column_sums": folded.astype(np.float32).sum(0),
            "v.shift": (weights["shift"][:, None] * weights["v"]).sum(0)[columns_of]}


def hide(hidden):
    """A mask of infinities."""
    return np.where(hidden, -np.inf, 0).astype(np.float32)[None, None]


def attention_model(path, queries, keys, size, mask=False, scale=1.0, constant=None, batch=2):
    """Two heads; with `mask` a bias that all of them share, `constant` one that the model holds. `scale`
    spreads the scores: maxima grow from block to block."""
    mask = mask or constant is not None
    nodes = [helper.make_node("Transpose", ["k"], ["t"], perm=[0, 1, 3, 2]), helper.make_node("MatMul", ["q", "t"], ["s"]),
             helper.make_node("Mul", ["s", "c"], ["scaled"]),
             *([helper.make_node("Add", ["scaled", "m"], ["masked"])] if mask else []),
             helper.make_node("Softmax", ["masked" if mask else "scaled"], ["p"], axis=-1),
             helper.make_node("MatMul", ["p", "v"], ["y"])]
    inputs = {"q": [batch, 2, queries, size], "k": [batch, 2, keys, size], "v": [batch, 2, keys, size]}
    weights = {"c": np.array(scale * size**-0.5, np.float32)}
    if constant is not None:
        weights["m"] = constant
    elif mask:
        inputs["m"] = [1, 1, queries, keys]
    build(path, nodes, inputs, weights, {"y": [batch, 2, queries, size]})


QUICK = ("matmul with remainders", "matmul with a transposed rhs", "layer norm of a projection", "convolution of a concatenation",
         "Winograd f4 of a concatenation", "convolution of three columns", "attention with remainders", "causal attention of several blocks",
         "plain attention of long heads")
MODELS = {
    "matmul with remainders": lambda path: matmul_model(path, 100, 72, 136),
    "matmul of one step": lambda path: matmul_model(path, 64, 16, 64),
    "matmul of whole tiles": lambda path: matmul_model(path, 128, 128, 64),
    "gated matmul": lambda path: gate_model(path, 40, 48, 96),
    "batch matmul": batch_matmul_model,
    "matmul of few rows": lambda path: matmul_model(path, 3, 192, 136),
    "matmul with a transposed rhs": lambda path: transposed_matmul_model(path, 40, 56, 24),
    "matmul with a transposed rhs of whole tiles": lambda path: transposed_matmul_model(path, 64, 128, 64),
    "convolution": lambda path: conv_model(path, 1),
    "convolution of stride 2": lambda path: conv_model(path, 2),
    "convolution of a concatenation": lambda path: concat_model(path, 8),
    "concatenation of whole steps": lambda path: concat_model(path, 32),
    "convolution after upsampling": lambda path: upsampled_model(path, 24, 40, 5, 7, batch=2),
    "convolution of three columns": lambda path: narrow_model(path, 24, 3),
    "convolution of six columns": lambda path: narrow_model(path, 16, 6),
    "Winograd f2 of a convolution": lambda path: conv_model(path, 1),
    "Winograd f4 of a concatenation": lambda path: concat_model(path, 32),
    "layer norm of a projection": lambda path: layer_norm_model(path, 40, 96, 64),
    "layer norm of long rows": lambda path: layer_norm_model(path, 36, 1280, 32),
    "layer norm away from zero": lambda path: layer_norm_model(path, 40, 320, 48, distance=40.0),
    "layer norm and a gate": lambda path: layer_norm_model(path, 70, 64, 128, gated=True),
    "attention": lambda path: attention_model(path, 64, 96, 32),
    "attention with remainders": lambda path: attention_model(path, 50, 77, 40),
    "attention with a mask": lambda path: attention_model(path, 40, 40, 16, mask=True),
    "attention of long heads": lambda path: attention_model(path, 16, 32, 160),
    "attention in parts of values": lambda path: attention_model(path, 40, 40, 256),
    "plain attention of long heads": lambda path: attention_model(path, 40, 56, 512),
    "plain attention of scores far apart": lambda path: attention_model(path, 64, 160, 40, scale=8.0),
    "attention in blocks of queries": lambda path: attention_model(path, 1024, 24, 512, batch=1),
    "attention of scores far apart": lambda path: attention_model(path, 64, 160, 40, scale=8.0),
    "causal attention of several blocks": lambda path: attention_model(path, 160, 160, 40, constant=hide(np.triu(np.ones((160, 160)), 1))),
    # Some rows see nothing of the first block.
    "attention with hidden keys": lambda path: attention_model(path, 50, 150, 40, constant=hide(
        (np.arange(150)[None] < 70) & (np.arange(50)[:, None] % 3 == 0) | (np.arange(150)[None] % 7 == 3))),
}


# Other tiles for contractions: BM, BN, WM, WN, stages, depth.
TILES = {
    "2 stages": [[32, 32, 32, 16, 2, 16], [32, 64, 16, 64, 2, 16]],
    "steps of 64": [[32, 32, 32, 16, 1, 64], [32, 64, 16, 64, 1, 64]],
    "a result in batches": [[64, 64, 64, 32, 1, 16]],
    "uneven copies": [[64, 80, 16, 80, 2, 16]],
}


def with_tiles(tools, tiles, target=TARGET):
    """The target with these tiles: BM, BN, WM, WN, stages, depth and, if wanted, the steps that the rhs is fetched ahead."""
    return with_keys(tools, target, matrix_tiles=[[*tile[:6], 1, 100, 500, *tile[6:]] for tile in tiles])


def with_blocks(tools):
    """The target with matrix units that are worth scores in memory, those of 512 queries of two heads and 24 keys."""
    return with_keys(tools, attention_scratch_bytes=512 * 2 * 24 * 6, matrix_gflops=100000, f32_gflops=10,
                     matrix_tiles=[[64, 64, 32, 32, 1, 16, 4, 900, 900]], bandwidth_mbps=1000000, launch_ns=0)


def with_keys(tools, target=TARGET, **keys):
    with open(target) as file:
        description = json.load(file)
    description.update(keys)
    path = tools.path("target.json")
    with open(path, "w") as file:
        json.dump(description, file)
    return path


def check(tools, report, name, make, target):
    model, plan, kernels = tools.path("m.onnx"), tools.path("m.plan"), tools.path("kernels.mlir")
    make(model)
    options = ["--attention", "plain"] if name.startswith("plain") else []
    if name.startswith("Winograd"):
        options = ["--winograd", name.split()[1], "--winograd-scratch", "64"]
    tools.compile(model, kernels, None, "f16", target, [*options, "--compile-to", "kernels"])
    with open(kernels) as file:
        text = file.read()
    is_flash = "attention" in name and not options and "blocks of queries" not in name
    schedule = "narrow" if " columns" in name else "flash-attention" if is_flash else "contraction"
    if "few rows" in name:
        report.count('schedule = "matrix-vector"' in text, f"{name}: needs no matrices")
    else:
        report.count(f'schedule = "cooperative-{schedule}"' in text, f"{name}: multiplies 16 x 16 matrices")
    if name.startswith("Winograd"):
        report.count(text.count('schedule = "winograd-transform"') == 2, f"{name}: transforms before and after")
    # A rhs along k is copied evenly or not at all, and sub-groups whose columns do not divide the rows have no row sums.
    is_uneven = name.endswith("uneven copies")
    if ("transposed" in name and not is_uneven) or "attention" in name:  # not only other kernels
        report.count('schedule = "contraction"' not in text, f"{name}: in every product")
    if "layer norm" in name and not is_uneven:
        report.count("plan.results = 2" in text and 'schedule = "row"' not in text, f"{name}: statistics by what makes the rows")
    # Drivers for CPUs hand out memory that is zero, GPUs what somebody left there.
    tools.compile(model, plan, None, "f16", target, [*options, "--poison-local"])
    graph = onnx.load(model).graph
    inputs = {value.name: noise(7, *[d.dim_value for d in value.type.tensor_type.shape.dim])
              for value in graph.input}
    outputs = [value.name for value in graph.output]
    actual, expected = tools.run(plan, inputs, outputs), oracle(model, inputs, outputs)
    bound = 3e-3 if name.startswith("Winograd") else BOUND
    report.check(name, max(relative_l2(actual[o], expected[o]) for o in outputs), bound)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=os.path.join(REPOSITORY, "build", "bin"))
    parser.add_argument("--work", default="/tmp/burin-matrix-units")
    parser.add_argument("--device", default="vulkan:0")
    parser.add_argument("--all", action="store_true", help="every case, not only one of each schedule and a concatenation")
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work, arguments.device, {"BURIN_POISON": "1"}), Report()
    for name, make in MODELS.items():
        if name in QUICK or (arguments.all and not report.leaves_out()):
            target = with_blocks(tools) if "blocks of queries" in name else TARGET
            report.guard(name, lambda: check(tools, report, name, make, target))
        if "attention" not in name and (arguments.all or name in QUICK):
            for tiles in TILES if arguments.all else ["2 stages"]:
                if (name not in QUICK or tiles != "2 stages") and report.leaves_out():
                    continue
                label = f"{name}, {tiles}"
                report.guard(label, lambda: check(tools, report, label, make, with_tiles(tools, TILES[tiles])))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
