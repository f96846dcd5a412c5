"""Writes a tiny ONNX model: make_model.py KIND OUTPUT [options]."""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

kind, output = sys.argv[1:3]
generator = np.random.default_rng(0)


def weight(name, *shape):
    return numpy_helper.from_array(generator.standard_normal(shape).astype(np.float32), name)


def value(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


if kind == "mlp":
    nodes = [helper.make_node("MatMul", ["x", "w"], ["m"], name="project"),
             helper.make_node("Add", ["m", "b"], ["s"], name="shift"),
             helper.make_node("Softmax", ["s"], ["y"], name="normalise", axis=-1)]
    weights = [weight("w", 16, 32), weight("b", 32)]
    inputs, outputs = [value("x", ["batch", 16])], [value("y", ["batch", 32])]
elif kind == "prompted":
    nodes = [helper.make_node("MatMul", ["text", "w"], ["m"], name="project"),
             helper.make_node("Mul", ["x", "m"], ["y"], name="scale")]
    weights = [weight("w", 8, 32)]
    inputs, outputs = [value("x", ["batch", 32]), value("text", ["batch", 8])], [value("y", ["batch", 32])]
elif kind == "conv":
    nodes = [helper.make_node("Conv", ["x", "w", "b"], ["c"], name="conv", pads=[1, 1, 1, 1], strides=[2, 2]),
             helper.make_node("Sigmoid", ["c"], ["g"], name="gate"),
             helper.make_node("Mul", ["c", "g"], ["y"], name="swish")]
    weights = [weight("w", 8, 4, 3, 3), weight("b", 8)]
    inputs, outputs = [value("x", [1, 4, 8, 8])], [value("y", [1, 8, 4, 4])]
elif kind == "unet":
    nodes = [helper.make_node("Mul", ["sample", "timestep"], ["out_sample"], name="scale")]
    weights = []
    inputs, outputs = [value("sample", ["batch", 4, 8, 16]), value("timestep", [1])], [value("out_sample", ["batch", 4, 8, 16])]
elif kind in ("vae", "gray_vae"):
    channels = 3 if kind == "vae" else 1
    nodes = [helper.make_node("Conv", ["latent_sample", "w"], ["sample"], name="conv")]
    weights = [weight("w", channels, 4, 1, 1)]
    inputs, outputs = [value("latent_sample", [1, 4, 8, 16])], [value("sample", [1, channels, 8, 16])]
else:
    sys.exit("unknown kind " + kind)
model = helper.make_model(helper.make_graph(nodes, kind, inputs, outputs, weights),
                          opset_imports=[helper.make_opsetid("", 17)])
model.ir_version = 8
if "external" in sys.argv[3:]:
    onnx.save(model, output, save_as_external_data=True, location="weights.bin", size_threshold=0)
else:
    onnx.save(model, output)
