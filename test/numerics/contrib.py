#!/usr/bin/env python3
"""ONNX Runtime's fused operators (com.microsoft) and models that its optimizers wrote.

* One model per operator and form, against ONNX Runtime on the CPU; the
  operators that it has for GPUs only against numpy in double precision.
* Einsum in the forms that attention and projections have.
* A transformer block after the session optimizer, and the block of spellings.py
  after the transformer optimizer, against themselves before.
* What Burin does not understand is refused with the operator's name.
Ends with "N passed, N failed".
"""
import argparse
import concurrent.futures
import math
import os
import subprocess
import sys

import numpy as np
import onnx
import spellings
from common import Report, Tools, oracle, relative_l2
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
BOUND = 2e-6
TYPES = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int32): TensorProto.INT32, np.dtype(np.int64): TensorProto.INT64}
random = np.random.default_rng(17)


def floats(*shape, scale=1.0):
    return (random.standard_normal(shape) * scale).astype(np.float32)


def erf(x):
    return np.vectorize(math.erf)(x)


def gelu(x):
    return x / 2 * (1 + erf(x / math.sqrt(2)))


def silu(x):
    return x / (1 + np.exp(-x))


def group_norm(x, gamma, beta, groups, epsilon):
    """x: [N, H, W, C]"""
    n, h, w, c = x.shape
    parts = x.astype(np.float64).reshape(n, h * w, groups, c // groups)
    mean, variance = parts.mean((1, 3), keepdims=True), parts.var((1, 3), keepdims=True)
    return ((parts - mean) / np.sqrt(variance + epsilon)).reshape(x.shape) * gamma + beta


def conv_nhwc(x, weight, bias):
    """3x3, padded by 1; weight: [M, 3, 3, C]"""
    padded = np.pad(x.astype(np.float64), ((0, 0), (1, 1), (1, 1), (0, 0)))
    h, w = x.shape[1:3]
    return sum(padded[:, i:i + h, j:j + w] @ weight[:, i, j].T.astype(np.float64) for i in range(3) for j in range(3)) + bias


def attention(q, k, v, heads):
    split = lambda t: t.astype(np.float64).reshape(t.shape[0], t.shape[1], heads, -1).transpose(0, 2, 1, 3)
    q, k, v = split(q), split(k), split(v)
    s = q @ k.transpose(0, 1, 3, 2) / math.sqrt(q.shape[-1])
    p = np.exp(s - s.max(-1, keepdims=True))
    y = p / p.sum(-1, keepdims=True) @ v
    return y.transpose(0, 2, 1, 3).reshape(y.shape[0], y.shape[2], -1)


class Case:
    """One node. Inputs named in `weights` are initializers; outputs that begin with
    _ are no outputs of the graph. `expected`: outputs by a function of the
    inputs, or None for ONNX Runtime."""

    def __init__(self, name, op, inputs, attributes=None, outputs=("y",), weights=(), expected=None, domain=MICROSOFT):
        self.name, self.op, self.inputs, self.attributes = name, op, inputs, attributes or {}
        self.outputs, self.weights, self.expected, self.domain = outputs, weights, expected, domain

    def model(self):
        names = [name if array is not None else "" for name, array in self.inputs.items()]
        node = helper.make_node(self.op, names, list(self.outputs), domain=self.domain, name=self.op.lower(), **self.attributes)
        given = {n: a for n, a in self.inputs.items() if a is not None}
        graph = helper.make_graph([node], self.name, [helper.make_tensor_value_info(n, TYPES[a.dtype], a.shape) for n, a in given.items() if n not in self.weights],
                                  [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in self.results()],
                                  [numpy_helper.from_array(a, n) for n, a in given.items() if n in self.weights])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)])
        model.ir_version = 8
        return model

    def results(self):
        return [o for o in self.outputs if o and not o.startswith("_")]

    def feeds(self):
        return {n: a for n, a in self.inputs.items() if a is not None and n not in self.weights}


