#!/usr/bin/env python3
"""Writes model files that a sound importer must refuse, one folder per case.

    make_hostile.py OUT

OUT/cases.json lists for each case the model file and a part of the message that
must be printed. Every case is one way in which real loaders were attacked or
broken: paths, offsets, shape arithmetic, wire format, graph structure, bombs.
"""
import json
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

F32, I64 = TensorProto.FLOAT, TensorProto.INT64
CASES = []


def case(expected):
    """Registers a function that writes one or several models into a folder."""
    def register(function):
        CASES.append((function.__name__, expected, function))
        return function
    return register


def value(name, dtype=F32, shape=(2, 4)):
    return helper.make_tensor_value_info(name, dtype, shape)


def model(nodes, inputs=None, outputs=None, initializers=(), opset=18, ir=9, functions=(), imports=()):
    graph = helper.make_graph(nodes, "g", inputs or [value("x")], outputs or [value("y", shape=None)], list(initializers))
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset), *imports], functions=list(functions))
    proto.ir_version = ir
    return proto


def relu(**keywords):
    return model([helper.make_node("Relu", ["x"], ["y"], name="r")], **keywords)


def save(folder, proto):
    data = proto if isinstance(proto, bytes) else proto.SerializeToString()
    with open(os.path.join(folder, "model.onnx"), "wb") as file:
        file.write(data)


def external(folder, entries, dims=(1024,), dtype=F32):
    """A model that adds an external tensor with the given entries."""
    tensor = TensorProto(name="w", data_type=dtype, dims=dims, data_location=TensorProto.EXTERNAL)
    for key, text in entries:
        entry = tensor.external_data.add()
        entry.key = key
        entry.value = text
    save(folder, model([helper.make_node("Add", ["x", "w"], ["y"], name="add")],
                       inputs=[value("x", shape=[1024])], initializers=[tensor]))


def weights(folder, name="w.bin", size=4096):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(b"\1" * size)


def path_case(name, location, expected):
    CASES.append((name, expected, lambda folder: external(folder, [("location", location)])))


# --- External paths ---------------------------------------------------------
path_case("path_absolute", "/etc/passwd", "is an absolute path")
path_case("path_windows", "C:\\w.bin", "is an absolute path")
path_case("path_backslash", "\\w.bin", "is an absolute path")
path_case("path_parent", "../secret.bin", "leaves the model's folder")
path_case("path_nested_parent", "a/../../secret.bin", "leaves the model's folder")
path_case("path_parent_backslash", "a\\..\\..\\secret.bin", "leaves the model's folder")
path_case("path_proc", "/proc/self/mem", "is an absolute path")
path_case("path_nul", "w.bin\0.txt", "contains a NUL byte")
path_case("path_empty", "", "is empty")
path_case("path_overlong", "w" * 5000, "longer than 4096 bytes")
path_case("path_missing", "nowhere.bin", "--synthetic-weights")
path_case("path_long_name", "w" * 300, "cannot be opened")


@case("is not UTF-8")
def path_not_utf8(folder):
    external(folder, [("location", "QQQQ.bin")])
    path = os.path.join(folder, "model.onnx")
    data = open(path, "rb").read()
    open(path, "wb").write(data.replace(b"QQQQ.bin", b"\xff\xfeQQ.bin"))


@case("symbolic link")
def path_symlink(folder):
    os.symlink("/etc/passwd", os.path.join(folder, "w.bin"))
    external(folder, [("location", "w.bin")])


@case("symbolic link")
def path_symlink_folder(folder):
    os.mkdir(os.path.join(folder, "real"))
    weights(os.path.join(folder, "real"))
    os.symlink("real", os.path.join(folder, "link"))
    external(folder, [("location", "link/w.bin")])


@case("more than one hard link")
def path_hardlink(folder):
    weights(folder, "other.bin")
    os.link(os.path.join(folder, "other.bin"), os.path.join(folder, "w.bin"))
    external(folder, [("location", "w.bin")])


@case("is not a regular file")
def path_fifo(folder):
    os.mkfifo(os.path.join(folder, "w.bin"))
    external(folder, [("location", "w.bin")])


