"""Compiles attention of long sequences for every shipped target.

Prints a line per target and shape, and 'scores' where the arena could hold all
scores of one head. Shapes are those of Stable Diffusion 1.x, 2.x and XL, of the
VAE (d 512) and of newer transformers (d 96, 128).
"""
import json
import os
import subprocess
import sys

import onnx
from onnx import TensorProto, helper

SHAPES = [(4096, 4096, 1, 40), (4096, 77, 1, 40), (1024, 1024, 2, 64), (1024, 1024, 2, 80), (1024, 77, 2, 80),
          (1024, 1024, 1, 96), (1024, 1024, 1, 128), (1024, 1024, 1, 160), (4096, 4096, 1, 512)]


def write_model(path, queries, keys, heads, size):
    shapes = {"q": (1, queries, heads * size), "k": (1, keys, heads * size), "v": (1, keys, heads * size)}
    node = helper.make_node("Attention", list(shapes), ["y"], q_num_heads=heads, kv_num_heads=heads)
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    graph = helper.make_graph([node], "attention", inputs,
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, shapes["q"])])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10), path)


def main():
    stem = sys.argv[1]
    targets = subprocess.run(["burinc", "--list-targets"], capture_output=True, text=True, check=True).stdout.split()
    for queries, keys, heads, size in SHAPES:
        write_model(stem + ".onnx", queries, keys, heads, size)
        for target in targets:
            subprocess.run(["burinc", stem + ".onnx", "--target", target, "-o", stem + ".plan", "--quiet",
                            "--stats", stem + ".json"], check=True)
            with open(stem + ".json") as file:
                stats = json.load(file)
            arena, kernels = stats["arena_bytes"], stats["entries"]["main"]["kernels"]
            held = " scores" if arena >= queries * keys * 2 else ""
            print(f"{target}: {queries} x {keys}, d {size}: {kernels} kernels, arena {arena}{held}")
    for name in (".onnx", ".plan", ".json"):
        os.remove(stem + name)
    print("all targets")


if __name__ == "__main__":
    main()
