#!/usr/bin/env python3
"""Compiles everything that gpu.py runs, so that the GPU machine needs no compiler.

    prepare_gpu.py OUT --bin build/bin [--target nvidia-h100] [--wheels FOLDER] [--tune 8]
    prepare_gpu.py OUT --bin build/bin --dry-run      # emoji-sd for PoCL and lavapipe: checks the scripts

OUT becomes a folder with gpu.py, the program `burin`, plans with synthetic weights (generated where they run), and
references computed here in f32 on the CPU; OUT.tar.xz is the same, packed. The graphs are those of Stable Diffusion
1.5 under test/numerics/graphs, without weights. --wheels: Python packages that the GPU machine lacks (diffusers).
"""
import argparse
import glob
import gzip
import json
import os
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(REPOSITORY, "test", "numerics"))
from common import Tools  # noqa: E402

GRAPHS = os.path.join(REPOSITORY, "test", "numerics", "graphs")
EMOJI = os.path.join(REPOSITORY, "examples", "emoji", "model")
DIRECT = ["--winograd", "off"]
WINOGRAD = ["--winograd", "f4", "--winograd-scratch", "4096"]
EMOJI_SIZES = {"text_encoder": {"batch": 2, "sequence": 77}, "unet": {"batch": 2, "height": 16, "width": 16, "steps": 1, "sequence": 77},
               "vae_decoder": {"batch": 1, "height": 16, "width": 16}}
BOUND = 5e-3  # relative L2 against f32
SD_SCALE = [(64, 2), (32, 2), (96, 2), (128, 2), (64, 1), (64, 4), (64, 8)]  # latents, batch
DDIM = {"_class_name": "DDIMScheduler", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "clip_sample": False,
        "num_train_timesteps": 1000, "prediction_type": "epsilon", "set_alpha_to_one": False, "steps_offset": 1}


class Preparation:
    def __init__(self, arguments):
        self.arguments, self.out = arguments, arguments.out
        self.tools = Tools(arguments.bin, os.path.join(arguments.out + ".work"))
        self.seed = [] if arguments.dry_run else ["--synthetic-weights", "1"]
        self.latents = 16 if arguments.dry_run else 64

    def compile(self, model, plan, bindings, api, extra=()):
        target, options = self.target(api)
        return self.tools.compile(model, os.path.join(self.out, plan), bindings, self.precision(), target, [*options, *self.seed, *extra])

    def precision(self):
        return "f32" if self.arguments.dry_run else "f16"

    def target(self, api):
        if self.arguments.dry_run:
            return {"opencl": "cpu-pocl", "vulkan": "lavapipe"}[api], []
        return self.arguments.target, (["--api", "vulkan"] if api == "vulkan" else [])