@case("is not a regular file")
def path_folder(folder):
    os.mkdir(os.path.join(folder, "w.bin"))
    external(folder, [("location", "w.bin")])


# --- Offsets and lengths ----------------------------------------------------
def entry_case(name, entries, expected, **keywords):
    def write(folder):
        weights(folder)
        external(folder, [("location", "w.bin"), *entries], **keywords)
    CASES.append((name, expected, write))


entry_case("offset_negative", [("offset", "-1")], "no decimal number")
entry_case("offset_text", [("offset", "12x")], "no decimal number")
entry_case("offset_plus", [("offset", "+1")], "no decimal number")
entry_case("offset_too_big", [("offset", str(2**64))], "no decimal number")
entry_case("offset_wraps", [("offset", str(2**64 - 4096))], "past the end of any file")
entry_case("offset_past_end", [("offset", "1")], "which has 4096")
entry_case("length_negative", [("length", "-4096")], "no decimal number")
entry_case("length_short", [("length", "4092")], "its shape and type need 4096")
entry_case("length_long", [("length", str(2**63))], "its shape and type need 4096")
entry_case("entry_unknown_key", [("__class__", "x")], "unknown external data key '__class__'")
entry_case("entry_basepath", [("basepath", "/")], "unknown external data key 'basepath'")
entry_case("entry_twice", [("location", "v.bin")], "'location' twice")
entry_case("file_too_short", [], "which has 4096", dims=(1025,))


@case("names no external data location")
def entry_no_location(folder):
    external(folder, [("offset", "0")])


@case("overlap")
def tensors_overlap(folder):
    weights(folder, size=8192)
    tensors = []
    for name, offset in (("a", 0), ("b", 2048)):
        tensor = TensorProto(name=name, data_type=F32, dims=[1024], data_location=TensorProto.EXTERNAL)
        for key, text in (("location", "w.bin"), ("offset", str(offset)), ("length", "4096")):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, text
        tensors.append(tensor)
    save(folder, model([helper.make_node("Add", ["a", "b"], ["y"])], initializers=tensors))


# --- Shapes -----------------------------------------------------------------
def tensor_case(name, expected, **fields):
    def write(folder):
        tensor = TensorProto(name="w", **fields)
        save(folder, model([helper.make_node("Identity", ["w"], ["y"])], initializers=[tensor]))
    CASES.append((name, expected, write))


tensor_case("dims_product_overflow", "overflows 64 bits", data_type=F32, dims=[2**32, 2**32], raw_data=b"")
tensor_case("dims_byte_overflow", "overflows 64 bits", data_type=I64, dims=[2**61], raw_data=b"12345678")
tensor_case("dims_negative", "negative dimension", data_type=F32, dims=[-1], raw_data=b"1234")
tensor_case("dims_rank", "65 dimensions", data_type=F32, dims=[1] * 65, raw_data=b"1234")
tensor_case("raw_short", "has 7 bytes of data, but its shape and type need 8", data_type=F32, dims=[2], raw_data=b"1234567")
tensor_case("raw_and_typed", "more than one place", data_type=F32, dims=[1], raw_data=b"1234", float_data=[1.0])
tensor_case("typed_wrong_field", "field of another type", data_type=F32, dims=[1], int64_data=[1])
tensor_case("typed_short", "has 1 elements of data", data_type=F32, dims=[2], float_data=[1.0])
tensor_case("element_string", "unsupported element type STRING", data_type=TensorProto.STRING, dims=[1], string_data=[b"x"])
tensor_case("element_unknown", "unsupported element type number 99", data_type=99, dims=[1], raw_data=b"1")
tensor_case("element_double", "unsupported element type DOUBLE", data_type=TensorProto.DOUBLE, dims=[1024], raw_data=b"\0" * 8192)
tensor_case("double_too_big", "which f32 cannot hold", data_type=TensorProto.DOUBLE, dims=[1], double_data=[1e300])
tensor_case("segmented", "stored in segments", data_type=F32, dims=[1], segment=TensorProto.Segment(begin=0, end=1), raw_data=b"1234")


@case("negative dimension -3")
def input_negative(folder):
    save(folder, relu(inputs=[value("x", shape=[-3])]))


@case("overflows 64 bits")
def input_overflow(folder):
    save(folder, relu(inputs=[value("x", shape=[2**40, 2**40])]))


