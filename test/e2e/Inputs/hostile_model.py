"""Writes an ONNX model whose node names are markup: hostile_model.py OUTPUT."""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

NAME = "</script><img src=x onerror=console.log(1)><b-hostile>&amp;'\"`${1}<!--"
weight = numpy_helper.from_array(np.ones((16, 16), np.float32), "w")
nodes = [helper.make_node("Softmax", ["x"], ["s"], name=NAME, axis=-1),
         helper.make_node("MatMul", ["s", "w"], ["m"], name=NAME + "2"),
         helper.make_node("Softmax", ["m"], ["y"], name=NAME + "3", axis=-1)]
value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [4, 16]) for name in ("x", "y")]
graph = helper.make_graph(nodes, NAME, [value[0]], [value[1]], [weight])
onnx.save(helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)]), sys.argv[1])
