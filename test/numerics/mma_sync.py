#!/usr/bin/env python3
"""Kernels with mma.sync against ONNX Runtime, without a GPU.

The generated OpenCL C, with its prelude of inline PTX replaced by functions that
do what the PTX ISA says, runs on the CPU with one thread per work item. Ends with
"N passed, N failed".
"""
import argparse
import os
import re
import subprocess
import sys

import numpy as np
import onnx
from common import REPOSITORY, Report, Tools, oracle, relative_l2
from matrix_units import add_taps, attention_model, build, layer_norm_model, noise, upsampled_model, with_tiles
from norm_statistics import group_norm
from onnx import helper

INPUTS = os.path.join(REPOSITORY, "test", "numerics", "Inputs")
CLANG = "/usr/lib/llvm-22/bin/clang"
TYPES = {"f16": np.float16, "f32": np.float32}
BOUND = 2e-3  # storage in f16


def matmul_model(path, m, k, n):
    build(path, [helper.make_node("MatMul", ["x", "w"], ["y"])], {"x": [m, k], "w": [k, n]}, {}, {"y": [m, n]})


def conv_model(path, channels, columns, size, kernel=(3, 3), pads=(1, 1, 1, 1), stride=1, dilation=1, batch=2, upsample=False):
    """A convolution; of several numbers of channels, a concatenation is its input. Channels are last in memory."""
    height, width = size
    names = [f"x{i}" for i in range(len(channels))]
    inputs = {name + "_last": [batch, height, width, c] for name, c in zip(names, channels)}
    inputs["w_last"] = [*kernel, sum(channels), columns]
    nodes = [helper.make_node("Transpose", [name + "_last"], [name], perm=[0, 3, 1, 2]) for name in names]
    nodes.append(helper.make_node("Transpose", ["w_last"], ["w"], perm=[3, 2, 0, 1]))
    source = names[0]
    if len(names) > 1:
        nodes.append(helper.make_node("Concat", names, ["c"], axis=1))
        source = "c"
    if upsample:
        nodes.append(helper.make_node("Resize", [source, "", "scales"], ["u"], mode="nearest", nearest_mode="floor",
                                      coordinate_transformation_mode="asymmetric"))
        source, height, width = "u", 2 * height, 2 * width
    nodes.append(helper.make_node("Conv", [source, "w"], ["z"], kernel_shape=kernel, pads=pads, strides=[stride] * 2,
                                  dilations=[dilation] * 2))
    nodes.append(helper.make_node("Transpose", ["z"], ["y"], perm=[0, 2, 3, 1]))
    result = [(extent + pads[d] + pads[d + 2] - dilation * (kernel[d] - 1) - 1) // stride + 1
              for d, extent in enumerate((height, width))]
    build(path, nodes, inputs, {"scales": np.array([1, 1, 2, 2], np.float32)} if upsample else {},
          {"y": [batch, *result, columns]})


def convert(text):
    """A generated source for the emulator: the kernel's name, work items and C text."""
    name = re.search(r"void (\w+)\(([^)]*)\)", text[text.index("__kernel"):])
    columns, rows = (int(n) for n in re.search(r"reqd_work_group_size\((\d+), (\d+), 1\)", text).groups())
    ptx = re.search(r"typedef uint burin_halves2|#define BURIN_SHARED|__kernel", text)
    prelude = text[:ptx.start()]
    body = re.sub(r"__attribute__\(\(reqd_work_group_size\([^)]*\)\)\)|__kernel", "", text[text.index("__kernel"):])
    arrays = re.findall(r"__local (\w+) (local\d+)\[(\d+)\] __attribute__\(\(aligned\(128\)\)\);", body)
    body = re.sub(r"__local \w+ local\d+\[\d+\] __attribute__\(\(aligned\(128\)\)\);", "", body)
    memory = "".join(f"{t} {a}[{n}] __attribute__((aligned(128)));\n" for t, a, n in arrays)
    poison = "".join(f"for (uint i = 0; i < sizeof({a}) / 4; i++) ((uint *){a})[i] = 0x7e007e00;" for _, a, _ in arrays)
    passed = ", ".join(f"a[{i}]" for i in range(name.group(2).count(",") + 1))
    source = prelude + f'#define MMA_COLUMNS {columns}\n#include "mma_sync.h"\n' + memory + body
    source += f"\nvoid mma_kernel(void **a) {{ {name.group(1)}({passed}); }}\nvoid mma_poison(void) {{ {poison} }}\n"
    return name.group(1), columns * rows, "#define restrict\n" + re.sub(r"__global|__local", "", source)


