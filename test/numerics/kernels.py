#!/usr/bin/env python3
"""Generated kernels against validators that we did not write.

* Every kernel of the emoji networks, for every shipped target and both
  precisions, through clang's OpenCL front end with -Wall -Werror, or through
  spirv-val where the target takes SPIR-V.
* Small models, compiled for work groups with local memory, run on Oclgrind: no
  race, no access out of bounds, no API misuse; the results are compared
  with ONNX Runtime. Ends with "N passed, N failed".
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import onnx
from common import REPOSITORY, Report, Tools, oracle, relative_l2
from onnx import TensorProto, helper, numpy_helper

MODEL = os.path.join(REPOSITORY, "examples", "emoji", "model")
OCLGRIND = "/usr/lib/oclgrind/liboclgrind-rt-icd.so"
CLANG = "/usr/lib/llvm-22/bin/clang"
NETWORKS = {
    "text_encoder": {"batch": 2, "sequence": 77},
    "unet": {"batch": 2, "height": 16, "width": 16, "steps": 1, "sequence": 77},
    "vae_decoder": {"batch": 1, "height": 16, "width": 16},
    "vae_encoder": {"batch": 1, "height": 128, "width": 128},
}


def check_front_end(tools, report, network, target, precision):
    folder = tools.path(f"kernels_{network}_{target}_{precision}")
    shutil.rmtree(folder, ignore_errors=True)
    tools.compile(os.path.join(MODEL, network, "model.onnx"), tools.path("k.plan"), NETWORKS[network], precision, target,
                  ["--dump-kernels", folder])
    sources, binaries = [], sorted(glob.glob(folder + "/*.spv"))
    for path in sorted(glob.glob(folder + "/*.cl")):
        with open(path) as file:
            sources.append(file.read())
    # Inline PTX has constraints that only NVIDIA's target knows.
    with_ptx = [text for text in sources if "__asm__" in text]
    without = [text for text in sources if "__asm__" not in text]
    errors = run_front_end(os.path.join(folder, "all.c"), without, "spir64")
    errors += run_front_end(os.path.join(folder, "ptx.c"), with_ptx, "nvptx64")
    errors += "".join(map(run_spirv_val, binaries))
    kernels = len(sources) + len(binaries)
    report.count(not errors and kernels > 0, f"{network} {target} {precision}: {kernels} kernels {errors[:500]}")


def run_spirv_val(path):
    """What spirv-val says about a module."""
    done = subprocess.run(["spirv-val", "--target-env", "vulkan1.1", path], capture_output=True, text=True)
    return "" if done.returncode == 0 else f"{os.path.basename(path)}: {done.stderr or done.stdout}"


def run_front_end(path, sources, triple):
    """What clang says about kernels that share a prelude; one start for all of them."""
    if not sources:
        return ""
    sources = sorted(sources, key=lambda text: -text.index("__kernel"))  # the longest prelude has what the others have
    with open(path, "w") as out:
        for i, text in enumerate(sources):
            out.write(text if i == 0 else text[text.index("__kernel"):])
    standard = ["-cl-std=CL2.0", "-Xclang", "-cl-ext=+cl_khr_fp16"] if triple == "nvptx64" else ["-cl-std=CL1.2"]
    done = subprocess.run([CLANG, "-x", "cl", *standard, "-target", triple, "-Xclang", "-finclude-default-header",
                           "-fsyntax-only", "-Wall", "-Werror", path], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr or f"clang ended with {done.returncode}"


def small_models():
    random = np.random.default_rng(5)

    def weight(name, *shape):
        return numpy_helper.from_array((random.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32), name)

    def ints(name, *values):
        return numpy_helper.from_array(np.array(values, np.int64), name)

    node = helper.make_node
    yield "matmul_bias_gelu", (5, 24), [node("MatMul", ["x", "w"], ["m"]), node("Add", ["m", "b"], ["s"]), node("Erf", ["s"], ["y"])], \
        [weight("w", 24, 40), weight("b", 40)]
    # A row or two, of which many items share a sum; columns left over.
    yield "matmul_few_rows", (2, 192), [node("MatMul", ["x", "w"], ["m"]), node("Add", ["m", "b"], ["y"])], [weight("w", 192, 88), weight("b", 88)]
    yield "attention_scores", (3, 7, 8), [node("Transpose", ["x"], ["t"], perm=[0, 2, 1]), node("MatMul", ["x", "t"], ["m"]), node("Softmax", ["m"], ["y"], axis=-1)], []
    def attention(**mask):
        scores = [node("Transpose", ["x"], ["t"], perm=[0, 1, 3, 2]), node("Mul", ["x", "c"], ["q"]), node("MatMul", ["q", "t"], ["s"])]
        masked = [node("Add", ["s", "mask"], ["a"])] if mask else []
        return scores + masked + [node("Softmax", ["a" if mask else "s"], ["p"], axis=-1), node("MatMul", ["p", "x"], ["y"])]

    yield "flash_attention", (2, 2, 37, 40), attention(), [numpy_helper.from_array(np.float32(0.05), "c")]
    yield "flash_attention_causal", (1, 3, 77, 16), attention(mask=True), \
        [numpy_helper.from_array(np.float32(0.25), "c"), numpy_helper.from_array(np.triu(np.full((77, 77), -np.inf, np.float32), 1), "mask")]
    yield "flash_attention_mask", (1, 2, 21, 24), attention(mask=True), \
        [numpy_helper.from_array(np.float32(0.2), "c"), weight("mask", 21, 21)]
    yield "flash_attention_split_depth", (1, 1, 19, 512), attention(), [numpy_helper.from_array(np.float32(0.003), "c")]
    yield "conv_pad", (1, 8, 6, 5), [node("Conv", ["x", "w", "b"], ["y"], pads=[1, 1, 1, 1])], [weight("w", 12, 8, 3, 3), weight("b", 12)]
    yield "conv_winograd", (1, 8, 7, 6), [node("Conv", ["x", "w", "b"], ["y"], pads=[1, 1, 1, 1])], [weight("w", 12, 8, 3, 3), weight("b", 12)]
    yield "conv_stride", (2, 4, 9, 8), [node("Conv", ["x", "w"], ["y"], pads=[1, 1, 0, 0], strides=[2, 2])], [weight("w", 3, 4, 3, 3)]
    yield "conv_group", (1, 6, 5, 5), [node("Conv", ["x", "w"], ["y"], group=3)], [weight("w", 6, 2, 3, 3)]
    yield "softmax_77", (4, 77), [node("Softmax", ["x"], ["y"], axis=-1)], []
    # Several rows in a work group, rows and accesses left over; one long row, read again by every pass.
    yield "softmax_rows", (2, 11, 68), [node("Softmax", ["x"], ["y"], axis=-1)], []
    yield "softmax_long", (2, 5003), [node("Softmax", ["x"], ["y"], axis=-1)], []
    yield "layer_norm_rows", (37, 320), [node("Sigmoid", ["x"], ["a"]), node("LayerNormalization", ["a", "g", "b"], ["n"]), node("Add", ["n", "a"], ["y"])], \
        [weight("g", 320), weight("b", 320)]
    yield "layer_norm", (6, 48), [node("LayerNormalization", ["x", "g", "b"], ["y"])], [weight("g", 48), weight("b", 48)]
    yield "group_norm", (2, 12, 5, 5), [node("Reshape", ["x", "s3"], ["r"]), node("InstanceNormalization", ["r", "one", "zero"], ["n"]),
                                      node("Shape", ["x"], ["xs"]), node("Reshape", ["n", "xs"], ["q"]), node("Mul", ["q", "g"], ["h"]),
                                      node("Add", ["h", "b"], ["y"])], \
        [ints("s3", 0, 4, -1), numpy_helper.from_array(np.ones(4, np.float32), "one"), numpy_helper.from_array(np.zeros(4, np.float32), "zero"),
         weight("g", 12, 1, 1), weight("b", 12, 1, 1)]
    yield "concat_slice", (2, 6, 10), [node("Slice", ["x", "a", "z", "ax"], ["s"]), node("Concat", ["x", "s"], ["c"], axis=2), node("Sin", ["c"], ["y"])], \
        [ints("a", 3), ints("z", 9), ints("ax", 2)]
    yield "gather", (7, 16), [node("Gather", ["x", "i"], ["y"], axis=0)], [ints("i", 3, -1, 0, 6)]
    yield "reduce", (5, 33), [node("ReduceSum", ["x", "ax"], ["y"], keepdims=1)], [ints("ax", 0)]
    # A work group for each result.
    yield "reduce_long", (2, 3, 701), [node("ReduceSum", ["x", "ax"], ["s"], keepdims=0), node("ReduceMax", ["x"], ["m"], axes=[0, 2], keepdims=0),
                                       node("Add", ["s", "m"], ["y"])], [ints("ax", 0, 2)]
    yield "upsample", (1, 4, 3, 5), [node("Resize", ["x", "", "sc"], ["y"], mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")], \
        [numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "sc")]


def check_small(tools, report, name, shape, nodes, initializers, precision):
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], initializers)
    model, plan, log = tools.path(name + ".onnx"), tools.path(name + ".plan"), tools.path(name + ".log")
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), model)
    options = ["--winograd", "f4" if "winograd" in name else "off"]
    tools.compile(model, plan, precision=precision, target="opencl-generic", options=options)
    x = np.random.default_rng(9).standard_normal(shape).astype(np.float32)
    np.save(tools.path("x.npy"), x)
    if os.path.exists(log):
        os.remove(log)
    environment = dict(os.environ, BURIN_NO_CACHE="1", OCL_ICD_VENDORS=OCLGRIND, OCLGRIND_DATA_RACES="1",
                       OCLGRIND_CHECK_API="1", OCLGRIND_LOG=log,
                       BURIN_BUILD_THREADS="1")  # the clang inside Oclgrind is not thread-safe
    done = subprocess.run([os.path.join(tools.bin, "burin"), "run", plan, "--device", "opencl:0", "--in", "x=" + tools.path("x.npy"),
                           "--out", "y=" + tools.path("y.npy")], capture_output=True, text=True, env=environment, timeout=600)
    said = open(log).read().strip() if os.path.exists(log) else ""
    report.count(done.returncode == 0 and not said, f"{name} {precision} on Oclgrind {done.returncode} {(done.stdout + done.stderr)[-300:]} {said[:600]}")
    if done.returncode == 0:
        error = relative_l2(np.load(tools.path("y.npy")), oracle(model, {"x": x}, ["y"])["y"])
        report.check(f"{name} {precision} against ONNX Runtime", error, 1e-5 if precision == "f32" else 2e-3)


def portable_h100(tools):
    """A target whose norms are split in blocks, in OpenCL C without inline PTX."""
    path = tools.path("h100.json")
    with open(os.path.join(REPOSITORY, "compiler", "Target", "data", "nvidia-h100.json")) as file:
        target = json.load(file)
    del target["half_vectors"], target["sources"]["half_vectors"]
    with open(path, "w") as file:
        json.dump(target, file)
    return path


def check_norm_blocks(tools, report, precision):
    """A group norm that a large GPU sums in blocks, on the CPU: no matrix unit takes part in it."""
    shape, groups = (1, 64, 128, 96), 16
    random = np.random.default_rng(11)
    x = (random.standard_normal(shape) * 3 + random.standard_normal((1, 64, 1, 1)) * 5).astype(np.float16).astype(np.float32)
    scale, bias = (random.standard_normal((64, 1, 1)).astype(np.float16).astype(np.float32) for _ in range(2))
    constants = [numpy_helper.from_array(np.array([0, groups, -1], np.int64), "s3"), numpy_helper.from_array(np.array(shape, np.int64), "xs"),
                 numpy_helper.from_array(np.ones(groups, np.float32), "one"), numpy_helper.from_array(np.zeros(groups, np.float32), "zero"),
                 numpy_helper.from_array(scale, "g"), numpy_helper.from_array(bias, "b")]
    node = helper.make_node
    nodes = [node("Reshape", ["x", "s3"], ["r"]), node("InstanceNormalization", ["r", "one", "zero"], ["n"]), node("Reshape", ["n", "xs"], ["q"]),
             node("Mul", ["q", "g"], ["h"]), node("Add", ["h", "b"], ["z"]), node("Sigmoid", ["z"], ["a"]), node("Mul", ["z", "a"], ["y"])]
    graph = helper.make_graph(nodes, "norm", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], constants)
    model, plan = tools.path("norm_blocks.onnx"), tools.path("norm_blocks.plan")
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), model)
    stats = tools.compile(model, plan, precision=precision, target=portable_h100(tools))
    report.count(stats["entries"]["main"]["kernels"] >= 3, f"group norm {precision} in {stats['entries']['main']['kernels']} kernels")
    error = relative_l2(tools.run(plan, {"x": x}, ["y"])["y"], oracle(model, {"x": x}, ["y"])["y"])
    report.check(f"group norm in blocks {precision} against ONNX Runtime", error, 1e-5 if precision == "f32" else 2e-3)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    targets = subprocess.run([os.path.join(tools.bin, "burinc"), "--list-targets"], capture_output=True, text=True).stdout.split()
    report.count(len(targets) >= 3, f"shipped targets: {' '.join(targets)}")
    for target in targets:
        for network in NETWORKS:
            for precision in ("f32", "f16"):
                report.guard(f"{network} {target}", lambda n=network, t=target, p=precision: check_front_end(tools, report, n, t, p))
    for name, shape, nodes, initializers in small_models():
        for precision in ("f32", "f16"):
            report.guard(name, lambda a=(name, shape, nodes, initializers, precision): check_small(tools, report, *a))
    for precision in ("f32", "f16"):
        report.guard("group norm in blocks", lambda p=precision: check_norm_blocks(tools, report, p))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