def cases():
    x, wide, bias = floats(2, 5, 16), floats(2, 5, 32), floats(16)
    yield Case("gelu", "Gelu", {"x": x})
    yield Case("fast_gelu", "FastGelu", {"x": x})
    yield Case("fast_gelu_bias", "FastGelu", {"x": x, "b": bias}, weights=("b",))
    yield Case("bias_gelu", "BiasGelu", {"x": x, "b": bias}, weights=("b",))
    yield Case("quick_gelu", "QuickGelu", {"x": x})
    yield Case("quick_gelu_alpha", "QuickGelu", {"x": x}, {"alpha": 1.0})
    yield Case("bias_split_gelu", "BiasSplitGelu", {"x": wide, "b": floats(32)}, weights=("b",),
               expected=lambda x, b: [(x + b)[..., :16] * gelu((x + b)[..., 16:].astype(np.float64))])
    yield Case("bias_add", "BiasAdd", {"x": x, "b": bias, "s": floats(2, 5, 16)}, weights=("b",), expected=lambda x, b, s: [x + b + s])

    norm = {"g": floats(16), "b": floats(16)}
    yield Case("simplified_layer_norm", "SimplifiedLayerNormalization", {"x": x, "g": norm["g"]}, {"axis": -1, "epsilon": 1e-5}, weights=("g",), domain="")
    yield Case("skip_layer_norm", "SkipLayerNormalization", {"x": x, "s": floats(2, 5, 16), **norm}, {"epsilon": 1e-5}, weights=("g", "b"))
    yield Case("skip_layer_norm_sum", "SkipLayerNormalization", {"x": x, "s": floats(2, 5, 16), **norm, "bias": bias}, {"epsilon": 1e-5},
               outputs=("y", "", "", "sum"), weights=("g", "b", "bias"))
    yield Case("skip_layer_norm_broadcast", "SkipLayerNormalization", {"x": x, "s": floats(1, 5, 16), **norm}, {"epsilon": 1e-5}, weights=("g", "b"))
    yield Case("skip_layer_norm_no_beta", "SkipLayerNormalization", {"x": x, "s": floats(2, 5, 16), "g": norm["g"], "none": None, "bias": bias}, weights=("g", "bias"))
    yield Case("skip_rms_norm", "SkipSimplifiedLayerNormalization", {"x": x, "s": floats(2, 5, 16), "g": norm["g"], "bias": bias}, {"epsilon": 1e-5},
               outputs=("y", "", "", "sum"), weights=("g", "bias"))
    ids = random.integers(0, 9, (2, 5)).astype(np.int32)
    tables = {"words": floats(9, 16), "places": floats(7, 16)}
    yield Case("embed_layer_norm", "EmbedLayerNormalization", {"ids": ids, "none": None, **tables, "none2": None, **norm}, {"epsilon": 1e-5},
               outputs=("y", "_mask"), weights=("words", "places", "g", "b"))
    yield Case("embed_layer_norm_segments", "EmbedLayerNormalization", {"ids": ids, "seg": (ids % 2).astype(np.int32), **tables, "segments": floats(2, 16), **norm}, {"epsilon": 1e-5},
               outputs=("y", "_mask", "sum"), weights=("words", "places", "segments", "g", "b"))

    image = floats(2, 4, 6, 16)
    for activation in (0, 1):
        act = silu if activation else lambda t: t
        yield Case(f"group_norm_{activation}", "GroupNorm", {"x": image, **norm}, {"epsilon": 1e-5, "groups": 4, "activation": activation}, weights=("g", "b"),
                   expected=lambda x, g, b, act=act: [act(group_norm(x, g, b, 4, 1e-5))])
    yield Case("group_norm_nchw", "GroupNorm", {"x": floats(2, 16, 4, 6), **norm}, {"epsilon": 1e-5, "groups": 4, "activation": 0, "channels_last": 0}, weights=("g", "b"),
               expected=lambda x, g, b: [group_norm(x.transpose(0, 2, 3, 1), g, b, 4, 1e-5).transpose(0, 3, 1, 2)])
    for name, shape in (("full", (2, 4, 6, 16)), ("row", (2, 1, 1, 16)), ("matrix", (2, 16))):
        yield Case(f"skip_group_norm_{name}", "SkipGroupNorm", {"x": image, **norm, "s": floats(*shape), "bias": bias}, {"epsilon": 1e-5, "groups": 4, "activation": 1},
                   outputs=("y", "sum"), weights=("g", "b", "bias"),
                   expected=lambda x, g, b, s, bias: (lambda t: [silu(group_norm(t, g, b, 4, 1e-5)), t])(x + (s if s.ndim == 4 else s[:, None, None]) + bias))

    yield Case("fused_matmul", "FusedMatMul", {"x": x, "w": floats(16, 8)}, {"alpha": 0.25}, weights=("w",))
    yield Case("fused_matmul_b", "FusedMatMul", {"x": floats(2, 3, 5, 16), "w": floats(2, 3, 7, 16)}, {"transB": 1, "alpha": 0.125})
    yield Case("fused_matmul_a", "FusedMatMul", {"x": floats(2, 16, 5), "w": floats(2, 16, 8)}, {"transA": 1})
    pads = {"pads": [1, 1, 1, 1], "kernel_shape": [3, 3]}
    conv = {"x": floats(1, 8, 5, 5), "w": floats(6, 8, 3, 3, scale=0.1), "b": floats(6)}
    for activation, parameters in (("Relu", []), ("LeakyRelu", [0.1]), ("Clip", [-0.5, 0.5]), ("Sigmoid", []), ("Tanh", []), ("HardSigmoid", [0.2, 0.5])):
        extra = {"activation_params": parameters} if parameters else {}
        yield Case(f"fused_conv_{activation.lower()}", "FusedConv", conv, {**pads, "activation": activation, **extra}, weights=("w", "b"))
    yield Case("fused_conv_sum", "FusedConv", {**conv, "z": floats(1, 6, 5, 5)}, {**pads, "activation": "Relu"}, weights=("w", "b"))
    yield Case("fused_gemm", "FusedGemm", {"x": floats(5, 16), "w": floats(8, 16), "b": floats(8)}, {"transB": 1, "activation": "Relu"}, weights=("w", "b"))
    yield Case("fused_gemm_leaky", "FusedGemm", {"x": floats(5, 16), "w": floats(16, 8), "b": floats(8)}, {"activation": "LeakyRelu", "activation_alpha": 0.2}, weights=("w", "b"))
    yield Case("nhwc_conv", "NhwcConv", {"x": floats(1, 5, 5, 8), "w": floats(6, 3, 3, 8, scale=0.1), "b": floats(6)}, pads, weights=("w", "b"),
               expected=lambda x, w, b: [conv_nhwc(x, w, b)])

    q, k, v = floats(2, 6, 16), floats(2, 7, 16), floats(2, 7, 24)
    heads = {"num_heads": 2}
    yield Case("mha", "MultiHeadAttention", {"q": q, "k": k, "v": v}, heads)
    yield Case("mha_bias_scale", "MultiHeadAttention", {"q": q, "k": k, "v": v, "b": floats(56)}, {**heads, "scale": 0.5}, weights=("b",))
    keep = np.ones((2, 7), np.int32)
    keep[1, 4:] = 0
    yield Case("mha_padding", "MultiHeadAttention", {"q": q, "k": k, "v": v, "none": None, "mask": keep}, heads)
    yield Case("mha_filter", "MultiHeadAttention", {"q": q, "k": k, "v": v, "none": None, "mask": keep}, {**heads, "mask_filter_value": -3.0})
    yield Case("mha_attention_bias", "MultiHeadAttention", {"q": q, "k": k, "v": v, "none": None, "none2": None, "bias": floats(1, 2, 6, 7)}, heads)
    yield Case("mha_causal", "MultiHeadAttention", {"q": floats(2, 7, 16), "k": k, "v": v}, {**heads, "unidirectional": 1})
    yield Case("mha_split_heads", "MultiHeadAttention", {"q": q, "k": floats(2, 2, 7, 8), "v": floats(2, 2, 7, 8)}, heads)
    yield Case("mha_packed_kv", "MultiHeadAttention", {"q": q, "kv": floats(2, 7, 2, 2, 8)}, heads,
               expected=lambda q, kv: [attention(q, kv[:, :, :, 0].reshape(2, 7, 16), kv[:, :, :, 1].reshape(2, 7, 16), 2)])
    yield Case("mha_packed_qkv", "MultiHeadAttention", {"qkv": floats(2, 7, 2, 3, 8)}, heads,
               expected=lambda qkv: [attention(*(qkv[:, :, :, i].reshape(2, 7, 16) for i in range(3)), 2)])
    projection = {"x": floats(2, 7, 16), "w": floats(16, 48, scale=0.25), "b": floats(48)}
    yield Case("attention", "Attention", projection, heads, weights=("w", "b"))
    yield Case("attention_causal", "Attention", projection, {**heads, "unidirectional": 1}, weights=("w", "b"))
    yield Case("attention_padding", "Attention", {**projection, "mask": keep}, heads, weights=("w", "b"))
    yield Case("attention_mask3", "Attention", {**projection, "mask": np.tril(np.ones((2, 7, 7), np.int32))}, heads, weights=("w", "b"))
    yield Case("attention_sizes", "Attention", {"x": floats(2, 7, 16), "w": floats(16, 56, scale=0.25), "b": floats(56)}, {**heads, "qkv_hidden_sizes": [16, 16, 24]}, weights=("w", "b"))
    yield Case("attention_bias", "Attention", {**projection, "none": None, "none2": None, "bias": floats(2, 1, 7, 7)}, heads, weights=("w", "b"))