def build_emulator(tools, path):
    """Compiles one kernel; returns its name, its work items and the program."""
    with open(path) as file:
        name, items, text = convert(file.read())
    source, program = tools.path(name + ".c"), tools.path(name)
    with open(source, "w") as file:
        file.write(text)
    subprocess.run([CLANG, "-x", "cl", "-cl-std=CL2.0", "-target", "x86_64", "-O1", "-w", "-I", INPUTS, "-c", source,
                    "-o", source + ".o"], check=True)
    subprocess.run([CLANG + "++", "-O1", "-no-pie", os.path.join(INPUTS, "mma_sync.cpp"), source + ".o", "-o", program,
                    "-lpthread", "-lm"], check=True)
    return name, items, program


def emulate(tools, plan_text, kernels, inputs, constants):
    """Runs the dispatches of a plan with constants of these names; returns its result."""
    values = {f"%arg{i}": value.astype(np.float16) for i, value in enumerate(inputs.values())}
    for line in plan_text.splitlines():
        constant = re.search(r'(%\w+) = plan\.constant "([^"]+)" .*x(f16|f32)>$', line)
        if constant:
            values[constant.group(1)] = constants[constant.group(2)].astype(TYPES[constant.group(3)])
        view = re.search(r"(%\w+) = tensor\.(?:expand|collapse)_shape (%[\w#]+)", line)
        if view:  # the same bytes
            values[view.group(1)] = values[view.group(2)]
        dispatch = re.search(
            r"(%\w+)(?::\d+)? = plan\.dispatch @(\w+)::@\w+ grid \[([^]]*)\]\(([^)]*)\).*-> (.*)", line)
        if not dispatch:
            continue
        result, kernel, grid, operands, shapes = dispatch.groups()
        items, program = kernels[kernel]
        paths = []
        for operand in operands.split(", "):
            paths.append(tools.path(f"operand{len(paths)}.bin"))
            values[operand].tofile(paths[-1])
        types = [shape.split("x") for shape in re.findall(r"tensor<([^>]*)>", shapes)]
        types = [([int(e) for e in extents], np.dtype(TYPES[element])) for *extents, element in types]
        outs = [tools.path(f"result{i}.bin") for i in range(len(types))]
        sizes = [str(int(np.prod(extents)) * dtype.itemsize) for extents, dtype in types]
        subprocess.run([program, str(items), *grid.split(", "), ",".join(sizes), ",".join(outs), *paths], check=True)
        for i, (out, (extents, dtype)) in enumerate(zip(outs, types)):
            last = result if len(types) == 1 else f"{result}#{i}"
            values[last] = np.fromfile(out, dtype).reshape(extents)
    return values[last]


def transposed_model(path):
    """The rhs runs along k, as keys do."""
    build(path, [helper.make_node("Transpose", ["w"], ["t"], perm=[1, 0]), helper.make_node("MatMul", ["x", "t"], ["y"])],
          {"x": [72, 72], "w": [136, 72]}, {}, {"y": [72, 136]})


def norm_model(path):
    """Sums next to the result of a projection; 72 columns end inside a tile."""
    nodes, weights = group_norm("h", "y", [1, 72, 32, 32], 2)
    nodes = [helper.make_node("MatMul", ["x", "w"], ["p"]), helper.make_node("Add", ["p", "b"], ["s"]),
             helper.make_node("Reshape", ["s", "image"], ["i"]), helper.make_node("Transpose", ["i"], ["h"], perm=[0, 3, 1, 2]),
             *nodes]
    weights["image"] = np.array([1, 32, 32, 72], np.int64)
    inputs = {"x": [1, 1024, 16], "w": [16, 72], "b": [72]}
    for name in ("y.gamma", "y.beta"):
        inputs[name] = weights.pop(name).shape
    build(path, nodes, inputs, weights, {"y": [1, 72, 32, 32]})


