"""Writes a cross-attention of 1024 queries and 77 keys with two heads of 40."""
import sys

import onnx
from onnx import TensorProto, helper

shapes = {"q": (1, 1024, 80), "k": (1, 77, 80), "v": (1, 77, 80)}
node = helper.make_node("Attention", list(shapes), ["y"], q_num_heads=2, kv_num_heads=2)
graph = helper.make_graph(
    [node], "attention",
    [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, (1, 1024, 80))])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10), sys.argv[1])