@case("declared as")
def output_lies(folder):
    save(folder, relu(outputs=[value("y", shape=[3, 3])]))


# --- Wire format ------------------------------------------------------------
@case("has 0 bytes")
def file_empty(folder):
    save(folder, b"")


@case("broken or cut off")
def file_random(folder):
    save(folder, b"\xff" * 4096)


@case("states no IR version")
def file_unknown_fields(folder):
    save(folder, b"\xf8\x7f\x01" * 300000)


@case("broken or cut off")
def file_nested(folder):
    # 10,000 nested GraphProto attributes: beyond any recursion limit.
    blob = b""
    for _ in range(3000):
        blob = b"\x32" + varint(len(blob)) + blob      # AttributeProto.g
        blob = b"\x2a" + varint(len(blob)) + blob      # NodeProto.attribute
        blob = b"\x0a" + varint(len(blob)) + blob      # GraphProto.node
    save(folder, b"\x08\x09\x3a" + varint(len(blob)) + blob)


@case("broken or cut off")
def file_huge_claim(folder):
    save(folder, b"\x08\x09\x3a\xff\xff\xff\xff\x07" + b"x" * 64)


@case("broken or cut off")
def file_group_tag(folder):
    save(folder, b"\x08\x09\x3c")


@case("no graph")
def file_no_graph(folder):
    save(folder, b"\x08\x09")


@case("IR version 99")
def ir_too_new(folder):
    save(folder, relu(ir=99))


def varint(number):
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


# --- Graph structure --------------------------------------------------------
@case("operator set 27")
def opset_too_new(folder):
    save(folder, relu(opset=27))


@case("operator set 1,")
def opset_too_old(folder):
    save(folder, relu(opset=1))


@case("no version of the default operator set")
def opset_absent(folder):
    proto = relu()
    del proto.opset_import[:]
    save(folder, proto)


@case("in two versions")
def opset_twice(folder):
    save(folder, relu(imports=[helper.make_opsetid("", 17)]))


def graph_case(name, expected, nodes, **keywords):
    CASES.append((name, expected, lambda folder: save(folder, model(nodes, **keywords))))