def write_json(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(value, file, indent=1)


def assemble_model(prepare):
    """A diffusers folder: the graphs, DDIM (as many UNet calls as steps), and any CLIP vocabulary."""
    folder = prepare.tools.path("model")
    if prepare.arguments.dry_run:
        shutil.copytree(EMOJI, folder, dirs_exist_ok=True)
    else:
        for network, graph in (("unet", "sd15-unet-ts14"), ("vae_decoder", "sd15-vaedec-ts14"), ("text_encoder", "sd15-text-ts14")):
            os.makedirs(os.path.join(folder, network), exist_ok=True)
            with gzip.open(os.path.join(GRAPHS, graph + ".onnx.gz")) as packed, open(os.path.join(folder, network, "model.onnx"), "wb") as out:
                shutil.copyfileobj(packed, out)
        shutil.copytree(os.path.join(EMOJI, "tokenizer"), os.path.join(folder, "tokenizer"), dirs_exist_ok=True)
        shutil.copy(os.path.join(EMOJI, "model_index.json"), folder)
        write_json(os.path.join(folder, "unet", "config.json"), {"sample_size": 64, "in_channels": 4})
        write_json(os.path.join(folder, "vae_decoder", "config.json"),
                   {"block_out_channels": [128, 256, 512, 512], "latent_channels": 4, "scaling_factor": 0.18215})
    write_json(os.path.join(folder, "scheduler", "scheduler_config.json"), DDIM)
    return folder


def compile_pipeline(prepare, model, api):
    folder = "pipeline-" + api
    target, options = prepare.target(api)
    prepare.tools.call("burinc", model, "--target", target, "--precision", prepare.precision(), "--quiet", "-o", os.path.join(prepare.out, folder),
                       *options, *prepare.seed)
    return folder


def unet_sizes(latents, batch):
    return {"batch": batch, "height": latents, "width": latents, "steps": 1, "sequence": 77}


def compile_scale(prepare, model, api):
    points = []
    for latents, batch in [(16, 2), (8, 1)] if prepare.arguments.dry_run else SD_SCALE:
        plan = f"scale-{api}-{latents}-{batch}.plan"
        prepare.compile(os.path.join(model, "unet", "model.onnx"), plan, unet_sizes(latents, batch), api)
        points.append({"latents": latents, "batch": batch, "plan": plan})
    return points


def compile_candidates(prepare, model, api):
    """Plans of candidates for `burin tune`: one per network, and one of the UNet's contractions for each number of parts."""
    plans, arguments = [], prepare.arguments
    chosen = ["--candidate-schedules", *arguments.tune_schedules.split(",")] if arguments.tune_schedules else []
    sizes = {"unet": unet_sizes(prepare.latents, 2), "vae_decoder": {"batch": 1, "height": prepare.latents, "width": prepare.latents}}
    for network, bindings in sizes.items():
        plan = f"candidates-{api}-{network}.plan"
        prepare.compile(os.path.join(model, network, "model.onnx"), plan, bindings, api, ["--emit-candidates", arguments.tune, *chosen])
        plans.append(plan)
    contractions = {"opencl": "matrix-contraction", "vulkan": "cooperative-contraction"}[api]
    for parts in filter(None, arguments.tune_parts.split(",")):
        plan = f"candidates-{api}-unet-{parts}-parts.plan"
        prepare.compile(os.path.join(model, "unet", "model.onnx"), plan, sizes["unet"], api,
                        ["--split-parts", parts, "--emit-candidates", arguments.tune, "--candidate-schedules", contractions])
        plans.append(plan)
    return plans


def accuracy_cases(prepare):
    """(name, key, network, options, sizes, inputs, output) at sizes that a CPU can afford in f32. Both sides of a comparison take
    Winograd for the same convolutions: transformed weights are noise of their own in a plan without weights."""
    random, size = np.random.default_rng(7), 16
    width = 192 if prepare.arguments.dry_run else 768
    latent = random.standard_normal((2, 4, size, size)).astype(np.float32)
    unet = {"sample": latent, "timestep": np.array([500], np.float32),
            "encoder_hidden_states": random.standard_normal((2, 77, width)).astype(np.float32)}
    decoder = ({"batch": 1, "height": size, "width": size}, {"latent_sample": latent[:1]}, "sample")
    return [("UNet 16x16", "unet", "unet", DIRECT, unet_sizes(size, 2), unet, "out_sample"),
            ("VAE 16x16", "vae_decoder", "vae_decoder", DIRECT, *decoder),
            ("UNet 16x16, all F(4x4)", "unet-winograd", "unet", WINOGRAD, unet_sizes(size, 2), unet, "out_sample")]


def synthetic_constants(plan):
    """Seed, distribution and element count of each synthetic constant (docs/plan_format.md), sorted."""
    with open(plan, "rb") as file:
        data = file.read()
    record, offset, size = struct.unpack_from("<4xIQQ", data, 32 + 24)
    constants = []
    for at in range(offset, offset + size, record):
        element, kind = data[at + 16], data[at + 17]
        if kind == 1:
            (count,), (seed, mean, deviation) = struct.unpack_from("<Q", data, at + 32), struct.unpack_from("<Qff", data, at + 48)
            constants.append([seed, round(mean, 6), round(deviation, 6), count // (4 if element == 0 else 2)])
    return sorted(constants)


def describe_check(name, key, network, options, sizes, inputs, output, files):
    return {"name": name, "key": key, "network": network, "options": options, "sizes": sizes, "output": output, "bound": BOUND,
            "inputs": {tensor: files[tensor] for tensor in inputs}, "reference": files["reference"]}


def prepare_references(prepare, model):
    """Inputs and f32 results on the CPU, as files; {name: check without plan}."""
    checks = {}
    for name, key, network, options, sizes, inputs, output in accuracy_cases(prepare):
        plan = prepare.tools.path(f"reference-{key}.plan")
        prepare.tools.compile(os.path.join(model, network, "model.onnx"), plan, sizes, "f32", "cpu-pocl", [*prepare.seed, *options])
        result = prepare.tools.run(plan, inputs, [output])[output]
        if not np.isfinite(result).all():
            raise RuntimeError(f"{name}: the reference is not finite")
        files = {}
        for tensor, value in {**inputs, "reference": result}.items():
            files[tensor] = os.path.join("references", f"{key}-{tensor}.npy")
            os.makedirs(os.path.join(prepare.out, "references"), exist_ok=True)
            np.save(os.path.join(prepare.out, files[tensor]), value)
        write_json(os.path.join(prepare.out, "references", f"{key}-constants.json"), synthetic_constants(plan))
        checks[name] = describe_check(name, key, network, options, sizes, inputs, output, files)
        print(f"reference {name}: norm {np.linalg.norm(result):.4g}", flush=True)
    return checks


def reuse_references(prepare):
    """Those of an earlier run: the graphs, the seed and the inputs are the same."""
    shutil.copytree(prepare.arguments.references, os.path.join(prepare.out, "references"))
    checks = {}
    for name, key, network, options, sizes, inputs, output in accuracy_cases(prepare):
        files = {tensor: os.path.join("references", f"{key}-{tensor}.npy") for tensor in [*inputs, "reference"]}
        for tensor, value in inputs.items():
            if not np.array_equal(np.load(os.path.join(prepare.out, files[tensor])), value):
                raise RuntimeError(f"{name}: {files[tensor]} is of other inputs")
        checks[name] = describe_check(name, key, network, options, sizes, inputs, output, files)
    return checks


def compile_accuracy(prepare, model, api, checks):
    result = []
    for check in checks.values():
        plan = f"accuracy-{api}-{check['key']}.plan"
        prepare.compile(os.path.join(model, check["network"], "model.onnx"), plan, check["sizes"], api, check["options"])
        with open(os.path.join(prepare.out, "references", check["key"] + "-constants.json")) as file:
            if json.load(file) != synthetic_constants(os.path.join(prepare.out, plan)):
                raise RuntimeError(f"{plan}: its noise is laid out otherwise than the reference's; no comparison is possible")
        result.append({**check, "plan": plan})
    return result


def compile_emoji(prepare, api):
    """The emoji model with its own weights, network by network and as a pipeline, for gpu.py --parts emoji."""
    target, options = prepare.target(api)
    plans = {}
    for network, sizes in EMOJI_SIZES.items():
        plans[network] = f"emoji-{api}-{network}.plan"
        prepare.tools.compile(os.path.join(EMOJI, network, "model.onnx"), os.path.join(prepare.out, plans[network]), sizes,
                              prepare.precision(), target, options)
    pipeline = "emoji-" + api
    prepare.tools.call("burinc", EMOJI, "--target", target, "--precision", prepare.precision(), "--quiet", "-o",
                       os.path.join(prepare.out, pipeline), *options)
    return {"plans": plans, "pipeline": pipeline}


def copy_programs(prepare):
    os.makedirs(os.path.join(prepare.out, "bin"), exist_ok=True)
    program = os.path.join(prepare.out, "bin", "burin")
    shutil.copy(os.path.join(prepare.arguments.bin, "burin"), program)
    subprocess.run(["strip", program], check=True)
    for script in ("gpu.py", "gpu_report.py", "torch_baseline.py"):
        shutil.copy(os.path.join(HERE, script), prepare.out)
    for name in ("libvulkan.so.1", "libOpenCL.so.1"):  # the loaders, in case that machine has none
        found = [p for p in glob.glob(f"/usr/lib/*-linux-gnu/{name}") + glob.glob(f"/usr/lib/{name}") if os.path.exists(p)]
        if found:
            folder = os.path.join(prepare.out, "lib", name.split(".")[0])
            os.makedirs(folder, exist_ok=True)
            shutil.copy(os.path.realpath(found[0]), os.path.join(folder, name))
    os.makedirs(os.path.join(prepare.out, "site"), exist_ok=True)
    for wheel in glob.glob(os.path.join(prepare.arguments.wheels, "*.whl")) if prepare.arguments.wheels else []:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(os.path.join(prepare.out, "site"))


def pack(prepare):
    path = prepare.out.rstrip("/") + ".tar.xz"
    with tarfile.open(path, "w:xz", preset=9) as archive:  # a dictionary of 64 MiB: APIs share weights
        archive.add(prepare.out, os.path.basename(prepare.out.rstrip("/")), filter=lambda info: None if "__pycache__" in info.name else info)
    print(f"{path}: {os.path.getsize(path) / 2**20:.1f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--target", default="nvidia-h100")
    parser.add_argument("--apis", default="opencl,vulkan")
    parser.add_argument("--wheels", help="folder of .whl files for the GPU machine")
    parser.add_argument("--scale-apis", default="opencl", help="APIs that the scale table is measured on")
    parser.add_argument("--no-references", action="store_true", help="leave the accuracy checks out (they take minutes)")
    parser.add_argument("--references", help="folder 'references' of an earlier OUT, to use again")
    parser.add_argument("--tune", type=int, default=0, metavar="N", help="also N candidates of each kernel, for gpu.py --parts tune")
    parser.add_argument("--tune-schedules", default="", help="with --tune: only kernels of these schedules, separated by commas")
    parser.add_argument("--tune-parts", default="", help="with --tune: also every contraction of the UNet in so many parts, such as 2,5,10")
    parser.add_argument("--emoji", action="store_true", help="also the emoji model with its weights (40 MB), for gpu.py --parts emoji")
    parser.add_argument("--dry-run", action="store_true", help="small: emoji-sd for the CPU's drivers")
    arguments = parser.parse_args()
    arguments.out = os.path.abspath(arguments.out)
    if os.path.exists(arguments.out):
        shutil.rmtree(arguments.out)
    os.makedirs(arguments.out)
    prepare = Preparation(arguments)
    model = assemble_model(prepare)
    checks = {} if arguments.no_references else reuse_references(prepare) if arguments.references else prepare_references(prepare, model)
    manifest, failures = {"model": "emoji-sd" if arguments.dry_run else "Stable Diffusion 1.5", "dry_run": arguments.dry_run, "apis": {}}, 0
    for api in arguments.apis.split(","):
        try:
            prepared = {"pipeline": compile_pipeline(prepare, model, api)}
            prepared["accuracy"] = compile_accuracy(prepare, model, api, checks)
            prepared["scale"] = compile_scale(prepare, model, api) if api in arguments.scale_apis.split(",") else []
            prepared["candidates"] = compile_candidates(prepare, model, api) if arguments.tune else []
            prepared["emoji"] = compile_emoji(prepare, api) if arguments.emoji else None
            manifest["apis"][api] = prepared
            print(f"{api}: compiled", flush=True)
        except RuntimeError as error:  # the other API is still worth measuring
            failures += 1
            print(f"FAIL {api}: {error}", file=sys.stderr, flush=True)
    write_json(os.path.join(arguments.out, "manifest.json"), manifest)
    copy_programs(prepare)
    if arguments.emoji:
        shutil.copy(os.path.join(EMOJI, "reference.npz"), arguments.out)
        shutil.copy(os.path.join(REPOSITORY, "test", "numerics", "png.py"), arguments.out)
    for statistics in glob.glob(os.path.join(arguments.out, "*.plan.json")):
        os.remove(statistics)
    if not arguments.dry_run:
        pack(prepare)
    shutil.rmtree(prepare.tools.work)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
