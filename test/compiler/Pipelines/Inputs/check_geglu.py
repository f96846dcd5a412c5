"""Gated units in many spellings, and what only looks like one.

    check_geglu.py WORK_FOLDER

Every case is a projection and a gate. A gated unit is one kernel with its
projection, whatever spells it; a near miss is not. Prints a line for each that
is otherwise, and how many cases there were.
"""
import json
import os
import subprocess
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper

# Wide enough for the bias to be a weight: a short one is a literal.
ROWS, INNER, WIDTH = 64, 64, 640


class Graph:
    def __init__(self):
        self.nodes, self.weights, self.random = [], [], np.random.default_rng(1)

    def op(self, kind, *inputs, outputs=1, domain="", **attributes):
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def const(self, values, dtype=np.float32):
        self.weights.append(numpy_helper.from_array(np.array(values, dtype), f"w{len(self.weights)}"))
        return self.weights[-1].name

    def weight(self, *shape):
        return self.const(self.random.standard_normal(shape) * 0.1)

    def project(self, bias=True, width=2 * WIDTH, x="x"):
        y = self.op("MatMul", x, self.weight(INNER, width))
        return self.op("Add", y, self.weight(width)) if bias else y

    def slice(self, x, start, end, axis=2, step=1):
        return self.op("Slice", x, *(self.const([v], np.int64) for v in (start, end, axis, step)))

    def halves(self, x, axis=-1):
        return self.op("Split", x, outputs=2, axis=axis, num_outputs=2)

    def gelu(self, x):
        inner = self.op("Erf", self.op("Div", x, self.const(2 ** 0.5)))
        return self.op("Mul", self.op("Mul", x, self.op("Add", inner, self.const(1.0))), self.const(0.5))

    def silu(self, x):
        return self.op("Mul", x, self.op("Sigmoid", x))


def split(g):
    value, gate = g.halves(g.project())
    return g.op("Mul", value, g.gelu(gate))


def swapped_product(g):
    value, gate = g.halves(g.project())
    return g.op("Mul", g.gelu(gate), value)


def slices(g):
    y = g.project()
    return g.op("Mul", g.slice(y, 0, WIDTH), g.gelu(g.slice(y, WIDTH, 2 * WIDTH)))


def slices_from_the_end(g):
    y = g.project()
    return g.op("Mul", g.slice(y, 0, -WIDTH, -1), g.gelu(g.slice(y, -WIDTH, 1 << 62, -1)))


def gate_first(g):
    gate, value = g.halves(g.project())
    return g.op("Mul", g.gelu(gate), value)


def without_bias(g):
    value, gate = g.halves(g.project(bias=False))
    return g.op("Mul", value, g.gelu(gate))


def explicit_sizes(g):
    value, gate = g.op("Split", g.project(), g.const([WIDTH, WIDTH], np.int64), outputs=2, axis=2)
    return g.op("Mul", value, g.gelu(gate))


def native_gelu(g):
    value, gate = g.halves(g.project())
    return g.op("Mul", value, g.op("Gelu", gate))


def tanh_gelu(g):
    value, gate = g.halves(g.project())
    return g.op("Mul", value, g.op("Gelu", gate, approximate="tanh"))


def swiglu(g):
    value, gate = g.halves(g.project())
    return g.op("Mul", value, g.silu(gate))


def computed_sizes(g):
    y = g.project()
    half = g.op("Div", g.op("Gather", g.op("Shape", y), g.const([2], np.int64), axis=0), g.const([2], np.int64))
    end = g.op("Mul", half, g.const([2], np.int64))
    axis = g.const([2], np.int64)
    return g.op("Mul", g.op("Slice", y, g.const([0], np.int64), half, axis), g.gelu(g.op("Slice", y, half, end, axis)))


def bias_split_gelu(g):
    return g.op("BiasSplitGelu", g.project(bias=False), g.weight(2 * WIDTH), domain="com.microsoft")


