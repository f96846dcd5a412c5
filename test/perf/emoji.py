#!/usr/bin/env python3
"""Times the emoji networks with Burin and with ONNX Runtime in one run.

    test/perf/emoji.py --bin build/bin --work build/perf [--device opencl:0]

Both use all CPU cores; figures are medians of wall time after warm-up, the
networks at the sizes of the pipeline (latents 16x16, guidance batch 2). Prints
a Markdown table. Not a test: nothing here passes or fails.
"""
import argparse
import json
import os
import statistics
import sys
import time

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "numerics"))
from common import REPOSITORY, Tools  # noqa: E402

MODEL = os.path.join(REPOSITORY, "examples", "emoji", "model")
NETWORKS = {
    "text_encoder": ({"batch": 2, "sequence": 77}, {"input_ids": np.full((2, 77), 5, np.int32)}),
    "unet": ({"batch": 2, "height": 16, "width": 16, "steps": 1, "sequence": 77},
             {"sample": np.random.default_rng(1).standard_normal((2, 4, 16, 16)).astype(np.float16),
              "timestep": np.array([500], np.float16),
              "encoder_hidden_states": np.random.default_rng(2).standard_normal((2, 77, 192)).astype(np.float16)}),
    "vae_decoder": ({"batch": 1, "height": 16, "width": 16},
                    {"latent_sample": np.random.default_rng(3).standard_normal((1, 4, 16, 16)).astype(np.float16)}),
}
STEPS = 21  # UNet calls of 20 PNDM steps


def time_onnxruntime(network, inputs, runs=15):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(os.path.join(MODEL, network, "model.onnx"), options,
                                           providers=["CPUExecutionProvider"])
    times = []
    for _ in range(runs + 3):
        start = time.perf_counter()
        session.run(None, inputs)
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times[3:])


def time_burin(tools, network, bindings, device):
    plan, result = tools.path(network + ".plan"), tools.path(network + ".json")
    stats = tools.compile(os.path.join(MODEL, network, "model.onnx"), plan, bindings)
    tools.call("burin", "bench", plan, "--device", device, "--warmup", 1, "--runs", 15, "--json", result)
    with open(result) as file:
        entry = json.load(file)["entries"][0]
    flops = stats["entries"]["main"]["flops"]
    return entry["wall_ms"]["median"], flops, stats["entries"]["main"]["kernels"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--device", default="opencl:0")
    arguments = parser.parse_args()
    tools = Tools(arguments.bin, arguments.work)
    total = [0.0, 0.0]
    print("| network | dispatches | GFLOP | Burin ms | GFLOP/s | ONNX Runtime ms | Burin / ONNX Runtime |\n|---|---|---|---|---|---|---|")
    for network, (bindings, inputs) in NETWORKS.items():
        ours, flops, kernels = time_burin(tools, network, bindings, arguments.device)
        theirs = time_onnxruntime(network, inputs)
        calls = STEPS if network == "unet" else 1
        total = [total[0] + ours * calls, total[1] + theirs * calls]
        print(f"| {network} | {kernels} | {flops / 1e9:.2f} | {ours:.1f} | {flops / ours / 1e6:.0f} | {theirs:.1f} | {ours / theirs:.2f} |")
    print(f"| 20 steps (text + {STEPS} UNet + VAE) | | | {total[0]:.0f} | | {total[1]:.0f} | {total[0] / total[1]:.2f} |")
    pipeline = tools.path("pipeline")
    tools.call("burinc", MODEL, "--target", "cpu-pocl", "-o", pipeline, "--quiet")
    for attempt in range(2):  # the first one may build kernels
        done = tools.call("burin", "generate", pipeline, "a red apple", "--seed", 3, "--device", arguments.device,
                          "-o", tools.path("apple.png"))
    print("\n`burin generate`: " + (done.stdout + done.stderr).strip().splitlines()[-1].strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
