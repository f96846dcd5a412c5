#!/usr/bin/env python3
"""Every network compiles for every shipped target, within the target's limits.

    test/numerics/targets.py --bin build/bin --work build/targets [--all] [--jobs 2]

The emoji networks and the six Stable Diffusion graphs at small sizes, each for
each target of `burinc --list-targets`; the limits are read from the target's
file, the plan from `burin inspect --json`. By default each Stable Diffusion
graph is compiled for two targets, which differ from graph to graph; --all takes
every pair, and the UNet of SD 1.5 at 64x64 latents and batch 2 for every target.
Ends with "N passed, N failed".
"""
import argparse
import concurrent.futures
import gzip
import json
import os
import shutil
import sys

from common import REPOSITORY, Report, Tools, is_late

GRAPHS = os.path.join(REPOSITORY, "test", "numerics", "graphs")
EMOJI = os.path.join(REPOSITORY, "examples", "emoji", "model")
LATENTS = {"batch": 2, "height": 8, "width": 8, "steps": 1, "sequence": 77}
EMOJI_SIZES = {
    "text_encoder": {"batch": 2, "sequence": 77},
    "unet": {"batch": 2, "height": 16, "width": 16, "steps": 1, "sequence": 77},
    "vae_decoder": {"batch": 1, "height": 16, "width": 16},
    "vae_encoder": {"batch": 1, "height": 128, "width": 128},
}
GRAPH_SIZES = {
    "sd15-text-ts14": {"batch": 2, "sequence": 77},
    "sd15-unet-ts14": LATENTS,
    "sd15-unet-dynamo18": {},  # static: 64x64 latents
    "sd15-vaedec-ts14": {"batch": 1, "height": 8, "width": 8},
    "sd15-vaeenc-ts14": {"batch": 1, "height": 64, "width": 64},
    "sd21-unet-ts17": LATENTS,
}


def over_limits(plan, limits):
    """What of the plan exceeds the target's limits, as a list of texts."""
    problems = []
    for kernel in plan["kernels"]:
        x, y, z = kernel["workgroup_size"]
        if x * y * z > limits["max_workgroup_size"]:
            problems.append(f"{kernel['name']}: {x} x {y} x {z} work items")
        if kernel["local_memory_bytes"] > limits["local_memory_bytes"]:
            problems.append(f"{kernel['name']}: {kernel['local_memory_bytes']} bytes of local memory")
    return problems


def compile_and_check(tools, model, network, target, sizes):
    """Compiles one network for one target; raises where that fails or limits are exceeded."""
    plan = tools.path(f"{network}.{target}.plan")
    bind = ["--bind", ",".join(f"{k}={v}" for k, v in sizes.items())] if sizes else []
    try:
        tools.call("burinc", model, "--target", target, "-o", plan, "--synthetic-weights", 1, "--quiet", *bind)
        inspected = json.loads(tools.call("burin", "inspect", plan, "--json").stdout)
    finally:
        for path in (plan, plan[:-5] + ".weights"):
            if os.path.exists(path):
                os.remove(path)
    with open(os.path.join(REPOSITORY, "compiler", "Target", "data", target + ".json")) as file:
        problems = over_limits(inspected, json.load(file))
    if not inspected["kernels"] or inspected["target"] != target:
        problems.append("the plan has no kernels or another target")
    for entry in inspected["entries"]:
        if entry["dispatches"] and entry["predicted_ns"] <= 0:
            problems.append(f"entry {entry['name']} has no predicted time")
    if problems:
        raise RuntimeError("; ".join(problems[:5]))


def unpack(tools):
    """Paths of the networks without weights."""
    models = {}
    for name in GRAPH_SIZES:
        models[name] = tools.path(name + ".onnx")
        with gzip.open(os.path.join(GRAPHS, name + ".onnx.gz")) as packed, open(models[name], "wb") as out:
            shutil.copyfileobj(packed, out)
    return models


def pairs(targets, models, everything):
    """(model, network, target, sizes) of every compilation."""
    for network, sizes in EMOJI_SIZES.items():
        for target in targets:
            yield os.path.join(EMOJI, network, "model.onnx"), network, target, sizes
    for i, (network, sizes) in enumerate(GRAPH_SIZES.items()):
        chosen = targets if everything else [targets[(2 * i + j) % len(targets)] for j in range(2)]
        for target in chosen:
            yield models[network], network, target, sizes
    for target in targets if everything else []:
        yield models["sd15-unet-ts14"], "sd15-unet-ts14", target, {**LATENTS, "height": 64, "width": 64}


LEFT_OUT = object()


def unless_late(*arguments):
    return LEFT_OUT if is_late() else compile_and_check(*arguments)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    targets = tools.call("burinc", "--list-targets").stdout.split()
    models = unpack(tools)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        jobs = []
        quick = list(pairs(targets, models, False))
        rest = [pair for pair in pairs(targets, models, True) if pair not in quick] if arguments.all else []
        for number, (model, network, target, sizes) in enumerate(quick + rest):
            own = Tools(arguments.bin, tools.path(str(number % 1000)))
            task = compile_and_check if number < len(quick) else unless_late
            jobs.append((f"{network} {sizes.get('height', '')} for {target}",
                         pool.submit(task, own, model, network, target, sizes)))
        for name, job in jobs:
            report.guard(name, lambda: report.count(True, name) if job.result() is not LEFT_OUT else report.leaves_out())
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
