"""Runs ONNX's own operator tests through onnx-to-linalg on the CPU.

Each test of one node becomes a function of the onnx dialect. All of them are
lowered by onnx-to-linalg, then by upstream passes to one shared library, which
is called and compared with the expected outputs. Double precision is run as
f32; with --half every float is stored as f16, which checks the widening.

    node_tests.py --opt BUILD/bin/burin-opt [--half] [--filter REGEX] [--show-skipped]

Exit status 1 when a test gives wrong numbers, or when a test of a supported
operator cannot be lowered and is not listed in UNSUPPORTED below.
"""
import argparse
import collections
import ctypes
import os
import re
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import onnx
from onnx import numpy_helper

LLVM = "/usr/lib/llvm-22"

# Operators of the dialect, and which operands must be literals.
LITERALS = {
    "Reshape": [1], "Squeeze": [1], "Unsqueeze": [1], "Expand": [1], "Tile": [1], "Split": [1],
    "Slice": [1, 2, 3, 4], "Pad": [1, 2, 3], "ConstantOfShape": [0], "Trilu": [1],
    "Resize": [1, 2, 3], "CumSum": [1], "Dropout": [1, 2],
}
# Operands that the dialect always has.
OPERANDS = {
    "Gemm": 3, "Conv": 3, "ConvTranspose": 3, "LayerNormalization": 3, "Attention": 4, "Squeeze": 2,
    "Split": 2, "Slice": 5, "Pad": 4, "Trilu": 2, "Resize": 4, "Clip": 3, "Dropout": 3,
}
REDUCTIONS = ["ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
              "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare"]
for name in REDUCTIONS:
    LITERALS[name] = [1]
    OPERANDS[name] = 2
PLAIN = """Abs Neg Ceil Floor Round Sign Reciprocal Sqrt Exp Log Erf Sin Cos Tan Asin Acos Atan
Sinh Cosh Asinh Acosh Atanh Tanh Sigmoid Relu HardSwish Softplus Softsign Mish Not Identity
LeakyRelu Elu Celu ThresholdedRelu Swish Selu HardSigmoid Gelu Cast CastLike IsNaN IsInf Add Sub
Mul Div Pow PRelu And Or Xor Mod Equal Less LessOrEqual Greater GreaterOrEqual Max Min Sum Mean
Where Clip Dropout Shape Size Reshape Flatten Squeeze Unsqueeze Expand Tile Transpose Concat Split
Slice Gather GatherElements GatherND Pad ConstantOfShape Range EyeLike Trilu DepthToSpace
SpaceToDepth Resize ArgMax ArgMin Softmax LogSoftmax CumSum MatMul Gemm Conv ConvTranspose MaxPool
AveragePool GlobalAveragePool GlobalMaxPool InstanceNormalization GroupNormalization
LayerNormalization RMSNormalization BatchNormalization Attention""".split()
OPS = set(PLAIN + REDUCTIONS)

# What the lowering refuses, with a reason in its diagnostic.
UNSUPPORTED = re.compile("antialias")
# Where ONNX's reference evaluator and the runtimes (and PyTorch) disagree: with
# align_corners and scales the lowering takes the rounded output size.
DIVERGENT = re.compile("^test_resize_downsample_scales_(linear|cubic)_align_corners$")
# Whose inputs or outputs f16 cannot hold.
NOT_HALF = re.compile("softmax_large_number$|reduce_prod_default_axes_keepdims_example$")
# Attributes that the importer resolves: value that means "absent".
DEFAULTS = {"storage_order": 0, "spatial": 1, "training_mode": 0, "saturate": 1,
            "qk_matmul_output_mode": 0, "momentum": None, "round_mode": None,
            "stash_type": 1, "softmax_precision": None, "left_window_size": -1,
            "right_window_size": -1}

TYPES = {np.dtype(np.float32): "f32", np.dtype(np.float64): "f32", np.dtype(np.float16): "f16",
         np.dtype(np.bool_): "i1"}
for bits in (8, 16, 32, 64):
    TYPES[np.dtype(f"int{bits}")] = f"i{bits}"
    TYPES[np.dtype(f"uint{bits}")] = f"ui{bits}"


class Skip(Exception):
    """The test is outside what the dialect covers."""


