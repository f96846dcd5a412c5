"""One block of a diffusion network in the spellings of many exporters.

`build(spelling)` makes the same network every time: a time embedding, a residual
block, a transformer block with self-attention, cross-attention and GEGLU, and
nearest upsampling. Weights are the same too; only the operators differ.
"""
import numpy as np
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
BATCH, CHANNELS, SIZE, GROUPS, HEADS, KEYS, CONTEXT, TIME = 2, 32, 8, 4, 2, 7, 24, 64

# What each exporter writes, newest operators last. Keys are the parts of the
# network, values name a way to spell them (methods of Block).
SPELLINGS = {
    "ts11": {"opset": 11, "norm": "instance", "layer_norm": "primitive", "attention": "batched", "gelu": "erf", "geglu": "dynamic_slice", "upsample": "scales", "time": "flip", "constants": "nodes"},
    "ts14": {"opset": 14, "norm": "instance", "layer_norm": "primitive", "attention": "heads", "gelu": "erf", "geglu": "dynamic_slice", "upsample": "sizes", "time": "flip", "constants": "nodes"},
    "ts17": {"opset": 17, "norm": "instance", "layer_norm": "native", "attention": "split_scale", "gelu": "erf", "geglu": "slice", "upsample": "sizes", "time": "flip", "constants": "nodes"},
    "dynamo18": {"opset": 18, "norm": "instance", "layer_norm": "native", "attention": "split_scale", "gelu": "erf_reciprocal", "geglu": "split", "upsample": "scales_axes", "time": "direct", "constants": "initializers"},
    "dynamo20": {"opset": 20, "norm": "primitive", "layer_norm": "native", "attention": "heads", "gelu": "native", "geglu": "split", "upsample": "scales_axes", "time": "direct", "constants": "initializers"},
    "dynamo21": {"opset": 21, "norm": "native", "layer_norm": "native", "attention": "split_scale", "gelu": "native", "geglu": "split", "upsample": "scales_axes", "time": "direct", "constants": "initializers"},
    "dynamo23": {"opset": 23, "norm": "native", "layer_norm": "native", "attention": "native", "gelu": "native", "geglu": "split", "upsample": "scales_axes", "time": "direct", "constants": "initializers"},
    "opset9": {"opset": 9, "norm": "instance", "layer_norm": "primitive", "attention": "batched", "gelu": "erf", "geglu": "slice", "upsample": "upsample", "time": "computed", "constants": "nodes"},
    "by_hand": {"opset": 18, "norm": "reciprocal", "layer_norm": "product", "attention": "divided", "gelu": "expanded", "geglu": "reshaped", "upsample": "expand", "time": "computed", "constants": "identity"},
    "by_hand_tile": {"opset": 15, "norm": "primitive", "layer_norm": "power", "attention": "scaled_key", "gelu": "erf_reciprocal", "geglu": "split", "upsample": "tile", "time": "frequencies", "constants": "nodes"},
    "cast_islands": {"opset": 17, "norm": "instance", "layer_norm": "cast", "attention": "cast", "gelu": "erf", "geglu": "slice", "upsample": "sizes", "time": "flip", "constants": "nodes"},
    "einsum": {"opset": 14, "norm": "instance", "layer_norm": "moments", "attention": "einsum", "gelu": "erf", "geglu": "split", "upsample": "sizes", "time": "direct", "constants": "nodes"},
    "einsum_flax": {"opset": 17, "norm": "flax", "layer_norm": "moments", "attention": "einsum_flax", "gelu": "erf", "geglu": "split", "upsample": "gather", "time": "direct", "constants": "initializers"},
    "ort_fused": {"opset": 17, "norm": "microsoft", "layer_norm": "microsoft", "attention": "microsoft", "gelu": "microsoft", "geglu": "microsoft", "upsample": "scales", "time": "direct", "constants": "initializers"},
}


