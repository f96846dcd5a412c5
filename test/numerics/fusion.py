#!/usr/bin/env python3
"""Optimizations on and off: the same numbers.

Each network is compiled with everything on, with each optimization that
`burinc --list-optimizations` names left out alone, with the other ways to compute
attention, and with everything left out; the outputs of all plans on the same
inputs must agree with the first. Bounds are relative L2 errors: 1e-5 in f32,
where only the order of sums may differ, and 3e-3 in f16.

  (default)  every variant of the block of spellings.py, which has all parts of
             a UNet, and in f32 of the text encoder; the UNet with everything off
  --slow     also the VAE decoder with everything off (CI)
  --full     every variant of the emoji pipeline, and the Stable Diffusion UNets
             at 8x8 latents with seeded weights, everything off
  --only     these variants instead, of the networks that --networks names

Prints for each network how far the variants are apart at most. Ends with
"N passed, N failed".
"""
import argparse
import concurrent.futures
import gzip
import os
import shutil
import sys

import numpy as np
import onnx
import spellings
from common import REPOSITORY, Report, Tools, relative_l2

MODEL = os.path.join(REPOSITORY, "examples", "emoji", "model")
GRAPHS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "graphs")
BOUNDS = {"f32": 1e-5, "f16": 3e-3}
GUIDANCE = ["--guidance", "sample"]  # both halves of the batch get the same latents
UNET_SIZES = {"batch": 2, "height": 8, "width": 8, "steps": 1, "sequence": 77}


class Network:
    """A model with its sizes, inputs and the output to compare."""

    def __init__(self, name, model, bindings, inputs, output, options=()):
        self.name, self.model, self.bindings = name, model, bindings
        self.inputs, self.output, self.options = inputs, output, list(options)


def emoji_networks():
    """The networks of the emoji pipeline at its sizes, on a reference run's inputs."""
    reference = np.load(os.path.join(MODEL, "reference.npz"))
    latents = reference["latents_init"].astype(np.float32)
    height, width = latents.shape[2:]
    path = lambda network: os.path.join(MODEL, network, "model.onnx")
    text = Network("text encoder", path("text_encoder"), {"batch": 2, "sequence": 77},
                   {"input_ids": reference["input_ids"]}, "last_hidden_state")
    unet = Network("UNet", path("unet"), {**UNET_SIZES, "height": height, "width": width},
                   {"sample": np.concatenate([latents, latents]), "timestep": reference["timesteps"][:1].astype(np.float32),
                    "encoder_hidden_states": reference["text_embeddings"].astype(np.float32)}, "out_sample",
                   GUIDANCE)
    vae = Network("VAE decoder", path("vae_decoder"), {"batch": 1, "height": height, "width": width},
                  {"latent_sample": (reference["latents"][-1] / reference["scaling_factor"]).astype(np.float32)}, "sample")
    return text, unet, vae


def block_network(tools):
    model = tools.path("block.onnx")
    onnx.save(spellings.build("ts17"), model)
    return Network("block", model, {}, spellings.inputs(), "out")


def stable_diffusion_network(tools, name, width):
    model = tools.path(name + ".onnx")
    with gzip.open(os.path.join(GRAPHS, name + ".onnx.gz")) as packed, open(model, "wb") as out:
        shutil.copyfileobj(packed, out)
    random = np.random.default_rng(11)
    latents = random.standard_normal((1, 4, 8, 8)).astype(np.float32)
    inputs = {"sample": np.concatenate([latents, latents]), "timestep": np.array([500], np.float32),
              "encoder_hidden_states": random.standard_normal((2, 77, width)).astype(np.float32)}
    return Network(name, model, UNET_SIZES, inputs, "out_sample", ["--synthetic-weights", "1", *GUIDANCE])


def list_optimizations(tools):
    """The names that --disable takes, from the compiler itself."""
    lines = tools.call("burinc", "--list-optimizations").stdout.splitlines()
    return list(dict.fromkeys(line.split()[0] for line in lines if line.strip()))


def variants(names):
    """Name and options of every way to compile that must give the same numbers."""
    yield "everything off", [option for name in names for option in ("--disable", name)]
    for name in names:
        yield f"without {name}", ["--disable", name]
    for method in ("flash", "partial", "plain"):
        yield f"attention {method}", ["--attention", method]


def outputs(tools, network, precision, chosen, workers):
    """The output of the network compiled with each of the `chosen` variants, by
    name; an exception in place of an output that there is none of. Variants run
    at the same time: what takes long is the driver's compiler, on one core each."""

    def one(index, options):
        own = Tools(tools.bin, tools.path(f"worker_{index}"))
        plan = own.path("network.plan")
        own.compile(network.model, plan, network.bindings, precision, options=network.options + options)
        return own.run(plan, network.inputs, [network.output])[network.output]

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        futures = {name: pool.submit(one, i, options) for i, (name, options) in enumerate(chosen)}
        concurrent.futures.wait(futures.values())
    for index in range(len(futures)):
        shutil.rmtree(tools.path(f"worker_{index}"), ignore_errors=True)
    return {name: future.exception() or future.result() for name, future in futures.items()}


def check(tools, report, network, precision, chosen, workers):
    results = outputs(tools, network, precision, [("everything on", []), *chosen], workers)
    baseline = results.pop("everything on")
    if isinstance(baseline, Exception):
        raise baseline
    worst = 0.0
    for name, result in results.items():
        title = f"{network.name} {precision}, {name}"
        if isinstance(result, Exception):
            report.count(False, f"{title}: {result}")
            continue
        error = relative_l2(result, baseline)
        worst = max(worst, error)
        report.check(title, error, BOUNDS[precision])
    print(f"      {network.name} {precision}: at most {worst:.2g} apart", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="VARIANT")
    parser.add_argument("--networks", nargs="+", metavar="NAME")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    every = list(variants(list_optimizations(tools)))
    off = every[:1]
    if arguments.only:
        every = off = [variant for variant in every if any(name in variant[0] for name in arguments.only)]
    full, slow = arguments.full, arguments.slow or arguments.full
    block, (text, unet, vae) = block_network(tools), emoji_networks()
    work = [(block, "f32", every), (block, "f16", every), (text, "f32", every), (text, "f16", every if full else off),
            (unet, "f32", every if full else off), (unet, "f16", every if full else off)]
    if slow:
        work += [(vae, "f32", every if full else off), (vae, "f16", every if full else off)]
    if full:
        for name, width in (("sd15-unet-ts14", 768), ("sd21-unet-ts17", 1024)):
            network = stable_diffusion_network(tools, name, width)
            work += [(network, "f32", off), (network, "f16", off)]
    if arguments.networks:
        work = [item for item in work if any(name in item[0].name for name in arguments.networks)]
    for network, precision, chosen in work:
        if network is vae and report.leaves_out():
            continue
        report.guard(f"{network.name} {precision}",
                     lambda n=network, p=precision, c=chosen: check(tools, report, n, p, c, arguments.workers))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