def upsampled_norm_model(path):
    """Sums next to the result of a convolution that makes two images in four interleaved parts; 72 columns end inside a tile."""
    nodes, weights = group_norm("h", "y", [2, 72, 32, 32], 2)
    nodes = [helper.make_node("Transpose", ["x"], ["first"], perm=[0, 3, 1, 2]),
             helper.make_node("Resize", ["first", "", "scales"], ["u"], mode="nearest", nearest_mode="floor",
                              coordinate_transformation_mode="asymmetric"),
             helper.make_node("Conv", ["u", "w", "b"], ["h"], pads=[1, 1, 1, 1]), *nodes]
    kernels = noise(1, 72, 64, 3, 3, scale=1 / 24)
    weights |= {"w": kernels, "scales": np.array([1, 1, 2, 2], np.float32)}
    inputs = {"x": [2, 16, 16, 64], "b": [72]}
    for name in ("y.gamma", "y.beta"):
        inputs[name] = weights.pop(name).shape
    build(path, nodes, inputs, weights, {"y": [2, 72, 32, 32]})
    return {"w.polyphase": add_taps(kernels)}


MODELS = {
    "matmul with remainders": (lambda path: matmul_model(path, 100, 72, 136), ["matrix-contraction"]),
    "matmul of whole stages": (lambda path: matmul_model(path, 64, 192, 128), ["matrix-contraction"]),
    "matmul of a transposed rhs": (transposed_model, ["matrix-contraction"]),
    "matmul of one row": (lambda path: matmul_model(path, 1, 320, 136), ["matrix-vector"]),
    "matmul of three rows": (lambda path: matmul_model(path, 3, 192, 2304), ["matrix-vector"]),
    "matmul of 3 columns": (lambda path: matmul_model(path, 72, 136, 3), ["matrix-contraction"]),
    "matmul in parts": (lambda path: matmul_model(path, 64, 11520, 64), ["matrix-contraction", "reduction"]),
    # Rows and taps are added; channels that no step divides, and 35 taps, are not.
    "convolution": (lambda path: conv_model(path, [64], 72, (9, 7)), ["matrix-contraction"]),
    "convolution of stride 2": (lambda path: conv_model(path, [128], 64, (9, 12), stride=2), ["matrix-contraction"]),
    "convolution padded at the end": (lambda path: conv_model(path, [64], 64, (8, 8), pads=(0, 0, 1, 1), stride=2),
                                      ["matrix-contraction"]),
    "convolution of far taps": (lambda path: conv_model(path, [64], 64, (8, 11), dilation=2, pads=(2, 2, 2, 2)),
                                ["matrix-contraction"]),
    "convolution of few channels": (lambda path: conv_model(path, [24], 64, (8, 8)), ["matrix-contraction"]),
    "convolution of 35 taps": (lambda path: conv_model(path, [64], 64, (8, 8), kernel=(7, 5), pads=(3, 2, 3, 2), batch=1),
                               ["matrix-contraction"]),
    "convolution of one column": (lambda path: conv_model(path, [64], 64, (9, 8), kernel=(3, 1), pads=(1, 0, 1, 0)),
                                  ["matrix-contraction"]),
    "convolution of a concatenation": (lambda path: conv_model(path, [128, 64], 64, (5, 9)), ["matrix-contraction"]),
    "convolution of three": (lambda path: conv_model(path, [64, 128, 64], 64, (5, 9)), ["matrix-contraction"]),
    "concatenation inside a step": (lambda path: conv_model(path, [40, 24], 64, (5, 9)), ["matrix-contraction"]),
    "pixels of a concatenation": (lambda path: conv_model(path, [64, 64], 64, (7, 9), (1, 1), (0, 0, 0, 0)),
                                  ["matrix-contraction"]),
    "convolution of an upsampling": (lambda path: conv_model(path, [128], 64, (5, 3), upsample=True), ["matrix-contraction"]),
    "upsampled concatenation": (lambda path: conv_model(path, [64, 64], 64, (3, 5), upsample=True), ["matrix-contraction"]),
    "convolution after upsampling": (lambda path: upsampled_model(path, 64, 72, 5, 7, batch=2), ["matrix-contraction"]),
    "convolution in parts": (lambda path: conv_model(path, [640, 640], 64, (4, 4), batch=1), ["matrix-contraction", "reduction"]),
    "norm of a projection": (norm_model, ["matrix-contraction", "reduction"]),
    "norm after upsampling": (upsampled_norm_model, ["matrix-contraction", "reduction"]),
    "layer norm of a projection": (lambda path: layer_norm_model(path, 136, 192, 128), ["matrix-contraction"]),
    "layer norm of long rows": (lambda path: layer_norm_model(path, 72, 1280, 64), ["matrix-contraction"]),
    "layer norm away from zero": (lambda path: layer_norm_model(path, 136, 320, 128, distance=40.0), ["matrix-contraction"]),
    "layer norm and a gate": (lambda path: layer_norm_model(path, 136, 320, 256, gated=True), ["matrix-contraction"]),
    "norm of one row": (lambda path: layer_norm_model(path, 1, 640, 640), ["matrix-vector", "row"]),
    "norm of four rows": (lambda path: layer_norm_model(path, 4, 640, 640), ["matrix-vector", "row"]),
    "attention": (lambda path: attention_model(path, 64, 128, 32), ["matrix-flash-attention"]),
    "attention with remainders": (lambda path: attention_model(path, 50, 77, 40), ["matrix-flash-attention"]),
    "attention with a mask": (lambda path: attention_model(path, 40, 40, 16, mask=True), ["matrix-flash-attention"]),
    "plain attention": (lambda path: attention_model(path, 40, 56, 512), ["matrix-contraction", "row"]),
    "plain attention of scores far apart": (lambda path: attention_model(path, 64, 160, 40, scale=8.0),
                                            ["matrix-contraction", "row"]),
    "attention in parts": (lambda path: attention_model(path, 16, 32, 512), ["matrix-flash-attention"]),
}