def gated_linear_unit(g):
    value, gate = g.halves(g.project())
    return g.op("Mul", value, g.op("Sigmoid", gate))


def fused_matmul(g):
    y = g.op("FusedMatMul", "x", g.weight(2 * WIDTH, INNER), domain="com.microsoft", transB=1)
    value, gate = g.halves(y)
    return g.op("Mul", value, g.gelu(gate))


# Near misses: none may become a unit of one kernel.

def projection_used(g):
    y = g.project()
    value, gate = g.halves(y)
    return g.op("Concat", g.op("Mul", value, g.gelu(gate)), y, axis=2)


def halves_of_rows(g):
    value, gate = g.halves(g.project(), axis=1)
    return g.op("Mul", value, g.gelu(gate))


def overlapping(g):
    y = g.project()
    return g.op("Mul", g.slice(y, 0, WIDTH), g.gelu(g.slice(y, WIDTH - 8, 2 * WIDTH - 8)))


def two_projections(g):
    return g.op("Mul", g.project(width=WIDTH), g.gelu(g.project(width=WIDTH)))


def other_input(g):
    value, gate = g.halves(g.project())
    other, _ = g.halves(g.project(x="z"))
    return g.op("Mul", g.op("Mul", value, other), g.gelu(gate))


def reduced_gate(g):
    value, gate = g.halves(g.project())
    return g.op("Mul", value, g.op("Softmax", gate, axis=-1))


def reduced_value(g):
    value, gate = g.halves(g.project())
    mean = g.op("ReduceMean", value, g.const([-1], np.int64))
    return g.op("Mul", g.op("Sub", value, mean), g.gelu(gate))


def product_of_products(g):
    value, gate = g.halves(g.project())
    return g.op("MatMul", value, g.op("Transpose", g.gelu(gate), perm=[0, 2, 1]))


def gate_used(g):
    value, gate = g.halves(g.project())
    gate = g.gelu(gate)
    return g.op("Concat", g.op("Mul", value, gate), gate, axis=2)


def normalized_projection(g):
    y = g.op("LayerNormalization", g.project(), g.weight(2 * WIDTH), g.weight(2 * WIDTH), axis=-1)
    value, gate = g.halves(y)
    return g.op("Mul", value, g.gelu(gate))


UNITS = [split, swapped_product, slices, slices_from_the_end, gate_first, without_bias, explicit_sizes, native_gelu, tanh_gelu, swiglu, computed_sizes,
         bias_split_gelu, gated_linear_unit, fused_matmul]
NEAR_MISSES = [projection_used, halves_of_rows, overlapping, two_projections, other_input, reduced_gate, reduced_value, product_of_products, gate_used, normalized_projection]


def kernels(build, work):
    g = Graph()
    g.nodes.append(helper.make_node("Identity", [build(g)], ["y"]))
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, ROWS, INNER]) for name in ("x", "z")]
    graph = helper.make_graph(g.nodes, build.__name__, inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], g.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)])
    path, stats = os.path.join(work, "gate.onnx"), os.path.join(work, "gate.json")
    model.ir_version = 10
    with open(path, "wb") as file:
        file.write(model.SerializeToString())
    subprocess.run(["burinc", path, "--target", "opencl-generic", "-o", os.path.join(work, "gate.plan"), "--quiet", "--stats", stats], check=True)
    with open(stats) as file:
        return json.load(file)["entries"]["main"]["kernels"]


def main():
    work = sys.argv[1]
    os.makedirs(work, exist_ok=True)
    for build in UNITS:
        count = kernels(build, work)
        if count != 1:
            print(f"WRONG {build.__name__}: {count} kernels, expected 1")
    for build in NEAR_MISSES:
        count = kernels(build, work)
        if count < 2:
            print(f"WRONG {build.__name__}: {count} kernels, expected more")
    print(f"{len(UNITS)} gated units, {len(NEAR_MISSES)} near misses")


if __name__ == "__main__":
    main()
