"""Small models in old and new operator forms: make_models.py NAME FILE."""
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper

F32, I64 = TensorProto.FLOAT, TensorProto.INT64
node = helper.make_node


def value(name, shape, dtype=F32):
    return helper.make_tensor_value_info(name, dtype, shape)


def model(opset, nodes, shape=(2, 3, 4), initializers=(), outputs=("y",), inputs=None, functions=(), extra=(), dtype=F32):
    graph = helper.make_graph(nodes, "g", inputs or [value("x", shape)], [value(o, None, dtype) for o in outputs], list(initializers))
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


MICROSOFT = "com.microsoft"


def contrib(nodes, shape, initializers=(), inputs=None, dtype=F32):
    return model(17, [node(n[0], n[1], n[2], domain=MICROSOFT, **(n[3] if len(n) > 3 else {})) for n in nodes], shape, initializers,
                 inputs=inputs, extra=[helper.make_opsetid(MICROSOFT, 1)], dtype=dtype)


def contrib_norms():
    """GroupNorm with parameters of another type, and a skip whose sum is used."""
    return contrib([("GroupNorm", ["x", "g", "b"], ["h"], {"groups": 2, "activation": 1, "epsilon": 1e-6}),
                    ("SkipGroupNorm", ["h", "g", "b", "s", "b"], ["n", "sum"], {"groups": 2, "activation": 0}),
                    ("SkipLayerNormalization", ["n", "sum", "h16"], ["y"])], (1, 4, 4, 4),
                   [array("g", np.ones(4)), array("b", np.zeros(4)), array("h16", np.ones(4), np.float16)],
                   inputs=[value("x", (1, 4, 4, 4), TensorProto.FLOAT16), value("s", (1, 4), TensorProto.FLOAT16)], dtype=TensorProto.FLOAT16)


def contrib_gates():
    return contrib([("BiasSplitGelu", ["x", "b"], ["h"]), ("BiasAdd", ["h", "c", "h"], ["i"]), ("FastGelu", ["i", "c"], ["j"]), ("QuickGelu", ["j"], ["y"])],
                   (2, 3, 8), [array("b", np.ones(8)), array("c", np.ones(4))])


def contrib_products():
    return contrib([("FusedMatMul", ["x", "w"], ["m"], {"transB": 1, "alpha": 0.5}), ("NhwcConv", ["m", "k", "b"], ["c"], {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}),
                    ("FusedConv", ["c", "f", "", "c"], ["y"], {"activation": "Clip", "activation_params": [0.0, 6.0]})], (1, 5, 5, 8),
                   [array("w", np.ones((8, 8))), array("k", np.ones((6, 3, 3, 8))), array("b", np.ones(6)), array("f", np.ones((5, 5, 1, 1)))])


def contrib_attention():
    """Packed keys and values, a bias and a mask; Q, K and V projected by the operator."""
    return contrib([("MultiHeadAttention", ["x", "kv"], ["a"], {"num_heads": 2}),
                    ("MultiHeadAttention", ["a", "a", "a", "b", "mask"], ["c"], {"num_heads": 2, "scale": 0.5, "mask_filter_value": -9.0}),
                    ("Attention", ["c", "w", "b"], ["y"], {"num_heads": 4, "unidirectional": 1})], (2, 3, 8),
                   [array("b", np.ones(24)), array("w", np.ones((8, 24)))],
                   inputs=[value("x", (2, "n", 8)), value("kv", (2, 5, 2, 2, 4)), value("mask", (2, "n"), TensorProto.INT32)])


def contrib_rank():
    """A mask that lists lengths."""
    return contrib([("MultiHeadAttention", ["x", "x", "x", "", "mask"], ["y"], {"num_heads": 2})], (2, 3, 8),
                   inputs=[value("x", (2, 3, 8)), value("mask", (2,), TensorProto.INT32)])


def contrib_unknown():
    return contrib([("MatMulNBits", ["x", "x"], ["y"])], (2, 3, 8))


def einsum_scores():
    """Attention as Flax models have it."""
    return model(17, [node("Einsum", ["q", "k"], ["s"], equation="bqhd,bkhd->bhqk"), node("Softmax", ["s"], ["p"]), node("Einsum", ["p", "v"], ["y"], equation="bhqk,bkhd->bqhd")],
                 inputs=[value("q", (2, 5, 3, 4)), value("k", (2, "n", 3, 4)), value("v", (2, "n", 3, 4))])


def einsum_heads():
    return model(17, [node("Einsum", ["x", "w"], ["y"], equation="bsd,dhk->bshk")], (2, 5, 4), inputs=[value("x", (2, 5, 4)), value("w", (4, 3, 6))])


def einsum_sums():
    return model(17, [node("Einsum", ["x", "w"], ["y"], equation="ijk,l->ijl")], inputs=[value("x", (2, 5, 4)), value("w", (6,))])


def einsum_unknown_sizes():
    return model(17, [node("Einsum", ["x", "w"], ["y"], equation="bsd,dhk->bshk")], inputs=[value("x", ("b", "s", 4)), value("w", (4, 3, 6))])


if __name__ == "__main__":
    with open(sys.argv[2], "wb") as file:
        file.write(globals()[sys.argv[1]]().SerializeToString())