class Emitter:
    def __init__(self, half):
        self.half = half

    def element(self, array):
        if array.dtype not in TYPES:
            raise Skip(f"element type {array.dtype}")
        text = TYPES[array.dtype]
        return "f16" if self.half and text == "f32" else text

    def type(self, array):
        return "tensor<" + "".join(f"{d}x" for d in array.shape) + self.element(array) + ">"

    def literal(self, array):
        def scalar(x):
            if array.dtype == np.bool_:
                return "true" if x else "false"
            if array.dtype.kind == "f":
                if not np.isfinite(x):
                    raise Skip("literal that is not finite")
                text = f"{float(x):.9e}"
                return text
            return str(int(x))

        def nested(x):
            if x.ndim == 0:
                return scalar(x[()])
            return "[" + ", ".join(nested(y) for y in x) + "]"
        body = "" if array.size == 0 else nested(array)
        return f"dense<{body}> : {self.type(array)}"

    def attribute(self, name, value):
        if isinstance(value, int):
            return f"{value} : i64"
        if isinstance(value, float):
            return f"{value:.9e} : f32"
        if isinstance(value, bytes):
            return '"' + value.decode() + '"'
        if isinstance(value, list) and all(isinstance(x, int) for x in value):
            return "array<i64: " + ", ".join(map(str, value)) + ">" if value else "array<i64>"
        raise Skip(f"attribute {name}")


def attributes_of(node, emitter):
    result = {}
    for attribute in node.attribute:
        name, value = attribute.name, onnx.helper.get_attribute_value(attribute)
        if node.op_type in ("Cast", "EyeLike") and name in ("to", "dtype"):
            dtype = onnx.helper.tensor_dtype_to_np_dtype(value)
            result[name] = emitter.element(np.zeros((), dtype))
        elif node.op_type == "ConstantOfShape":
            result["value"] = emitter.literal(numpy_helper.to_array(value))
        elif (node.op_type, name) == ("SpaceToDepth", "mode"):
            if value != b"DCR":
                raise Skip("mode of SpaceToDepth")
        elif name in DEFAULTS:
            if DEFAULTS[name] is not None and value != DEFAULTS[name]:
                raise Skip(f"attribute {name}")
        else:
            result[name] = emitter.attribute(name, value)
    return result