def einsum_cases():
    for equation, *shapes in (
            ("bid,bjd->bij", (2, 5, 4), (2, 6, 4)), ("bij,bjd->bid", (2, 5, 6), (2, 6, 4)), ("bhid,bhjd->bhij", (2, 3, 5, 4), (2, 3, 6, 4)),
            ("bqhd,bkhd->bhqk", (2, 5, 3, 4), (2, 6, 3, 4)), ("bhqk,bkhd->bqhd", (2, 3, 5, 6), (2, 6, 3, 4)), ("b i d, b j d -> b i j", (2, 5, 4), (2, 6, 4)),
            ("ij,jk", (5, 4), (4, 6)), ("ij,kj->ik", (5, 4), (6, 4)), ("bcn,bcm->bnm", (2, 4, 5), (2, 4, 6)), ("bsd,dhk->bshk", (2, 5, 4), (4, 3, 6)),
            ("bshk,hkd->bsd", (2, 5, 3, 6), (3, 6, 4)), ("i,j->ij", (5,), (6,)), ("bi,bi->bi", (2, 5), (2, 5)), ("i,i", (5,), (5,)), ("ij->ji", (5, 4)),
            ("ij->i", (5, 4)), ("bij->", (2, 5, 4)), ("nchw,oc->nohw", (2, 4, 3, 5), (6, 4)), ("bij,jk->ik", (2, 5, 4), (4, 6)), ("nkctv,kvw->nctw", (2, 3, 4, 5, 6), (3, 6, 7))):
        yield Case("einsum " + equation, "Einsum", {f"x{i}": floats(*shape) for i, shape in enumerate(shapes)}, {"equation": equation}, domain="")