node = helper.make_node
graph_case("op_unknown", "node 'n' (Frobnicate): operator 'Frobnicate' is not supported", [node("Frobnicate", ["x"], ["y"], name="n")])
graph_case("op_domain", "domain 'com.example'", [node("Gelu", ["x"], ["y"], name="n", domain="com.example")])
graph_case("op_contrib", "operator 'Nothing' of domain 'com.microsoft'", [node("Nothing", ["x"], ["y"], name="n", domain="com.microsoft")])
graph_case("contrib_inputs", "has 3 inputs, at most 2", [node("BiasGelu", ["x", "x", "x"], ["y"], domain="com.microsoft")])
graph_case("contrib_absent", "input 1 is required but absent", [node("BiasGelu", ["x", ""], ["y"], domain="com.microsoft")])
graph_case("contrib_no_output", "has no output", [node("Gelu", ["x"], [], domain="com.microsoft")])
graph_case("contrib_attribute_kind", "attribute 'alpha' is no float", [node("QuickGelu", ["x"], ["y"], alpha=1, domain="com.microsoft")])
graph_case("contrib_heads", "'num_heads' must be positive", [node("MultiHeadAttention", ["x", "x", "x"], ["y"], num_heads=-(1 << 63), domain="com.microsoft")])
graph_case("contrib_groups", "", [node("GroupNorm", ["x", "x", "x"], ["y"], groups=-1, activation=0, domain="com.microsoft")])
graph_case("einsum_equation", "Einsum", [node("Einsum", ["x"], ["y"], equation="->" * 50000)])
graph_case("einsum_bytes", "only letters are supported", [node("Einsum", ["x"], ["y"], equation="\xff\x01->")])
graph_case("einsum_commas", "but there are 1 inputs", [node("Einsum", ["x"], ["y"], equation="," * 50000)])
graph_case("contrib_sizes", "qkv_hidden_sizes", [node("Attention", ["x", "x"], ["y"], num_heads=1, qkv_hidden_sizes=[(1 << 62), (1 << 62), 2], domain="com.microsoft")])
graph_case("cycle", "has a cycle or is not sorted", [node("Add", ["x", "b"], ["a"]), node("Relu", ["a"], ["b"]), node("Relu", ["b"], ["y"])])
graph_case("self_cycle", "has a cycle or is not sorted", [node("Add", ["x", "y"], ["y"])])
graph_case("undefined_input", "which no node, input or initializer defines", [node("Relu", ["z"], ["y"])])
graph_case("duplicate_output", "already defined", [node("Relu", ["x"], ["y"]), node("Relu", ["x"], ["y"])])
graph_case("redefined_input", "already defined", [node("Relu", ["x"], ["x"]), node("Relu", ["x"], ["y"])])
graph_case("undefined_output", "graph output: reads 'y'", [node("Relu", ["x"], ["z"])])
graph_case("too_many_inputs", "has 2 inputs, at most 1", [node("Relu", ["x", "x"], ["y"])])
graph_case("too_few_inputs", "input 1 is required but absent", [node("Add", ["x"], ["y"])])
graph_case("required_empty", "input 0 is required but absent", [node("Add", ["", "x"], ["y"])])
graph_case("no_outputs", "has no output", [node("Relu", ["x"], []), node("Relu", ["x"], ["y"])])
graph_case("attribute_unknown", "attribute 'beta' is unknown", [node("Relu", ["x"], ["y"], beta=1.0)])
graph_case("attribute_internal", "attribute 'channels_last' is unknown", [node("Conv", ["x", "x"], ["y"], channels_last=1)])
graph_case("attribute_type", "attribute 'axis'", [node("Softmax", ["x"], ["y"], axis=1.5)])
graph_case("attribute_missing", "has no attribute 'to'", [node("Cast", ["x"], ["y"])])
graph_case("axis_range", "axis 7 is out of range", [node("Softmax", ["x"], ["y"], axis=7)])
graph_case("training", "training_mode", [node("BatchNormalization", ["x"] * 5, ["y"], training_mode=1)])
graph_case("cast_string", "unsupported element type STRING", [node("Cast", ["x"], ["y"], to=8)])
graph_case("cast_huge", "unsupported element type number -1", [node("Cast", ["x"], ["y"], to=2**40 + 1)])
graph_case("subgraph", "not supported", [node("If", ["x"], ["y"], then_branch=helper.make_graph([], "a", [], []), else_branch=helper.make_graph([], "b", [], []))])
graph_case("subgraph_known_op", "unsupported type subgraph", [node("Relu", ["x"], ["y"], body=helper.make_graph([], "a", [], []))])
graph_case("split_flood", "has 2000 outputs", [node("Split", ["x"], ["y"] + [f"o{i}" for i in range(1999)])])
graph_case("broadcast", "cannot broadcast [2, 4] with [3]", [node("Add", ["x", "c"], ["y"])], initializers=[numpy_helper.from_array(np.zeros(3, np.float32), "c")])
graph_case("mixed_types", "mixes element types", [node("Add", ["x", "c"], ["y"])], initializers=[numpy_helper.from_array(np.zeros(4, np.int64), "c")])
graph_case("duplicate_initializer", "already defined", [node("Add", ["c", "c"], ["y"])], initializers=[numpy_helper.from_array(np.zeros(4, np.float32), "c")] * 2)
graph_case("duplicate_input", "input 'x' twice", [node("Relu", ["x"], ["y"])], inputs=[value("x"), value("x")])
graph_case("constant_two_values", "one attribute", [node("Constant", [], ["y"], value_int=1, value_float=1.0)])

@case("outside of a function")
def attribute_reference(folder):
    proto = model([helper.make_node("Softmax", ["x"], ["y"])])
    attribute = proto.graph.node[0].attribute.add(name="axis", type=onnx.AttributeProto.INT)
    attribute.ref_attr_name = "axis"
    save(folder, proto)


def function(name, nodes):
    return helper.make_function("local", name, ["a"], ["b"], nodes, [helper.make_opsetid("", 18), helper.make_opsetid("local", 1)])


def call(name, a="a", b="b"):
    return helper.make_node(name, [a], [b], domain="local")