class Block:
    """Builds the graph node by node; values are names."""

    def __init__(self, spelling):
        self.spelling, self.opset = spelling, spelling["opset"]
        self.nodes, self.initializers, self.count = [], [], 0
        self.random = np.random.default_rng(5)

    # --- Nodes and constants

    def op(self, kind, *inputs, outputs=1, domain="", **attributes):
        names = [f"v{self.count + i}" for i in range(outputs)]
        self.count += outputs
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, name=f"{kind}_{self.count}", **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, values, dtype=np.float32):
        array = np.array(values, dtype)
        style = self.spelling["constants"]
        if style == "nodes":
            return self.op("Constant", value=numpy_helper.from_array(array))
        name = self.parameter(array)
        return self.op("Identity", name) if style == "identity" else name

    def parameter(self, array):
        """A weight: always an initializer."""
        name = f"w{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def weights(self, *shape, scale=None, shift=0.0):
        scale = 1 / np.sqrt(np.prod(shape[:-1])) if scale is None else scale
        return (self.random.standard_normal(shape) * scale + shift).astype(np.float32)

    def ints(self, *values):
        return self.constant(values, np.int64)

    def reshape(self, x, *shape):
        return self.op("Reshape", x, self.ints(*shape))

    def mean(self, x, *axes):
        if self.opset >= 18:
            return self.op("ReduceMean", x, self.ints(*axes), keepdims=1)
        return self.op("ReduceMean", x, axes=list(axes), keepdims=1)

    def unsqueeze(self, x, *axes):
        if self.opset >= 13:
            return self.op("Unsqueeze", x, self.ints(*axes))
        return self.op("Unsqueeze", x, axes=list(axes))

    def slice(self, x, start, end, axis):
        if self.opset >= 10:
            return self.op("Slice", x, self.ints(start), self.ints(end), self.ints(axis), self.ints(1))
        return self.op("Slice", x, starts=[start], ends=[end], axes=[axis])

    def halves(self, x, axis):
        if self.opset >= 18:
            return self.op("Split", x, outputs=2, axis=axis, num_outputs=2)
        return self.op("Split", x, outputs=2, axis=axis)

    def cast(self, x, to):
        return self.op("Cast", x, to=to)

    # --- Norms

    def normalize(self, x, axes, epsilon, how):
        """(x - mean) / sqrt(variance + epsilon)"""
        if how == "moments":
            mean = self.mean(x, *axes)
            variance = self.op("Sub", self.mean(self.op("Mul", x, x), *axes), self.op("Mul", mean, mean))
            deviation = self.op("Sqrt", self.op("Add", variance, self.constant(epsilon)))
            return self.op("Mul", self.op("Sub", x, mean), self.op("Reciprocal", deviation))
        centered = self.op("Sub", x, self.mean(x, *axes))
        if how in ("product", "reciprocal"):
            square = self.op("Mul", centered, centered)
        else:
            square = self.op("Pow", centered, self.constant(2.0))
        variance = self.mean(square, *axes)
        shifted = self.op("Add", *((variance, self.constant(epsilon)) if how != "product" else (self.constant(epsilon), variance)))
        if how == "power":
            return self.op("Mul", self.op("Pow", shifted, self.constant(-0.5)), centered)
        deviation = self.op("Sqrt", shifted)
        if how == "reciprocal":
            return self.op("Mul", centered, self.op("Reciprocal", deviation))
        if how == "product":
            return self.op("Mul", centered, self.op("Div", self.constant(1.0), deviation))
        return self.op("Div", centered, deviation)

    def norm(self, x, size, epsilon=1e-5, silu=False):
        gamma, beta = self.weights(CHANNELS, scale=0.2, shift=1.0), self.weights(CHANNELS, scale=0.2)
        how = self.spelling["norm"]
        if how == "microsoft":
            y = self.op("GroupNorm", self.op("Transpose", x, perm=[0, 2, 3, 1]), self.parameter(gamma), self.parameter(beta), domain=MICROSOFT,
                        epsilon=epsilon, groups=GROUPS, activation=int(silu), channels_last=1)
            return self.op("Transpose", y, perm=[0, 3, 1, 2])
        if how == "flax":
            y = self.flax_norm(x, size, gamma, beta, epsilon)
        elif how == "native":
            y = self.op("GroupNormalization", x, self.parameter(gamma), self.parameter(beta), epsilon=epsilon, num_groups=GROUPS)
        else:
            grouped = self.reshape(x, 0, GROUPS, -1)
            if how == "instance":
                y = self.op("InstanceNormalization", grouped, self.constant(np.ones(GROUPS)), self.constant(np.zeros(GROUPS)), epsilon=epsilon)
            else:
                y = self.normalize(grouped, [2] if how == "primitive" else [-1], epsilon, how)
            back = self.op("Shape", x) if self.spelling["opset"] < 17 else self.ints(BATCH, CHANNELS, size, size)
            y = self.op("Reshape", y, back)
            shape = (1, CHANNELS, 1, 1) if how == "reciprocal" else (CHANNELS, 1, 1)
            y = self.op("Mul", y, self.parameter(gamma.reshape(shape)))
            y = self.op("Add", self.parameter(beta.reshape(shape)), y)
        return self.silu(y) if silu else y

    def flax_norm(self, x, size, gamma, beta, epsilon):
        """Channels last, one factor and one term per element, split into groups."""
        split = (GROUPS, CHANNELS // GROUPS)
        g = self.reshape(self.op("Transpose", x, perm=[0, 2, 3, 1]), BATCH, size, size, *split)
        mean = self.mean(g, 1, 2, 4)
        variance = self.op("Max", self.op("Sub", self.mean(self.op("Mul", g, g), 1, 2, 4), self.op("Mul", mean, mean)), self.constant(0.0))
        deviation = self.op("Sqrt", self.op("Add", variance, self.constant(epsilon)))
        factor = self.op("Mul", self.op("Reciprocal", deviation), self.parameter(gamma.reshape(1, 1, 1, *split)))
        term = self.op("Sub", self.parameter(beta.reshape(1, 1, 1, *split)), self.op("Mul", mean, factor))
        y = self.reshape(self.op("Add", self.op("Mul", g, factor), term), BATCH, size, size, CHANNELS)
        return self.op("Transpose", y, perm=[0, 3, 1, 2])

    def silu(self, x):
        return self.op("Mul", x, self.op("Sigmoid", x))

    def layer_norm(self, x):
        gamma, beta = self.weights(CHANNELS, scale=0.2, shift=1.0), self.weights(CHANNELS, scale=0.2)
        how = self.spelling["layer_norm"]
        if how in ("native", "microsoft"):
            return self.op("LayerNormalization", x, self.parameter(gamma), self.parameter(beta), axis=-1, epsilon=1e-5)
        if how == "cast":
            x = self.cast(self.cast(x, TensorProto.FLOAT), TensorProto.FLOAT)
        y = self.normalize(x, [-1], 1e-5, how)
        return self.op("Add", self.op("Mul", y, self.parameter(gamma)), self.parameter(beta))

    # --- Products

    def linear(self, x, inputs, outputs, bias=True):
        y = self.op("MatMul", x, self.parameter(self.weights(inputs, outputs)))
        return self.op("Add", self.parameter(self.weights(outputs, scale=0.1)), y) if bias else y

    def gemm(self, x, inputs, outputs):
        return self.op("Gemm", x, self.parameter(np.ascontiguousarray(self.weights(inputs, outputs).T)), self.parameter(self.weights(outputs, scale=0.1)), transB=1)

    def conv(self, x, inputs, outputs, size):
        weight = self.weights(outputs, inputs, size, size, scale=1 / np.sqrt(inputs * size * size))
        bias = self.weights(outputs, scale=0.1)
        if self.spelling["norm"] == "microsoft":
            y = self.op("NhwcConv", self.op("Transpose", x, perm=[0, 2, 3, 1]), self.parameter(weight.transpose(0, 2, 3, 1)), self.parameter(bias),
                        domain=MICROSOFT, pads=[size // 2] * 4, kernel_shape=[size, size])
            return self.op("Transpose", y, perm=[0, 3, 1, 2])
        return self.op("Conv", x, self.parameter(weight), self.parameter(bias), pads=[size // 2] * 4, kernel_shape=[size, size])

    # --- Attention

    def attention(self, x, context, context_size):
        q, k, v = (self.linear(source, size, CHANNELS, bias=False) for source, size in
                   ((x, CHANNELS), (context, context_size), (context, context_size)))
        head = CHANNELS // HEADS
        scale, how = head ** -0.5, self.spelling["attention"]
        if how == "microsoft":
            y = self.op("MultiHeadAttention", q, k, v, domain=MICROSOFT, num_heads=HEADS)
        elif how == "einsum_flax":
            q, k, v = (self.reshape(t, 0, -1, HEADS, head) for t in (q, k, v))
            s = self.op("Einsum", self.op("Mul", q, self.constant(scale)), k, equation="bqhd,bkhd->bhqk")
            y = self.op("Einsum", self.op("Softmax", s, axis=-1), v, equation="bhqk,bkhd->bqhd")
            y = self.reshape(y, 0, -1, CHANNELS)
        else:
            q, k, v = (self.op("Transpose", self.reshape(t, 0, -1, HEADS, head), perm=[0, 2, 1, 3]) for t in (q, k, v))
            y = self.op("Attention", q, k, v, scale=scale) if how == "native" else self.scores(q, k, v, head, scale, how)
            y = self.reshape(self.op("Transpose", y, perm=[0, 2, 1, 3]), 0, -1, CHANNELS)
        return self.linear(y, CHANNELS, CHANNELS)

    def scores(self, q, k, v, head, scale, how):
        if how in ("batched", "einsum"):
            q, k, v = (self.reshape(t, BATCH * HEADS, -1, head) for t in (q, k, v))
        if how == "einsum":
            s = self.op("Mul", self.op("Einsum", q, k, equation="b i d, b j d -> b i j"), self.constant(scale))
            y = self.op("Einsum", self.op("Softmax", s, axis=-1), v, equation="b i j, b j d -> b i d")
            return self.reshape(y, BATCH, HEADS, -1, head)
        if how == "split_scale":
            q, k = (self.op("Mul", t, self.constant(scale ** 0.5)) for t in (q, k))
        if how == "scaled_key":
            k = self.op("Mul", self.constant(scale), k)
        perm = [0, 2, 1] if how == "batched" else [0, 1, 3, 2]
        s = self.op("MatMul", q, self.op("Transpose", k, perm=perm))
        if how == "divided":
            s = self.op("Div", s, self.constant(head ** 0.5))
        elif how in ("batched", "heads", "cast"):
            s = self.op("Mul", s, self.constant(scale))
        if how == "cast":
            s = self.cast(s, TensorProto.FLOAT)
        p = self.op("Softmax", s, axis=2 if how == "batched" else -1 if self.opset >= 13 else 3)
        y = self.op("MatMul", p, v)
        return self.reshape(y, BATCH, HEADS, -1, head) if how == "batched" else y

    # --- GEGLU

    def geglu(self, x):
        width, how = 4 * CHANNELS, self.spelling["geglu"]
        if how == "microsoft":
            y = self.op("MatMul", x, self.parameter(self.weights(CHANNELS, 2 * width)))
            y = self.op("BiasSplitGelu", y, self.parameter(self.weights(2 * width, scale=0.1)), domain=MICROSOFT)
        else:
            y = self.linear(x, CHANNELS, 2 * width)
            if how == "split":
                value, gate = self.halves(y, -1)
            elif how == "slice":
                value, gate = self.slice(y, 0, width, 2), self.slice(y, width, 2 * width, 2)
            elif how == "reshaped":
                parts = self.halves(self.reshape(y, 0, 0, 2, width), 2)
                value, gate = (self.reshape(part, 0, 0, width) for part in parts)
            else:  # the sizes are computed from the shape
                half = self.op("Div", self.op("Gather", self.op("Shape", y), self.ints(2), axis=0), self.ints(2))
                ends = self.op("Mul", half, self.ints(2))
                value = self.op("Slice", y, self.ints(0), half, self.ints(2))
                gate = self.op("Slice", y, half, ends, self.ints(2))
            gate = self.gelu(gate)
            y = self.op("Mul", *((gate, value) if how == "slice" else (value, gate)))
        return self.linear(y, width, CHANNELS)

    def gelu(self, x):
        how = self.spelling["gelu"]
        if how == "native":
            return self.op("Gelu", x)
        if how == "expanded":  # x / 2 + x / 2 * erf(x / sqrt 2)
            half = self.op("Mul", self.constant(0.5), x)
            return self.op("Add", half, self.op("Mul", self.op("Erf", self.op("Mul", x, self.constant(0.5 ** 0.5))), half))
        if how == "erf_reciprocal":
            inner = self.op("Mul", x, self.constant(0.5 ** 0.5))
        else:
            inner = self.op("Div", x, self.constant(2 ** 0.5))
        one = self.op("Add", self.op("Erf", inner), self.constant(1.0))
        return self.op("Mul", self.op("Mul", x, one), self.constant(0.5))

    # --- Time and space

    def time(self, timestep):
        """cos and sin of t * 10000^(-i / half), in this order."""
        half, how = CHANNELS // 2, self.spelling["time"]
        exponent = -np.log(10000.0) / half
        t = self.unsqueeze(timestep, 1)
        if how == "computed":
            steps = self.cast(self.op("Range", *(self.constant(n, np.int64) for n in (0, half, 1))), TensorProto.FLOAT) if self.opset >= 11 \
                else self.constant(np.arange(half))
            rates = self.op("Exp", self.op("Mul", steps, self.constant(exponent)))
            rates = self.unsqueeze(rates, 0)
        elif how == "frequencies":
            rates = self.op("Exp", self.op("Div", self.constant(np.arange(half).reshape(1, half) * -np.log(10000.0)), self.constant(half)))
        else:
            rates = self.constant(np.exp(np.arange(half) * exponent).reshape(1, half))
        angles = self.op("Mul", *((t, rates) if how != "computed" else (rates, t)))
        sines, cosines = self.op("Sin", angles), self.op("Cos", angles)
        if how in ("direct", "frequencies"):
            return self.op("Concat", cosines, sines, axis=-1 if self.opset >= 11 else 1)
        both = self.op("Concat", sines, cosines, axis=1)
        return self.op("Concat", self.slice(both, half, CHANNELS, 1), self.slice(both, 0, half, 1), axis=1)

    def upsample(self, x):
        how = self.spelling["upsample"]
        if how == "upsample":
            return self.op("Upsample", x, self.constant([1, 1, 2, 2]), mode="nearest")
        if how == "gather":
            twice = self.ints(*(i // 2 for i in range(2 * SIZE)))
            return self.op("Gather", self.op("Gather", x, twice, axis=2), twice, axis=3)
        if how in ("expand", "tile"):
            parts = self.reshape(x, BATCH, CHANNELS, SIZE, 1, SIZE, 1)
            spread = self.op("Expand", parts, self.ints(BATCH, CHANNELS, SIZE, 2, SIZE, 2)) if how == "expand" \
                else self.op("Tile", parts, self.ints(1, 1, 1, 2, 1, 2))
            return self.reshape(spread, BATCH, CHANNELS, 2 * SIZE, 2 * SIZE)
        attributes = {"mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}
        empty = self.constant([])
        if how == "sizes":
            return self.op("Resize", x, empty, empty, self.ints(BATCH, CHANNELS, 2 * SIZE, 2 * SIZE), **attributes)
        if how == "scales_axes":
            return self.op("Resize", x, "", self.constant([2, 2]), axes=[2, 3], **attributes)
        return self.op("Resize", x, empty, self.constant([1, 1, 2, 2]), **attributes)

    # --- The network

    def residual(self, x, embedding):
        h = self.conv(self.norm(x, SIZE, silu=True), CHANNELS, CHANNELS, 3)
        t = self.gemm(self.silu(embedding), TIME, CHANNELS)
        h = self.op("Add", h, self.unsqueeze(t, 2, 3))
        h = self.conv(self.norm(h, SIZE, silu=True), CHANNELS, CHANNELS, 3)
        return self.op("Add", x, h)

    def transformer(self, x, context):
        h = self.conv(self.norm(x, SIZE, epsilon=1e-6), CHANNELS, CHANNELS, 1)
        h = self.reshape(self.op("Transpose", h, perm=[0, 2, 3, 1]), BATCH, SIZE * SIZE, CHANNELS)
        own = self.layer_norm(h)
        h = self.op("Add", self.attention(own, own, CHANNELS), h)
        h = self.op("Add", self.attention(self.layer_norm(h), context, CONTEXT), h)
        h = self.op("Add", self.geglu(self.layer_norm(h)), h)
        h = self.op("Transpose", self.reshape(h, BATCH, SIZE, SIZE, CHANNELS), perm=[0, 3, 1, 2])
        return self.op("Add", self.conv(h, CHANNELS, CHANNELS, 1), x)

    def build(self):
        embedding = self.gemm(self.silu(self.gemm(self.time("timestep"), CHANNELS, TIME)), TIME, TIME)
        h = self.conv("sample", 4, CHANNELS, 3)
        h = self.transformer(self.residual(h, embedding), "context")
        h = self.conv(self.upsample(h), CHANNELS, CHANNELS, 3)
        self.nodes.append(helper.make_node("Identity", [self.conv(self.norm(h, 2 * SIZE, silu=True), CHANNELS, 4, 3)], ["out"]))
        value = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, "block", [value("sample", BATCH, 4, SIZE, SIZE), value("timestep", 1), value("context", BATCH, KEYS, CONTEXT)],
                                  [value("out", BATCH, 4, 2 * SIZE, 2 * SIZE)], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset), helper.make_opsetid(MICROSOFT, 1)])
        model.ir_version = 10
        return model


def build(name):
    """The network in the spelling `name`, as a ModelProto."""
    return Block(SPELLINGS[name]).build()


def inputs():
    random = np.random.default_rng(6)
    return {"sample": random.standard_normal((BATCH, 4, SIZE, SIZE)).astype(np.float32), "timestep": np.array([437], np.float32),
            "context": random.standard_normal((BATCH, KEYS, CONTEXT)).astype(np.float32)}
