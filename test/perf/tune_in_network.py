#!/usr/bin/env python3
"""Finds the configs that are fastest inside of a network, where weights come from memory and caches are not warm.

    tune_in_network.py prepare OUT --bin build/bin --model unet.onnx --bind batch=2,height=64,width=64 [--apis opencl,vulkan]
    OUT/tune_in_network.py measure OUT --bin build/bin --result RESULT.json       # on the device; needs no compiler
    tune_in_network.py choose OUT RESULT.json --api opencl -o tuning.json [--merge compiler/Target/data/tuning/T-API.json]

`burin tune` compares the configs of one kernel with each other, alone on the device. This compares whole plans: plan i
runs every kernel with its candidate i, the per-kernel times of all plans are put side by side, and each kernel gets the
config that was fastest where it stands. --parts P,Q: also plans whose contractions are all summed in so many parts
(`burinc --split-parts`): `choose` finds configs for these sums, too, and leaves to `select-split` which of them are taken.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

MARGIN = 0.02  # a gain below is within what two runs differ by


def compile_plan(arguments, output, options):
    bind = ["--bind", *arguments.bind.split(",")] if arguments.bind else []
    command = [os.path.join(arguments.bin, "burinc"), arguments.model, "--target", arguments.target, "--precision", arguments.precision,
               "--synthetic-weights", "1", "--quiet", *bind, *arguments.options, *options, "-o", output]
    subprocess.run(command, check=True)


def inspect(arguments, plan):
    text = subprocess.run([os.path.join(arguments.bin, "burin"), "inspect", "--json", plan], check=True, capture_output=True, text=True).stdout
    return json.loads(text)


def read_candidates(arguments, plan):
    """{signature: (kernel name, [config, the model's choice first], predicted us of all calls)} of an --emit-candidates plan."""
    facts = inspect(arguments, plan)
    configs = {kernel["name"]: about["config"] for kernel, about in zip(facts["kernels"], facts["metadata"]["kernels"])}
    calls, found = facts["metadata"]["candidate_calls"], {}
    for entry in facts["entries"]:
        names = [dispatch["kernel"] for dispatch in entry["dispatches"]]
        predicted = entry["dispatches"][0]["predicted_ns"] / 1e3 * calls[entry["name"]]
        found[entry["name"]] = (names[0].rsplit("_c", 1)[0], [configs[name] for name in names], predicted)
    return found


def write_tuning(path, arguments, api, configs):
    """configs: {signature: config}"""
    with open(path, "w") as file:
        json.dump({"format": "burin-tuning", "version": 1, "target": arguments.target, "api": api, "device": "", "driver": "",
                   "entries": [{"signature": signature, "config": config} for signature, config in configs.items()]}, file)


def sort_configs(configs, known, preferred):
    """What is shipped (or else chosen by the model) first, then those whose tile begins with a preferred one, then the model's order."""
    first = known or configs[0]
    rank = lambda config: next((i for i, tile in enumerate(preferred) if f"tile = [{tile}" in config), len(preferred))
    return [first, *sorted((c for c in configs if c != first), key=rank)]


def prepare_variants(arguments, api, parts, shipped):
    options = ["--api", api] + (["--split-parts", str(parts)] if parts > 1 else [])
    work = os.path.join(arguments.out, "work.plan")
    count = arguments.variants if parts <= 1 else arguments.part_variants
    compile_plan(arguments, work, [*options, "--emit-candidates", str(min(64, count + 1 + 8 * bool(arguments.prefer))), *arguments.schedules])
    candidates = read_candidates(arguments, work)
    plans = []
    for variant in range(count):
        chosen = dict(shipped)
        kernels = {}
        for signature, (kernel, configs, predicted) in candidates.items():
            order = sort_configs(configs, shipped.get(signature), arguments.prefer)
            config = order[variant] if variant < len(order) and predicted >= arguments.least_us else order[0]
            chosen[signature] = config
            kernels[kernel] = {"signature": signature, "config": config}
        tuning, name = os.path.join(arguments.out, "work.json"), f"{api}-{parts}-{variant}.plan"
        write_tuning(tuning, arguments, api, chosen)
        compile_plan(arguments, os.path.join(arguments.out, name), [*options, "--tuning", tuning])
        plans.append({"plan": name, "api": api, "parts": parts, "variant": variant, "kernels": kernels})
        print(name, flush=True)
    return plans


def prepare(arguments):
    os.makedirs(arguments.out, exist_ok=True)
    plans = []
    for api in arguments.apis.split(","):
        shipped = {}
        if arguments.shipped:
            with open(arguments.shipped.replace("API", api)) as file:
                shipped = {entry["signature"]: entry["config"] for entry in json.load(file)["entries"]}
        for parts in [1, *map(int, filter(None, arguments.parts.split(",")))]:
            plans += prepare_variants(arguments, api, parts, shipped)
    for name in ("work.plan", "work.json"):
        os.remove(os.path.join(arguments.out, name))
    with open(os.path.join(arguments.out, "plans.json"), "w") as file:
        json.dump(plans, file)
    shutil.copy(__file__, arguments.out)


def bench(arguments, plan, warmup, runs):
    device = arguments.device[plan["api"]]
    output = os.path.join(arguments.work, plan["plan"] + ".json")
    subprocess.run([os.path.join(arguments.bin, "burin"), "bench", os.path.join(arguments.out, plan["plan"]), "--device", device, "--entry",
                    arguments.entry, "--warmup", str(warmup), "--runs", str(runs), "--json", output],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=300)
    with open(output) as file:
        return next(entry for entry in json.load(file)["entries"] if entry["name"] == arguments.entry)


def measure(arguments):
    """Builds all kernels from several processes, then measures one plan after the other, as many as fit into the limit."""
    begin, results = time.monotonic(), []
    os.makedirs(arguments.work, exist_ok=True)
    with open(os.path.join(arguments.out, "plans.json")) as file:
        plans = [plan for plan in json.load(file) if plan["api"] in arguments.device]

    def build(plan):
        if time.monotonic() - begin < arguments.build_limit:
            try:
                bench(arguments, plan, 0, 1)
            except subprocess.SubprocessError as error:
                print(plan["plan"], error, getattr(error, "stderr", ""), flush=True)

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(build, plans))
    print(f"built in {time.monotonic() - begin:.1f} s", flush=True)
    for plan in plans:
        if time.monotonic() - begin > arguments.limit:
            print("out of time before", plan["plan"])
            break
        try:
            entry = bench(arguments, plan, arguments.warmup, arguments.runs)
        except subprocess.SubprocessError as error:
            print(plan["plan"], error, getattr(error, "stderr", ""), flush=True)
            continue
        print(f"{plan['plan']}: {entry['wall_ms']['median']:.3f} ms, kernels {entry['kernels_ms']['median']:.3f} ms", flush=True)
        results.append({"plan": plan["plan"], "wall_ms": entry["wall_ms"]["median"],
                        "kernels": [[k["kernel"], k["dispatches"], k["ms"]] for k in entry["kernels"]]})
        with open(arguments.result, "w") as file:
            json.dump(results, file)


def load_results(arguments):
    """{parts: [(plan, {kernel: (calls, us of one call)})]}, the API's."""
    with open(os.path.join(arguments.out, "plans.json")) as file:
        plans = {plan["plan"]: plan for plan in json.load(file)}
    with open(arguments.result) as file:
        measured = json.load(file)
    found = collections.defaultdict(list)
    for result in measured:
        plan = plans[result["plan"]]
        if plan["api"] == arguments.api:
            found[plan["parts"]].append((plan, {name: (calls, ms * 1e3 / calls) for name, calls, ms in result["kernels"]}))
    return found


def choose(arguments):
    found, chosen, gain = load_results(arguments), {}, 0
    for parts, plans in sorted(found.items()):
        base = plans[0][0]["kernels"]
        for kernel, about in base.items():
            times = collections.defaultdict(list)
            for plan, kernels in plans:
                if kernel in kernels and kernel in plan["kernels"]:
                    times[plan["kernels"][kernel]["config"]].append(kernels[kernel][1])
            if len(times) < 2:
                continue
            medians = {config: statistics.median(us) for config, us in times.items()}
            best = min(medians, key=medians.get)
            before = medians[about["config"]]
            if medians[best] > before * (1 - MARGIN):
                best = about["config"]
            calls = plans[0][1][kernel][0]
            if parts == 1:
                gain += calls * (before - medians[best])
            chosen[about["signature"]] = {"signature": about["signature"], "config": best, "calls": calls, "us": round(medians[best], 3),
                                          "model_us": round(before, 3), "model_config": about["config"], "candidates": len(medians)}
            if arguments.verbose:
                print(f"parts {parts} {kernel:14s} x{calls:<3d} {before:8.1f} -> {medians[best]:8.1f} us  {best}")
    print(f"{len(chosen)} kernels; the plan as it is gains {gain / 1e3:.3f} ms")
    if arguments.output:
        write_choice(arguments, chosen)


def write_choice(arguments, chosen):
    with open(arguments.merge) as file:
        tuning = json.load(file)
    entries = {entry["signature"]: entry for entry in tuning["entries"]}
    for signature, entry in chosen.items():
        entries[signature] = {**{k: v for k, v in entries.get(signature, {}).items() if k in ("label", "rejected")}, **entry}
    tuning["entries"] = list(entries.values())
    with open(arguments.output + ".new", "w") as file:
        json.dump(tuning, file, indent=1)
        file.write("\n")
    os.replace(arguments.output + ".new", arguments.output)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("prepare", help="compile the plans to compare")
    make.add_argument("--model", required=True)
    make.add_argument("--bind", default="", help="sizes, as for burinc")
    make.add_argument("--target", default="nvidia-h100")
    make.add_argument("--precision", default="f16")
    make.add_argument("--options", default="", type=str.split, help="more options of burinc, in one argument")
    make.add_argument("--apis", default="opencl,vulkan")
    make.add_argument("--variants", type=int, default=12, help="plans of the network as it is")
    make.add_argument("--parts", default="", help="also with sums in so many parts, such as 2,4")
    make.add_argument("--part-variants", type=int, default=6, help="plans for each of these")
    make.add_argument("--prefer", default="", type=lambda text: list(filter(None, text.split(";"))),
                      help="tiles to try first, separated by semicolons, such as '128, 160;128, 128'")
    make.add_argument("--schedules", default="matrix-contraction,cooperative-contraction",
                      type=lambda text: ["--candidate-schedules", *text.split(",")] if text else [],
                      help="only kernels of these schedules, separated by commas; '' for all")
    make.add_argument("--least-us", type=float, default=8, help="kernels predicted to take less in all calls keep their config")
    make.add_argument("--shipped", help="tuning file to begin with; 'API' in it stands for the API")
    run = commands.add_parser("measure", help="run them on the device")
    run.add_argument("--result", required=True)
    run.add_argument("--device", action="append", default=[], help="API=ID, e.g. opencl=opencl:0")
    run.add_argument("--work", default="tune-in-network.work")
    run.add_argument("--jobs", type=int, default=os.cpu_count())
    run.add_argument("--build-limit", type=float, default=200, help="seconds")
    run.add_argument("--limit", type=float, default=500, help="seconds after which no plan is begun")
    run.add_argument("--warmup", type=float, default=0.5)
    run.add_argument("--runs", type=int, default=12)
    pick = commands.add_parser("choose", help="the fastest config of every kernel")
    pick.add_argument("--api", required=True)
    pick.add_argument("-o", "--output")
    pick.add_argument("--merge", help="tuning file whose other entries are kept")
    pick.add_argument("-v", "--verbose", action="store_true")
    for command in (make, run, pick):
        command.add_argument("out", metavar="OUT")
        command.add_argument("--bin", default="build/bin", help="folder of burinc and burin")
        command.add_argument("--entry", default="main")
    pick.add_argument("result", metavar="RESULT.json")
    arguments = parser.parse_args()
    if arguments.command == "measure":
        arguments.device = dict(item.split("=", 1) for item in arguments.device)
    if arguments.command == "choose" and arguments.output and not arguments.merge:
        parser.error("-o needs --merge")
    return arguments


def main():
    arguments = parse_arguments()
    {"prepare": prepare, "measure": measure, "choose": choose}[arguments.command](arguments)


if __name__ == "__main__":
    sys.exit(main())
