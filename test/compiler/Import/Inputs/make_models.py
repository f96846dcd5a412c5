"""Small models in old and new operator forms: make_models.py NAME FILE."""
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper

F32, I64 = TensorProto.FLOAT, TensorProto.INT64
node = helper.make_node


def value(name, shape, dtype=F32):
    return helper.make_tensor_value_info(name, dtype, shape)


def model(opset, nodes, shape=(2, 3, 4), initializers=(), outputs=("y",), inputs=None, functions=(), extra=()):
    graph = helper.make_graph(nodes, "g", inputs or [value("x", shape)], [value(o, None) for o in outputs], list(initializers))
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset), *extra], functions=list(functions))
    proto.ir_version = 9
    return proto


def array(name, values, dtype=np.float32):
    return numpy_helper.from_array(np.array(values, dtype), name)


def basic():
    """Dynamic dimensions, a large weight, a small weight, absent operands, a default input."""
    return model(18, [node("MatMul", ["x", "w"], ["m"], name="/proj/MatMul"), node("Clip", ["m", "", "hi"], ["y"])],
                 inputs=[value("x", ["batch", None, 32]), value("hi", [])],
                 initializers=[array("w", np.ones((32, 16))), array("hi", 6.0)])


def typed():
    """A long float_data list is referred to in place, like raw data."""
    return model(18, [node("Add", ["x", "w"], ["y"])], shape=(512,),
                 initializers=[helper.make_tensor("w", F32, [512], [0.5] * 512)])


def double():
    return model(14, [node("Cast", ["x"], ["d"], to=TensorProto.DOUBLE), node("Mul", ["d", "two"], ["e"]), node("Cast", ["e"], ["y"], to=F32)],
                 initializers=[array("two", 2.0, np.float64)])


def opset9():
    return model(9, [node("Slice", ["x"], ["s"], starts=[0], ends=[2], axes=[1]), node("Clip", ["s"], ["c"], min=0.0, max=6.0),
                     node("Pad", ["c"], ["p"], pads=[0, 0, 1, 0, 0, 1], value=1.5), node("Upsample", ["p", "scales"], ["u"], mode="linear"),
                     node("Squeeze", ["u"], ["q"], axes=[0]), node("Dropout", ["q"], ["y", "mask"], ratio=0.5)],
                 shape=(1, 3, 4), initializers=[array("scales", [1.0, 2.0, 2.0])])


def opset11():
    return model(11, [node("Softmax", ["x"], ["a"]), node("Softmax", ["a"], ["b"], axis=2), node("Unsqueeze", ["b"], ["c"], axes=[0]),
                      node("ReduceMean", ["c"], ["d"], axes=[-1]), node("Split", ["d"], ["e", "y"], axis=1, split=[1, 1])])


def group_norm():
    return model(18, [node("GroupNormalization", ["x", "s", "s"], ["y"], num_groups=2)], shape=(1, 6, 4), initializers=[array("s", [1.0, 2.0])])


def function():
    """A local function with an attribute parameter, called twice."""
    body = node("LeakyRelu", ["a"], ["b"])
    body.attribute.add(name="alpha", ref_attr_name="slope", type=1)
    local = helper.make_function("local", "Leak", ["a"], ["b"], [body], [helper.make_opsetid("", 18)], ["slope"])
    return model(18, [node("Leak", ["x"], ["m"], domain="local", slope=0.25), node("Leak", ["m"], ["y"], domain="local")],
                 functions=[local], extra=[helper.make_opsetid("local", 1)])


def missing():
    tensor = TensorProto(name="w", data_type=F32, dims=[4], data_location=TensorProto.EXTERNAL)
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "weights.bin"
    return model(18, [node("Add", ["x", "w"], ["y"])], shape=(4,), initializers=[tensor])


if __name__ == "__main__":
    with open(sys.argv[2], "wb") as file:
        file.write(globals()[sys.argv[1]]().SerializeToString())