class Test:
    """One node as a function; arguments are the non-literal inputs."""

    def __init__(self, case, emitter, number, channels_last=False):
        graph = case.model.graph
        if len(graph.node) != 1 or case.data_sets is None or graph.initializer:
            raise Skip("more than one node")
        self.node, self.name, self.symbol = graph.node[0], case.name, f"test{number}"
        if self.node.op_type not in OPS or self.node.domain not in ("", "ai.onnx"):
            raise Skip("operator outside the dialect")
        self.rtol, self.atol = case.rtol, case.atol
        inputs, outputs = case.data_sets[0]
        self.values = self.by_name(self.node.input, graph.input, inputs)
        expected = self.by_name(self.node.output, graph.output, outputs)
        used = [o for o in self.node.output if o]
        if len(used) > 1 and self.node.op_type != "Split":
            raise Skip("optional results")
        self.expected = [expected[o] for o in used]
        self.channels_last = channels_last
        if channels_last:
            self.move_channels()
        self.text = self.emit(emitter)

    def move_channels(self):
        """Turns N, C, ... into N, ..., C, and weights into ..., Cin, Cout."""
        names = self.node.input
        self.name += " channels last"
        self.values[names[0]] = np.moveaxis(self.values[names[0]], 1, -1)
        if self.node.op_type == "Conv":
            self.values[names[1]] = np.moveaxis(self.values[names[1]], [1, 0], [-2, -1])
        self.expected = [np.moveaxis(e, 1, -1) for e in self.expected]

    @staticmethod
    def by_name(_, infos, data):
        result = {}
        for info, array in zip(infos, data):
            array = numpy_helper.to_array(array) if isinstance(array, onnx.TensorProto) else array
            array = np.asarray(array) if np.isscalar(array) else array
            if not isinstance(array, np.ndarray) or array.dtype == object:
                raise Skip("not a tensor")
            result[info.name] = array
        return result

    def emit(self, emitter):
        node, op = self.node, self.node.op_type
        lines, operands, types, parameters = [], [], [], []
        self.arguments = []
        names = list(node.input)
        names += [""] * (OPERANDS.get(op, len(names)) - len(names))
        if len(names) > OPERANDS.get(op, len(names)):
            raise Skip("operands outside the dialect")
        if op == "Dropout" and names[2] and bool(self.values[names[2]]):
            raise Skip("training")
        for i, name in enumerate(names):
            if not name:
                lines.append(f"  %o{i} = onnx.NoValue : none")
                operands.append(f"%o{i}")
                types.append("none")
                continue
            array = self.values[name]
            types.append(emitter.type(array))
            if i in LITERALS.get(op, []):
                lines.append(f"  %o{i} = onnx.Constant {emitter.literal(array)}")
                operands.append(f"%o{i}")
            else:
                parameters.append(f"%a{len(parameters)}: {emitter.type(array)}")
                operands.append(f"%a{len(parameters) - 1}")
                self.arguments.append(array)
        attributes = attributes_of(node, emitter)
        if self.channels_last:
            attributes["channels_last"] = "unit"
        body = ", ".join(f"{k} = {v}" for k, v in attributes.items())
        results = [emitter.type(e) for e in self.expected]
        extra = ["none"] if op == "Dropout" else []
        count = len(results) + len(extra)
        left = "%r" if count == 1 else f"%r:{count}"
        lines.append(f"  {left} = onnx.{op} {', '.join(operands)} {{{body}}} : "
                     f"({', '.join(types)}) -> ({', '.join(results + extra)})")
        values = ["%r"] if count == 1 else [f"%r#{i}" for i in range(len(results))]
        return (f"func.func @{self.symbol}({', '.join(parameters)}) -> ({', '.join(results)}) {{\n"
                + "\n".join(lines)
                + f"\n  return {', '.join(values)} : {', '.join(results)}\n}}\n")

    def prepare(self, array, half):
        if array.dtype == np.float64:
            array = array.astype(np.float32)
        if half and array.dtype == np.float32:
            array = array.astype(np.float16)
        return np.ascontiguousarray(array).reshape(array.shape)

    def run(self, library, half):
        inputs = [self.prepare(a, half) for a in self.arguments]
        outputs = [np.zeros_like(self.prepare(e, half)) for e in self.expected]
        descriptors = [memref(a) for a in inputs + outputs]
        getattr(library, f"_mlir_ciface_{self.symbol}")(*[ctypes.byref(d) for d in descriptors])
        for output, expected in zip(outputs, self.expected):
            rtol, atol = max(self.rtol, 1e-3), max(self.atol, 1e-5)
            if half:
                rtol, atol = 2e-2, 1e-2
            elif expected.dtype == np.float16:
                rtol, atol = max(rtol, 5e-3), 1e-3
            if expected.dtype.kind == "f":
                np.testing.assert_allclose(output.astype(np.float64), expected, rtol, atol)
            else:
                np.testing.assert_array_equal(output, expected)


def memref(array):
    class Descriptor(ctypes.Structure):
        _fields_ = [("allocated", ctypes.c_void_p), ("aligned", ctypes.c_void_p),
                    ("offset", ctypes.c_int64)]
        if array.ndim:
            _fields_ += [("sizes", ctypes.c_int64 * array.ndim),
                         ("strides", ctypes.c_int64 * array.ndim)]
    descriptor = Descriptor()
    descriptor.allocated = descriptor.aligned = array.ctypes.data
    descriptor.offset = 0
    for i in range(array.ndim):
        descriptor.sizes[i] = array.shape[i]
        descriptor.strides[i] = array.strides[i] // array.itemsize
    descriptor.keep = array
    return descriptor


# What has no bufferization of its own is decomposed first.
SCHEDULE = """
module attributes {transform.with_named_sequence} {
transform.named_sequence @__transform_main(%m: !transform.any_op {transform.consumed}) {
  %s = transform.structured.match ops{["linalg.softmax"]} in %m : (!transform.any_op) -> !transform.any_op
  %d = transform.structured.decompose_interface %s : (!transform.any_op) -> !transform.any_op
  %f = transform.structured.match ops{["func.func"]} in %m : (!transform.any_op) -> !transform.any_op
  transform.apply_patterns to %f { transform.apply_patterns.tensor.decompose_concat } : !transform.any_op
  transform.yield
}
}
"""
PIPELINE = [
    "--transform-interpreter", "--llvm-request-c-wrappers", "--canonicalize", "--empty-tensor-to-alloc-tensor",
    "--one-shot-bufferize=bufferize-function-boundaries function-boundary-type-conversion=identity-layout-map",
    "--buffer-results-to-out-params=modify-public-functions",
    "--convert-linalg-to-loops", "--expand-strided-metadata", "--lower-affine",
    "--convert-scf-to-cf", "--convert-math-to-llvm", "--convert-math-to-libm",
    "--convert-arith-to-llvm", "--convert-index-to-llvm", "--finalize-memref-to-llvm",
    "--convert-func-to-llvm", "--convert-cf-to-llvm",
    "--reconcile-unrealized-casts",
]


