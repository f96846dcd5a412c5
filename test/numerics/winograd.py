#!/usr/bin/env python3
"""Winograd convolutions on the device against ONNX Runtime's direct ones.

F(2x2, 3x3) and F(4x4, 3x3) in both precisions on inputs SiLU(N(0, 1)) and weights
N(0, 1 / (9 Cin)), errors relative to the output's norm; convolutions that Winograd
cannot compute come out all the same. With --all also the emoji networks with all
their convolutions in F(4x4, 3x3). Ends with "N passed, N failed".
"""
import argparse
import os
import sys

import numpy as np
import onnx
from common import REPOSITORY, Report, Tools, oracle, relative_l2
from onnx import TensorProto, helper, numpy_helper

# In f16 the error does not grow with Cin: it is that of rounding transformed
# inputs, weights and products once each. f32 has no roundings but arithmetic.
BOUNDS = {("f2", "f32"): 1e-5, ("f4", "f32"): 1e-5, ("f2", "f16"): 1e-3, ("f4", "f16"): 3e-3}
# (name, input NCHW, Cout, attributes): tiles past the edge, channels that no vector
# divides, batches, one-sided padding, none at all, a deep sum.
CASES = [
    ("edges", (3, 13, 7, 9), 11, {"pads": [1, 1, 1, 1]}),
    ("pads", (1, 16, 8, 9), 24, {"pads": [2, 0, 1, 3]}),
    ("one_pixel", (1, 16, 3, 3), 16, {}),
    ("deep", (1, 320, 8, 8), 64, {"pads": [1, 1, 1, 1]}),
]
OTHERS = [
    ("stride", (1, 16, 8, 8), 16, {"pads": [1, 1, 1, 1], "strides": [2, 2]}),
    ("dilation", (1, 16, 9, 9), 16, {"pads": [2, 2, 2, 2], "dilations": [2, 2]}),
    ("group", (1, 16, 8, 8), 16, {"pads": [1, 1, 1, 1], "group": 2}),
    ("kernel", (1, 16, 8, 8), 16, {"pads": [2, 2, 2, 2], "kernel": 5}),
]
EMOJI = os.path.join(REPOSITORY, "examples", "emoji", "model")
EMOJI_BOUND = 5e-3


def make_model(path, cases):
    """Each case a Conv with bias, then y = conv + SiLU(conv). Returns the inputs."""
    random = np.random.default_rng(7)
    nodes, inputs, outputs, weights, values = [], [], [], [], {}
    for name, shape, out_channels, attributes in cases:
        attributes = dict(attributes)
        kernel = attributes.pop("kernel", 3)
        fan_in = shape[1] // attributes.get("group", 1)
        w = random.standard_normal((out_channels, fan_in, kernel, kernel)) / np.sqrt(fan_in * kernel ** 2)
        b = 0.1 * random.standard_normal(out_channels)
        x = random.standard_normal(shape)
        values[name] = (x / (1 + np.exp(-x))).astype(np.float32)
        weights += [numpy_helper.from_array(w.astype(np.float32), name + "_w"), numpy_helper.from_array(b.astype(np.float32), name + "_b")]
        nodes += [helper.make_node("Conv", [name, name + "_w", name + "_b"], [name + "_c"], **attributes),
                  helper.make_node("Sigmoid", [name + "_c"], [name + "_s"]),
                  helper.make_node("Mul", [name + "_c", name + "_s"], [name + "_m"]),
                  helper.make_node("Add", [name + "_c", name + "_m"], [name + "_y"])]
        inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        outputs.append(helper.make_tensor_value_info(name + "_y", TensorProto.FLOAT, None))
    graph = helper.make_graph(nodes, "convolutions", inputs, outputs, weights)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return values


def check_convolutions(tools, report, cases, method, precision, added):
    """`added`: kernels that Winograd adds to each convolution's one."""
    model, plan = tools.path("convolutions.onnx"), tools.path("convolutions.plan")
    inputs = make_model(model, cases)
    names = [name + "_y" for name in inputs]
    kernels = [tools.compile(model, plan, precision=precision, options=["--winograd", m])["entries"]["main"]["kernels"]
               for m in ("off", method)]
    report.count(kernels[1] - kernels[0] == added * len(cases), f"{method} {precision}: {kernels[1]} kernels instead of {kernels[0]}")
    ours, theirs = tools.run(plan, inputs, names), oracle(model, inputs, names)
    for name in names:
        report.check(f"{name} {method} {precision}", relative_l2(ours[name], theirs[name]), BOUNDS[method if added else "f2", precision])


def check_emoji(tools, report, network, bindings, inputs, output, precision):
    model, plan = os.path.join(EMOJI, network, "model.onnx"), tools.path(network + ".plan")
    tools.compile(model, plan, bindings, precision, options=["--winograd", "f4"])
    error = relative_l2(tools.run(plan, inputs, [output])[output], oracle(model, inputs, [output])[output])
    report.check(f"emoji {network} {precision} all in F(4x4, 3x3)", error, EMOJI_BOUND)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--all", action="store_true", help="also the emoji networks")
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    for method, precision in BOUNDS:
        report.guard(f"{method} {precision}", lambda m=method, p=precision: check_convolutions(tools, report, CASES, m, p, 2))
    report.guard("near misses", lambda: check_convolutions(tools, report, OTHERS, "f4", "f32", 0))
    if arguments.all:
        random = np.random.default_rng(3)
        latents = random.standard_normal((2, 4, 16, 16)).astype(np.float16)
        for precision in ("f32", "f16"):
            report.guard("vae_decoder", lambda p=precision: check_emoji(
                tools, report, "vae_decoder", {"batch": 1, "height": 16, "width": 16}, {"latent_sample": latents[:1]}, "sample", p))
            report.guard("unet", lambda p=precision: check_emoji(
                tools, report, "unet", {"batch": 2, "height": 16, "width": 16, "steps": 1, "sequence": 77},
                {"sample": latents, "timestep": np.array([500], np.float16),
                 "encoder_hidden_states": random.standard_normal((2, 77, 192)).astype(np.float16)}, "out_sample", p))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