def refused():
    """Nodes with something that has no decomposition, and what the error must say."""
    x, norm = floats(2, 5, 16), {"g": floats(16), "b": floats(16)}
    image = floats(2, 4, 6, 16)
    yield Case("unknown_operator", "QAttention", {"x": x}), "operator 'QAttention' of domain 'com.microsoft' is not supported"
    yield Case("unknown_attribute", "QuickGelu", {"x": x}, {"beta": 1.0}), "attribute 'beta' is unknown or unsupported"
    yield Case("activation_number", "GroupNorm", {"x": image, **norm}, {"groups": 4, "activation": 7}), "activation 7 is unknown"
    yield Case("no_groups", "GroupNorm", {"x": image, **norm}, {"activation": 0}), "has no attribute 'groups'"
    yield Case("activation_name", "FusedConv", {"x": floats(1, 8, 5, 5), "w": floats(6, 8, 3, 3)}, {"activation": "Swirl"}), "activation 'Swirl' is not supported"
    yield Case("activation_parameters", "FusedConv", {"x": floats(1, 8, 5, 5), "w": floats(6, 8, 3, 3)}, {"activation": "Clip"}), "activation Clip has 0 parameters, expected 2"
    yield Case("batch_transpose", "FusedMatMul", {"x": floats(2, 3, 4), "w": floats(2, 4, 3)}, {"transBatchA": 1}), "transBatchA and transBatchB are not supported"
    yield Case("odd_gate", "BiasSplitGelu", {"x": floats(2, 5, 7), "b": floats(7)}), "a last dimension of known, even size"
    yield Case("heads", "MultiHeadAttention", {"q": x, "k": x, "v": x}, {"num_heads": 3}), "a width of 16 is not divisible into 3 heads"
    yield Case("zero_heads", "MultiHeadAttention", {"q": x, "k": x, "v": x}, {"num_heads": 0}), "'num_heads' must be positive"
    yield Case("cache", "MultiHeadAttention", {"q": x, "k": x, "v": x, "n0": None, "n1": None, "n2": None, "past": floats(2, 2, 3, 8)}, {"num_heads": 2}), "a key/value cache is not supported"
    yield Case("lengths", "MultiHeadAttention", {"q": x, "k": x, "v": x, "n0": None, "mask": np.array([5, 4], np.int32)}, {"num_heads": 2}), "a mask of rank 1"
    yield Case("bias_width", "MultiHeadAttention", {"q": x, "k": x, "v": x, "b": floats(47)}, {"num_heads": 2}), "a bias of width 47"
    yield Case("sizes", "Attention", {"x": x, "w": floats(16, 48), "b": floats(48)}, {"num_heads": 2, "qkv_hidden_sizes": [16, 16, 17]}), "not made of qkv_hidden_sizes"
    yield Case("rotary", "Attention", {"x": x, "w": floats(16, 48), "b": floats(48)}, {"num_heads": 2, "do_rotary": 1}), "rotary embeddings"
    for name, equation, message in (("ellipsis", "...ij,jk->...ik", "(no ellipsis)"), ("diagonal", "iij,jk->ik", "'i' twice in one term"), ("terms", "bij->bij", "has 1 terms, but there are 2 inputs"),
                                    ("rank", "ij,jk->ik", "has rank 3, but equation"), ("unknown", "bij,bjk->bz", "'z' of the result is in no input"), ("digits", "b1j,bjk->bk", "only letters")):
        yield Case("einsum_" + name, "Einsum", {"x": floats(2, 2, 16), "w": floats(2, 16, 4)}, {"equation": equation}, domain=""), message
    yield Case("operands", "BiasGelu", {"x": x}), "input 1 is required but absent"
    yield Case("training_output", "SkipLayerNormalization", {"x": x, "s": x, **norm}, outputs=("y", "mean")), "output 1 ('mean') is used but not supported"