def call(command, text):
    return subprocess.run(command, input=text, capture_output=True, text=True)


def lower(opt, text):
    return call([opt, "-", "--onnx-to-linalg=decompose-norms decompose-attention", "--verify-linalg"], text)


def build(opt, tests, folder):
    lowered = lower(opt, "".join(t.text for t in tests))
    if lowered.returncode:
        sys.exit("lowering failed:\n" + lowered.stderr[:4000])
    schedule = os.path.join(folder, "schedule.mlir")
    with open(schedule, "w") as file:
        file.write(SCHEDULE)
    preload = f"--transform-preload-library=transform-library-paths={schedule}"
    out = call([f"{LLVM}/bin/mlir-opt", "-", preload] + PIPELINE, lowered.stdout)
    if out.returncode:
        sys.exit("upstream passes failed:\n" + out.stderr[:6000])
    llvm = call([f"{LLVM}/bin/mlir-translate", "--mlir-to-llvmir"], out.stdout)
    if llvm.returncode:
        sys.exit(llvm.stderr[:4000])
    source, library = os.path.join(folder, "tests.ll"), os.path.join(folder, "tests.so")
    with open(source, "w") as file:
        file.write(llvm.stdout)
    subprocess.run([f"{LLVM}/bin/clang", "-w", "-O1", "-fPIC", "-shared", source, "-o", library,
                    "-lm", f"-L{LLVM}/lib", "-lmlir_c_runner_utils", f"-Wl,-rpath,{LLVM}/lib"], check=True)
    return ctypes.CDLL(library)


def make_tests(options):
    """All tests of the dialect, and why the others are left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from onnx.backend.test.case.node import collect_testcases
        cases = collect_testcases(None)
    tests, skipped, emitter = [], [], Emitter(options.half)
    for case in cases:
        if not re.search(options.filter, case.name) or DIVERGENT.search(case.name):
            continue
        if options.half and NOT_HALF.search(case.name):
            continue
        try:
            tests.append(Test(case, emitter, len(tests)))
            if tests[-1].node.op_type in ("Conv", "GroupNormalization"):
                tests.append(Test(case, emitter, len(tests), channels_last=True))
        except Skip as reason:
            skipped.append((case.name, str(reason)))
    return tests, skipped


def split_refused(opt, tests):
    """Takes out the tests that an error names, by the line it names."""
    owners = [t for t in tests for _ in t.text.splitlines()]
    result = lower(opt, "".join(t.text for t in tests))
    if result.returncode == 0:
        return tests, []
    errors = {}
    for line, message in re.findall(r"^<stdin>:(\d+):\d+: error: (.*)$", result.stderr, re.M):
        errors.setdefault(owners[int(line) - 1].symbol, message)
    if not errors:
        sys.exit("burin-opt failed without naming a line:\n" + result.stderr[:4000])
    refused = [(t.name, errors[t.symbol] + "\n" + t.text) for t in tests if t.symbol in errors]
    kept, more = split_refused(opt, [t for t in tests if t.symbol not in errors])
    return kept, refused + more


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--opt", required=True, help="burin-opt")
    parser.add_argument("--filter", default="", help="regular expression on test names")
    parser.add_argument("--half", action="store_true", help="store floats as f16")
    parser.add_argument("--show-skipped", action="store_true")
    options = parser.parse_args()
    tests, skipped = make_tests(options)
    tests, refused = split_refused(options.opt, tests)
    failures = collections.OrderedDict()
    if tests:
        with tempfile.TemporaryDirectory() as folder:
            library = build(options.opt, tests, folder)
            for test in tests:
                try:
                    test.run(library, options.half)
                except AssertionError as error:
                    failures[test.name] = str(error)
    unexpected = [r for r in refused if not UNSUPPORTED.search(r[0])]
    for name, text in list(failures.items()):
        print(f"FAIL {name}\n{text}\n")
    for name, text in unexpected:
        print(f"REFUSED {name}: {text}")
    if options.show_skipped:
        for name, reason in skipped:
            print(f"SKIPPED {name}: {reason}")
    print(f"{len(tests) - len(failures)} passed, {len(failures)} failed, "
          f"{len(refused)} refused ({len(unexpected)} unexpectedly), {len(skipped)} skipped")
    return 1 if failures or unexpected or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
