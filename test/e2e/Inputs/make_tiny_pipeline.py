"""Writes a diffusers folder of three tiny networks: make_tiny_pipeline.py EMOJI_MODEL OUT.

Tokenizer, scheduler and configs are the emoji model's; the networks are a few
ops each, whose output depends on all of their inputs.
"""
import os
import shutil
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

source, target = sys.argv[1:3]
generator = np.random.default_rng(0)
node = helper.make_node


def weight(name, *shape, scale=1.0):
    return numpy_helper.from_array((scale * generator.standard_normal(shape)).astype(np.float32), name)


def numbers(name, values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def value(name, shape, dtype=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, dtype, shape)


def save(network, nodes, inputs, outputs, weights):
    model = helper.make_model(helper.make_graph(nodes, network, inputs, outputs, weights),
                              opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    folder = os.path.join(target, network)
    os.makedirs(folder)
    onnx.save(model, os.path.join(folder, "model.onnx"))
    shutil.copy(os.path.join(source, network, "config.json"), folder)


os.makedirs(target)
for name in ("tokenizer", "scheduler"):
    shutil.copytree(os.path.join(source, name), os.path.join(target, name))
shutil.copy(os.path.join(source, "model_index.json"), target)
save("text_encoder",
     [node("Gather", ["table", "input_ids"], ["last_hidden_state"], name="embed")],
     [value("input_ids", ["batch", "sequence"], TensorProto.INT32)],
     [value("last_hidden_state", ["batch", "sequence", 8])],
     [weight("table", 2048, 8)])
save("unet",
     [node("Conv", ["sample", "w", "b"], ["c"], name="conv", pads=[1, 1, 1, 1]),
      node("ReduceMean", ["encoder_hidden_states"], ["mean"], name="mean", axes=[1, 2]),
      node("Reshape", ["mean", "column"], ["m"], name="column_of_means"),
      node("Mul", ["timestep", "thousandth"], ["t"], name="time"),
      node("Reshape", ["t", "single"], ["t4"], name="time_4d"),
      node("Add", ["c", "m"], ["s"], name="add_text"),
      node("Mul", ["s", "t4"], ["u"], name="scale"),
      node("Tanh", ["u"], ["v"], name="tanh"),
      node("Add", ["v", "sample"], ["out_sample"], name="residual")],
     [value("sample", ["batch", 4, "height", "width"]), value("timestep", ["steps"]),
      value("encoder_hidden_states", ["batch", "sequence", 8])],
     [value("out_sample", ["batch", 4, "height", "width"])],
     [weight("w", 4, 4, 3, 3, scale=0.2), weight("b", 4), numbers("column", [-1, 1, 1, 1]), numbers("single", [1, 1, 1, 1]),
      numpy_helper.from_array(np.array(1e-3, np.float32), "thousandth")])
save("vae_decoder",
     [node("Conv", ["latent_sample", "w", "b"], ["c"], name="conv", pads=[1, 1, 1, 1]),
      node("Mul", ["c", "tenth"], ["s"], name="scale"),
      node("Tanh", ["s"], ["sample"], name="tanh")],
     [value("latent_sample", ["batch", 4, "height", "width"])], [value("sample", ["batch", 3, "height", "width"])],
     [weight("w", 3, 4, 3, 3, scale=0.3), weight("b", 3), numpy_helper.from_array(np.array(0.1, np.float32), "tenth")])
