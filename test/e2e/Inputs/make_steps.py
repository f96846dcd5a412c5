#!/usr/bin/env python3
"""make_steps.py OUT.onnx [NODE]: four nodes, `divide` by an input; the weight of NODE (first or last) is another."""
import sys

import numpy as np
import onnx
from onnx import helper, numpy_helper

out, other = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
random = np.random.default_rng(0)


def weight(node, *shape):
    values = random.standard_normal(shape).astype(np.float32)
    return numpy_helper.from_array(values * (1.5 if node == other else 1), node + ".weight")


weights = [weight("first", 16, 32), weight("last", 32, 8)]
nodes = [helper.make_node("MatMul", ["x", "first.weight"], ["a"], name="first"),
         helper.make_node("Softmax", ["a"], ["b"], name="soften", axis=-1),
         helper.make_node("Div", ["b", "s"], ["c"], name="divide"),
         helper.make_node("Softmax", ["c"], ["d"], name="again", axis=-1),
         helper.make_node("MatMul", ["d", "last.weight"], ["y"], name="last")]
shapes = {"x": [4, 16], "s": [1, 32]}
inputs = [helper.make_tensor_value_info(name, 1, shape) for name, shape in shapes.items()]
graph = helper.make_graph(nodes, "main", inputs, [helper.make_tensor_value_info("y", 1, [4, 8])], weights)
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), out)
for name, value in (("ones", 1.0), ("zero", 0.0), ("nan", np.nan)):
    divisor = np.ones(shapes["s"], np.float32)
    divisor[0, 5] = value
    np.save(f"{out}.{name}.npy", divisor)
np.save(out + ".x.npy", random.standard_normal(shapes["x"]).astype(np.float32))
