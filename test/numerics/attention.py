#!/usr/bin/env python3
"""Attention in every form against double precision.

One onnx.Attention per case, in the layout that networks use ([B, N, H * D],
heads split and merged around it) or with heads apart, compiled with
--attention=flash, partial and plain, run on the default device, compared with
numpy in f64. Head sizes are those of Stable Diffusion 1.x, 2.x, XL, its VAE and
CLIP; key lengths leave remainders; large logits, masks of -inf and rows without
any key test the running maximum. Ends with "N passed, N failed".
"""
import argparse
import re
import sys

import numpy as np
import onnx
from common import Report, Tools, relative_l2
from onnx import TensorProto, helper

BOUNDS = {"f32": 1e-5, "f16": 3e-3}
METHODS = ("flash", "partial", "plain")


def case(name, queries, keys, size, heads=2, batch=1, key_heads=None, value_size=None, causal=False, mask=None,
         scale=None, magnitude=1.0, merged=True, methods=METHODS, targets=("cpu-pocl", "opencl-generic"), fast=True):
    return dict(locals())


def cases():
    for size in (40, 64, 80, 96, 128, 160, 512):
        heads = 1 if size == 512 else 2
        yield case(f"self_d{size}", 48, 48, size, heads, fast=False)
        yield case(f"cross_d{size}", 64, 77, size, heads)
        yield case(f"causal_d{size}", 77, 77, size, heads, causal=True, fast=size == 64)
        yield case(f"long_d{size}", 1024, 256, size, 1, fast=False)
    for queries, keys in ((1, 1), (1, 77), (16, 1), (77, 16), (130, 77), (256, 256), (1024, 77)):
        yield case(f"lengths_{queries}_{keys}", queries, keys, 40, fast=keys == 1 or queries == 130)
    yield case("square_1024", 1024, 1024, 40, 2, fast=False)
    yield case("square_4096", 4096, 4096, 40, 1, methods=("flash",), fast=False)
    yield case("batch_heads", 33, 45, 40, 8, 2)
    yield case("heads_apart", 33, 45, 40, 4, 2, merged=False)
    yield case("grouped_heads", 20, 24, 32, 8, 2, key_heads=2, merged=False)
    yield case("value_size", 20, 24, 32, 4, value_size=48, merged=False)
    yield case("odd_size", 9, 11, 10, 3)
    yield case("odd_size_37", 9, 11, 37, 3)
    yield case("scale", 31, 77, 64, scale=0.37)
    yield case("causal_more_keys", 20, 50, 40, causal=True)
    yield case("causal_more_queries", 200, 70, 40, causal=True)
    yield case("large_logits", 64, 150, 40, magnitude=30.0)
    yield case("growing_logits", 40, 200, 40, magnitude="growing")
    for mask in ("float", "float_row", "bool", "bool_heads", "padding", "empty_rows", "causal_inf"):
        yield case(f"mask_{mask}", 50, 77, 40, 2, 2, mask=mask, fast=mask in ("float", "bool_heads", "empty_rows"))
    yield case("mask_even", 50, 80, 64, 2, 2, mask="float")
    yield case("mask_and_causal", 77, 77, 64, 2, 2, mask="float", causal=True)


def make_mask(kind, batch, heads, queries, keys, random):
    """A mask and its effect on scores, to be added."""
    if kind in ("float", "float_row"):
        shape = (batch, 1, queries, keys) if kind == "float" else (keys,)
        mask = (3 * random.standard_normal(shape)).astype(np.float32)
        if kind == "float_row":
            mask = np.broadcast_to(mask, (queries, keys)).copy()
        return mask, mask
    if kind == "padding":  # the last keys are not there
        mask = np.zeros((batch, 1, 1, keys), np.float32)
        mask[..., keys // 2:] = -np.inf
        return np.broadcast_to(mask, (batch, 1, queries, keys)).copy(), mask
    if kind == "causal_inf":
        mask = np.triu(np.full((queries, keys), -np.inf, np.float32), 1)
        return mask, mask
    shape = (1, heads, queries, keys) if kind == "bool_heads" else (queries, keys)
    mask = random.random(shape) < 0.6
    if kind == "empty_rows":
        mask[3:7] = False
    return mask, np.where(mask, 0.0, -np.inf)


def reference(q, k, v, effect, causal, scale):
    """[B, H, N, D] in double precision; rows that see no key are zero."""
    groups = q.shape[1] // k.shape[1]
    k, v = np.repeat(k, groups, 1).astype(np.float64), np.repeat(v, groups, 1).astype(np.float64)
    scores = np.einsum("bhqd,bhkd->bhqk", q.astype(np.float64), k) * scale
    if effect is not None:
        scores = scores + effect
    if causal:
        scores = np.where(np.tril(np.ones(scores.shape[-2:], bool)), scores, -np.inf)
    top = scores.max(-1, keepdims=True)
    weights = np.exp(scores - np.where(np.isinf(top), 0, top))
    total = weights.sum(-1, keepdims=True)
    return np.einsum("bhqk,bhkd->bhqd", weights / np.where(total == 0, 1, total), v)


def make_model(c, shapes, mask):
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()]
    names = list(shapes)
    if mask is not None:
        kind = TensorProto.BOOL if mask.dtype == bool else TensorProto.FLOAT
        inputs.append(helper.make_tensor_value_info("mask", kind, mask.shape))
        names.append("mask")
    attributes = {"is_causal": int(c["causal"])}
    if c["scale"]:
        attributes["scale"] = c["scale"]
    if c["merged"]:
        attributes.update(q_num_heads=c["heads"], kv_num_heads=c["key_heads"] or c["heads"])
    node = helper.make_node("Attention", names, ["y"], **attributes)
    graph = helper.make_graph([node], c["name"], inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)