def errors(tools, index, case):
    """The relative error of each output of a case, by name."""
    own = Tools(tools.bin, tools.path(f"case_{index}"))
    model, plan = own.path("case.onnx"), own.path("case.plan")
    onnx.save(case.model(), model)
    outputs, feeds = case.results(), case.feeds()
    if case.expected:
        expected = dict(zip(outputs, case.expected(*[a for a in case.inputs.values() if a is not None])))
    else:
        expected = oracle(model, feeds, outputs)
    own.compile(model, plan)
    actual = own.run(plan, feeds, outputs)
    return {name: relative_l2(actual[name], expected[name]) for name in outputs}


def check_all(tools, report, chosen, workers):
    """Runs cases at the same time: the driver's compiler keeps one core busy."""
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(errors, tools, index, case) for index, case in enumerate(chosen)]
    for case, future in zip(chosen, futures):
        if future.exception():
            report.count(False, f"{case.name}: {future.exception()}")
            continue
        for name, error in future.result().items():
            report.check(f"{case.name}: {name}", error, BOUND)


def check_refused(tools, report, case, message):
    model = tools.path("refused.onnx")
    onnx.save(case.model(), model)
    done = subprocess.run([os.path.join(tools.bin, "burinc"), model, "--target", "cpu-pocl", "-o", tools.path("refused.plan"), "--quiet"], capture_output=True, text=True)
    good = done.returncode == 1 and message in done.stderr and case.op in done.stderr
    report.count(good, f"refuses {case.name}: {message}" if good else f"refuses {case.name}: exit {done.returncode}, {done.stderr[-300:]}")


def optimize_session(model, path):
    """What ONNX Runtime itself makes of a model for the CPU, without layouts of its own."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = path
    onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def optimize_transformers(model, path):
    """What the optimizer of transformer models makes of a UNet, for a GPU."""
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    fusion = FusionOptions("unet")
    fusion.enable_shape_inference = False  # the shapes are in the graph already
    optimized = optimizer.optimize_model(model, model_type="unet", num_heads=0, hidden_size=0, opt_level=0, optimization_options=fusion, use_gpu=True)
    optimized.save_model_to_file(path)


def check_optimized(tools, report, spelling, how, optimize):
    model, optimized, plan = tools.path("before.onnx"), tools.path("after.onnx"), tools.path("after.plan")
    onnx.save(onnx.shape_inference.infer_shapes(spellings.build(spelling)), model)
    optimize(model, optimized)
    fused = sorted({node.op_type for node in onnx.load(optimized).graph.node if node.domain == MICROSOFT})
    report.count(bool(fused), f"{spelling} after the {how} optimizer has {' '.join(fused)}")
    stats = tools.compile(optimized, plan)
    before = tools.compile(model, tools.path("before.plan"))["entries"]["main"]["kernels"]
    after = stats["entries"]["main"]["kernels"]
    report.count(abs(after - before) <= 1, f"{spelling} after the {how} optimizer: {after} kernels, {before} before")
    expected = oracle(model, spellings.inputs(), ["out"])["out"]
    report.check(f"{spelling} after the {how} optimizer", relative_l2(tools.run(plan, spellings.inputs(), ["out"])["out"], expected), BOUND)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--filter", default="")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    check_all(tools, report, [case for case in (*cases(), *einsum_cases()) if arguments.filter in case.name], arguments.workers)
    for case, message in refused():
        if arguments.filter in case.name:
            report.guard(case.name, lambda c=case, m=message: check_refused(tools, report, c, m))
    for spelling in ("ts14", "ts17", "dynamo20"):
        for how, optimize in (("session", optimize_session), ("transformer", optimize_transformers)):
            if arguments.filter in f"{spelling} {how}":
                report.guard(f"{spelling} {how}", lambda s=spelling, h=how, o=optimize: check_optimized(tools, report, s, h, o))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
