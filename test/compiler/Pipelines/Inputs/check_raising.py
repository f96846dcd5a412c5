"""Everything that exporters take apart is one operation again in the real graphs.

    check_raising.py GRAPHS_FOLDER WORK_FOLDER

Compiles each graph to the normalize phase and compares the numbers of raised
operations with those that the networks have; of the primitives that raising
leaves out, none may be left over.
"""
import collections
import gzip
import os
import re
import shutil
import subprocess
import sys

UNET_SIZES = "batch=2,height=64,width=64,steps=1,sequence=77"
UNET = {"GroupNormalization": 61, "LayerNormalization": 48, "Attention": 32, "GEGLU": 16, "Gelu": 16, "Swish": 47, "Resize": 3, "causal": 0}
DECODER = {"GroupNormalization": 30, "Swish": 29, "Attention": 1, "Resize": 3, "LayerNormalization": 0, "causal": 0}
ENCODER = {"GroupNormalization": 22, "Swish": 21, "Attention": 1, "Resize": 0, "LayerNormalization": 0, "causal": 0}
TEXT = {"Attention": 12, "causal": 12, "LayerNormalization": 25, "Swish": 12, "quick": 12, "GroupNormalization": 0}
GRAPHS = {
    "sd15-unet-ts14": (UNET_SIZES, UNET),
    "sd15-unet-dynamo18": ("", UNET),
    "sd21-unet-ts17": (UNET_SIZES, UNET),
    "sd15-vaedec-ts14": ("batch=1,height=64,width=64", DECODER),
    "sd15-vaeenc-ts14": ("batch=1,height=512,width=512", ENCODER),
    "sd15-text-ts14": ("batch=1,sequence=77", TEXT),
}
# What the raised operations are made of, and nothing else in these networks.
PRIMITIVES = ("InstanceNormalization", "ReduceMean", "Sqrt", "Pow", "Erf", "Sigmoid", "Softmax", "Tanh", "Tile")


def normalize(name, sizes, graphs, work):
    model, text = os.path.join(work, name + ".onnx"), os.path.join(work, name + ".mlir")
    with gzip.open(os.path.join(graphs, name + ".onnx.gz")) as packed, open(model, "wb") as out:
        shutil.copyfileobj(packed, out)
    command = ["burinc", model, "--target", "opencl-generic", "--synthetic-weights", "1", "--compile-to", "normalize", "-o", text, "--quiet"]
    subprocess.run(command + (["--bind", sizes] if sizes else []), check=True)
    with open(text) as file:
        return file.read()


def count(text):
    found = collections.Counter(re.findall(r"onnx\.(\w+)", text))
    found["causal"] = len(re.findall(r"onnx\.Attention .*is_causal = 1", text))
    found["quick"] = len(re.findall(r"onnx\.Swish .*alpha = 1\.702", text))
    gates = set(re.findall(r"(%\w+) = onnx\.Gelu ", text))
    found["GEGLU"] = sum(not gates.isdisjoint(pair) for pair in re.findall(r"onnx\.Mul ([%\w#]+), ([%\w#]+)", text))
    return found


def main():
    graphs, work = sys.argv[1:]
    os.makedirs(work, exist_ok=True)
    failed = False
    for name, (sizes, expected) in GRAPHS.items():
        found = count(normalize(name, sizes, graphs, work))
        for op, number in {**{op: 0 for op in PRIMITIVES}, **expected}.items():
            if found[op] != number:
                print(f"{name}: {found[op]} {op}, expected {number}")
                failed = True
        print(f"{name}: " + " ".join(f"{found[op]} {op}" for op in expected))
    return failed


if __name__ == "__main__":
    sys.exit(main())