def split(x, heads):
    batch, length, width = x.shape
    return x.reshape(batch, length, heads, width // heads).transpose(0, 2, 1, 3)


def make_operands(c, random):
    heads, key_heads, size = c["heads"], c["key_heads"] or c["heads"], c["size"]
    value_size = c["value_size"] or size
    operands = {}
    for name, h, length, width in (("q", heads, c["queries"], size), ("k", key_heads, c["keys"], size),
                                   ("v", key_heads, c["keys"], value_size)):
        shape = (c["batch"], length, h * width) if c["merged"] else (c["batch"], h, length, width)
        operands[name] = random.standard_normal(shape).astype(np.float16).astype(np.float32)
    if c["magnitude"] == "growing":  # every block of keys has a new maximum
        operands["q"] = np.abs(operands["q"])
        ramp = np.linspace(-8, 8, c["keys"], dtype=np.float32).astype(np.float16).astype(np.float32)
        operands["k"] = np.broadcast_to(ramp[None, :, None], operands["k"].shape).copy()
    else:
        operands["q"] = (operands["q"] * c["magnitude"]).astype(np.float16).astype(np.float32)
    return operands


def check(tools, report, c, precisions, targets):
    random = np.random.default_rng(len(c["name"]) * 1000 + c["queries"] * 7 + c["keys"])
    operands = make_operands(c, random)
    heads, key_heads = c["heads"], c["key_heads"] or c["heads"]
    mask = effect = None
    if c["mask"]:
        mask, effect = make_mask(c["mask"], c["batch"], heads, c["queries"], c["keys"], random)
        if mask.dtype != bool:
            mask = effect = mask.astype(np.float16).astype(np.float32)
    apart = [split(x, h) if c["merged"] else x for x, h in zip(operands.values(), (heads, key_heads, key_heads))]
    expected = reference(*apart, effect, c["causal"], c["scale"] or 1 / np.sqrt(c["size"]))
    if c["merged"]:
        expected = expected.transpose(0, 2, 1, 3).reshape(c["batch"], c["queries"], -1)
    model = tools.path(c["name"] + ".onnx")
    onnx.save(make_model(c, {n: x.shape for n, x in operands.items()}, mask), model)
    feeds = dict(operands, mask=mask) if mask is not None else operands
    for precision in precisions:
        for target in targets:
            for method in c["methods"]:
                name = f"{c['name']} {precision} {target} {method}"
                plan = tools.path("attention.plan")

                def run(name=name, precision=precision, target=target, method=method):
                    tools.compile(model, plan, precision=precision, target=target, options=["--attention", method])
                    actual = tools.run(plan, feeds, ["y"])["y"]
                    report.check(name, relative_l2(actual, expected), BOUNDS[precision])
                    if method != "plain" and c["queries"] >= 1024:
                        found = tensors_of_scores(tools, model, precision, target, method, c)
                        report.count(not found, f"{name}: tensors of all scores {found}")

                report.guard(name, run)


def tensors_of_scores(tools, model, precision, target, method, c):
    """Types of the values between kernels that hold a score for every query and key."""
    outline = tools.path("attention.mlir")
    tools.call("burinc", model, "--target", target, "--precision", precision, "--attention", method,
               "--compile-to", "outline", "--quiet", "-o", outline)
    with open(outline) as file:
        calls = [line for line in file if " call @" in line]
    assert calls, "the outline has no kernels"
    found = set()
    for shape in re.findall(r"tensor<((?:\d+x)+)\w+>", "".join(calls)):
        extents = [int(extent) for extent in shape.split("x")[:-1]]
        # Heads, batch and queries may be merged; the keys are the last dimension.
        if extents[-1] == c["keys"] and np.prod(extents) >= c["batch"] * c["heads"] * c["queries"] * c["keys"]:
            found.add(shape)
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--all", action="store_true", help="also long sequences, and both precisions of everything")
    parser.add_argument("--filter", default="", help="only cases whose name contains this")
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    for i, c in enumerate(c for c in cases() if (c["fast"] or arguments.all) and arguments.filter in c["name"]):
        if not c["fast"] and report.leaves_out():
            continue
        if arguments.all and not report.leaves_out():
            check(tools, report, c, ("f32", "f16"), c["targets"])
        else:  # one precision and one target, in turns
            check(tools, report, c, [("f32", "f16")[i % 2]], [c["targets"][i // 2 % 2]])
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
