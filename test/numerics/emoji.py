#!/usr/bin/env python3
"""The emoji pipeline against PyTorch's run of it and against ONNX Runtime.

reference.npz holds one whole run in PyTorch (20 PNDM steps, 21 UNet calls);
each UNet call is checked on the reference's own inputs, so errors do not add
up, and the whole run once from the same noise. Ends with "N passed, N failed".
"""
import argparse
import os
import sys

import numpy as np
from common import REPOSITORY, Report, Tools, oracle, relative_l2
from png import read_png

MODEL = os.path.join(REPOSITORY, "examples", "emoji", "model")
BOUND = 5e-3  # relative L2 of a network's output
PSNR = 35.0  # dB, of the picture

# (network, bindings, inputs): sizes that the pipeline itself does not use.
OTHER_SIZES = [
    ("text_encoder", {"batch": 1, "sequence": 77}),
    ("text_encoder", {"batch": 3, "sequence": 77}),
    ("unet", {"batch": 1, "height": 8, "width": 24, "steps": 1, "sequence": 77}),
    ("unet", {"batch": 3, "height": 24, "width": 16, "steps": 1, "sequence": 40}),
    ("vae_decoder", {"batch": 2, "height": 8, "width": 12}),
    ("vae_decoder", {"batch": 1, "height": 20, "width": 16}),
    ("vae_encoder", {"batch": 2, "height": 64, "width": 96}),
    ("vae_encoder", {"batch": 1, "height": 160, "width": 128}),
]


def model_path(network):
    return os.path.join(MODEL, network, "model.onnx")


def check_reference(tools, report, reference, precision, steps, target="cpu-pocl"):
    text, unet, vae = (tools.path(f"{n}_{target}_{precision}.plan") for n in ("text", "unet", "vae"))
    kind = precision if target == "cpu-pocl" else f"{precision} on {target}"
    height, width = reference["latents_init"].shape[2:]
    tools.compile(model_path("text_encoder"), text, {"batch": 2, "sequence": 77}, precision, target)
    hidden = tools.run(text, {"input_ids": reference["input_ids"]}, ["last_hidden_state"])
    report.check(f"text encoder {kind}", relative_l2(hidden["last_hidden_state"], reference["text_embeddings"]), BOUND)
    tools.compile(model_path("unet"), unet, {"batch": 2, "height": height, "width": width, "steps": 1, "sequence": 77}, precision, target)
    for step in steps:
        latents = reference["latents"][step - 1] if step else reference["latents_init"]
        out = tools.run(unet, {
            "sample": np.concatenate([latents, latents]).astype(np.float32),
            "timestep": reference["timesteps"][step:step + 1].astype(np.float32),
            "encoder_hidden_states": reference["text_embeddings"].astype(np.float32)}, ["out_sample"])
        report.check(f"UNet {kind} call {step}", relative_l2(out["out_sample"], reference["unet_out"][step]), BOUND)
    tools.compile(model_path("vae_decoder"), vae, {"batch": 1, "height": height, "width": width}, precision, target)
    latents = (reference["latents"][-1] / reference["scaling_factor"]).astype(np.float32)
    image = tools.run(vae, {"latent_sample": latents}, ["sample"])
    report.check(f"VAE decoder {kind}", relative_l2(image["sample"], reference["image"]), BOUND)


def check_picture(tools, report, reference):
    pipeline, noise = tools.path("pipeline"), tools.path("noise.npy")
    tools.call("burinc", MODEL, "--target", "cpu-pocl", "-o", pipeline, "--quiet")
    np.save(noise, reference["latents_init"][0].astype(np.float32))
    expected = np.clip(reference["image"][0].transpose(1, 2, 0) / 2 + 0.5, 0, 1)
    pictures = {}
    for where, options in (("device", ()), ("host", ("--host-steps",))):
        picture = tools.path(f"picture_{where}.png")
        tools.call("burin", "generate", pipeline, str(reference["prompt"]), "--steps", 20, "--guidance",
                   float(reference["guidance_scale"]), "--latents", noise, "--scheduler", "pndm", "-o", picture, "--quiet", *options)
        pictures[where] = read_png(picture)
        error = np.mean((pictures[where] / 255.0 - expected) ** 2)
        report.check(f"PSNR of the picture, 20 PNDM steps on the {where}, 8-bit PNG", 10 * np.log10(1 / error), PSNR, at_least=True)
    # Both sum in single precision, in another order.
    report.check("levels (of 255) between steps on the device and on the host",
                 np.abs(pictures["device"] - pictures["host"]).max(), 1)


def random_inputs(network, sizes):
    random = np.random.default_rng(7)
    if network == "text_encoder":
        ids = random.integers(0, 2046, (sizes["batch"], sizes["sequence"]))
        ids[:, 0], ids[:, 20:] = 2046, 2047
        return {"input_ids": ids.astype(np.int32)}, ["last_hidden_state", "pooler_output"]
    shape = (sizes["batch"], 3 if network == "vae_encoder" else 4, sizes["height"], sizes["width"])
    noise = random.standard_normal(shape).astype(np.float32)
    if network == "unet":
        context = random.standard_normal((sizes["batch"], sizes["sequence"], 192)).astype(np.float32)
        return {"sample": noise, "timestep": np.array([437], np.float32), "encoder_hidden_states": context}, ["out_sample"]
    if network == "vae_encoder":
        return {"sample": np.tanh(noise)}, ["latent_sample"]
    return {"latent_sample": noise}, ["sample"]


def check_size(tools, report, network, sizes):
    inputs, outputs = random_inputs(network, sizes)
    inputs = {name: value.astype(np.float16).astype(np.float32) if value.dtype == np.float32 else value
              for name, value in inputs.items()}  # both sides see the same values
    plan = tools.path("size.plan")
    tools.compile(model_path(network), plan, sizes)
    actual, expected = tools.run(plan, inputs, outputs), oracle(model_path(network), inputs, outputs)
    shown = " ".join(f"{k}={v}" for k, v in sizes.items())
    for name in outputs:
        report.check(f"{network} {shown}: {name}", relative_l2(actual[name], expected[name]), BOUND)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--slow", action="store_true", help="every UNet call of the f32 run on lavapipe too")
    arguments = parser.parse_args()
    tools, report = Tools(arguments.bin, arguments.work), Report()
    reference = np.load(os.path.join(MODEL, "reference.npz"))
    report.guard("reference f32", lambda: check_reference(tools, report, reference, "f32", range(21)))
    report.guard("reference f16", lambda: check_reference(tools, report, reference, "f16", (0, 10, 20)))
    # The validation layer watches; a message of it makes the run fail.
    on_vulkan = Tools(arguments.bin, arguments.work, "vulkan:0", {"BURIN_VALIDATE": "1"})
    for precision, calls in (("f32", range(21) if arguments.slow and not report.leaves_out() else (10,)), ("f16", (10,))):
        report.guard(f"reference {precision} on lavapipe", lambda p=precision, c=calls: check_reference(
            on_vulkan, report, reference, p, c, "lavapipe"))
    report.guard("picture", lambda: check_picture(tools, report, reference))
    for network, sizes in OTHER_SIZES:
        report.guard(f"{network} {sizes}", lambda n=network, s=sizes: check_size(tools, report, n, s))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