LOCAL = [helper.make_opsetid("local", 1)]
graph_case("function_recursion", "calls itself", [call("F", "x", "y")], functions=[function("F", [call("F")])], imports=LOCAL)
graph_case("function_mutual", "calls itself", [call("F", "x", "y")],
           functions=[function("F", [call("G")]), function("G", [call("F")])], imports=LOCAL)
graph_case("function_depth", "more than 64 deep", [call("F0", "x", "y")],
           functions=[function(f"F{i}", [call(f"F{i + 1}")]) for i in range(80)] + [function("F80", [helper.make_node("Relu", ["a"], ["b"])])], imports=LOCAL)
graph_case("function_bomb", "nodes after inlining", [call("F0", "x", "y")],
           functions=[function(f"F{i}", [call(f"F{i + 1}", "a", "m"), call(f"F{i + 1}", "m", "b")]) for i in range(40)]
           + [function("F40", [helper.make_node("Relu", ["a"], ["b"])])], imports=LOCAL)
graph_case("function_twice", "defines the function 'F' twice", [call("F", "x", "y")], functions=[function("F", [helper.make_node("Relu", ["a"], ["b"])])] * 2, imports=LOCAL)


# --- Resource bombs ---------------------------------------------------------
def ints(name, values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


BOMB = "of more than 64 GiB"
graph_case("bomb_constant_of_shape", BOMB, [node("ConstantOfShape", ["s"], ["y"])], initializers=[ints("s", [10**6, 10**6])])
graph_case("bomb_expand", BOMB, [node("Expand", ["x", "s"], ["y"])], initializers=[ints("s", [10**12, 2, 4])])
graph_case("bomb_tile", BOMB, [node("Tile", ["x", "s"], ["y"])], initializers=[ints("s", [10**6, 10**6])])
graph_case("bomb_range", BOMB, [node("Range", ["a", "b", "c"], ["y"])], outputs=[value("y", I64, None)],
           initializers=[numpy_helper.from_array(np.array(v, np.int64), k) for k, v in (("a", 0), ("b", 10**12), ("c", 1))])
graph_case("bomb_range_wrap", "overflows 64 bits", [node("Range", ["a", "b", "c"], ["y"])], outputs=[value("y", I64, None)],
           initializers=[numpy_helper.from_array(np.array(v, np.int64), k) for k, v in (("a", -2**63), ("b", 2**63 - 1), ("c", 1))])
graph_case("bomb_pad", "overflowing size", [node("Pad", ["x", "s"], ["y"])], initializers=[ints("s", [0, 2**63 - 1, 0, 2**63 - 1])])
graph_case("bomb_resize", BOMB, [node("Resize", ["x", "", "", "s"], ["y"])], initializers=[ints("s", [10**6, 10**6])])
graph_case("bomb_constant_of_shape_overflow", "overflows 64 bits", [node("ConstantOfShape", ["s"], ["y"])], initializers=[ints("s", [2**32, 2**32])])
graph_case("bomb_shape_list", "more than 64", [node("ConstantOfShape", ["s"], ["y"])], initializers=[ints("s", [1] * 1000)])
graph_case("negative_shape", "negative dimension", [node("ConstantOfShape", ["s"], ["y"])], initializers=[ints("s", [-5])])


@case("more than 131072 nodes")
def bomb_nodes(folder):
    one = model([helper.make_node("Relu", ["x"], ["y"])])
    blob = b"".join(b"\x0a" + varint(len(n)) + n for n in (
        helper.make_node("Relu", ["x"], [f"v{i}"]).SerializeToString() for i in range(131073)))
    graph = one.graph.SerializeToString() + blob
    one.ClearField("graph")
    save(folder, one.SerializeToString() + b"\x3a" + varint(len(graph)) + graph)


def main(out):
    records = []
    for name, expected, write in CASES:
        folder = os.path.join(out, name)
        os.makedirs(folder)
        write(folder)
        records.append({"name": name, "file": os.path.join(name, "model.onnx"), "expected": expected})
    assert len({r["name"] for r in records}) == len(records), "duplicate case name"
    with open(os.path.join(out, "cases.json"), "w") as file:
        json.dump(records, file, indent=1)
    print(len(records), "cases")


if __name__ == "__main__":
    main(sys.argv[1])