TARGET = os.path.join(REPOSITORY, "compiler", "Target", "data", "nvidia-h100.json")
# Columns of a work group and of its sub-groups that are no multiple of 64 and of 32: BM, BN, WM, WN, stages, depth; and steps fetched ahead.
TILES = {"80 columns": [[64, 80, 32, 80, 3, 32]], "160 columns": [[128, 160, 32, 80, 2, 32]],
         "48 columns": [[64, 48, 32, 48, 3, 32]], "16 columns": [[64, 32, 32, 16, 3, 32]],
         "deep stages": [[64, 80, 32, 80, 2, 64]], "fetched ahead": [[64, 64, 32, 32, 2, 32, 2]]}
UNEVEN = ["matmul with remainders", "convolution of a concatenation", "convolution of an upsampling", "norm of a projection",
          "norm after upsampling"]


def check(tools, report, name, make, schedules, target="nvidia-h100"):
    model, lowered, folder = tools.path("m.onnx"), tools.path("kernels.mlir"), tools.path("kernels")
    constants = make(model)
    options = ["--target", target, "--precision", "f16", "--quiet"]
    if name.startswith("plain"):
        options += ["--attention", "plain"]
    if name.startswith("norm"):  # or the sum of parts would be what makes the image
        options += ["--disable", "split-k"]
    tools.call("burinc", model, *options, "-o", lowered, "--compile-to", "kernels")
    with open(lowered) as file:
        text = file.read()
    for schedule in schedules:
        report.count(f'schedule = "{schedule}"' in text, f"{name}: {schedule}")
    if name.startswith(("norm of a projection", "norm after upsampling")):
        report.count("plan.results = 2" in text, f"{name}: sums by what makes the image")
    if "layer norm" in name:
        report.count("plan.results = 2" in text and 'schedule = "row"' not in text, f"{name}: statistics by what makes the rows")
    subprocess.run(["rm", "-rf", folder], check=True)
    tools.call("burinc", model, *options, "-o", tools.path("m.plan"), "--dump-kernels", folder)
    kernels = {}
    for path in sorted(os.listdir(folder)):
        kernel, items, program = build_emulator(tools, os.path.join(folder, path))
        kernels[kernel] = (items, program)
    inputs = {value.name: noise(7 + i, *[d.dim_value for d in value.type.tensor_type.shape.dim])
              for i, value in enumerate(onnx.load(model).graph.input)}
    actual = emulate(tools, text, kernels, inputs, constants).astype(np.float32)
    report.check(name, relative_l2(actual, oracle(model, inputs, ["y"])["y"].reshape(actual.shape)), BOUND)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=os.path.join(REPOSITORY, "build", "bin"))
    parser.add_argument("--work", default="/tmp/burin-mma-sync")
    parser.add_argument("--only", default="", help="run cases whose name contains this")
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    for name, (make, schedules) in MODELS.items():
        if arguments.only in name:
            report.guard(name, lambda: check(tools, report, name, make, schedules))
    for name, tiles in ((name, tiles) for name in UNEVEN for tiles in TILES):
        label = f"{name}, {tiles}"
        if arguments.only in label and (tiles == "80 columns" or not report.leaves_out()):
            report.guard(label, lambda: check(tools, report, label, *MODELS[name], with_tiles(tools, TILES[tiles], TARGET)))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
