#!/usr/bin/env python3
"""What each optimization buys: the ladder from none of them to all.

    test/perf/ablation.py --bin build/bin --work build/ablation --out docs [--device opencl:0]

Every rung turns on one more of the optimizations that `burinc
--list-optimizations` names. For each rung: the UNet of Stable Diffusion 1.5
(batch 2, 64x64 latents, f16, synthetic weights), compiled for each of --targets:
kernels, activation bytes, peak memory and predicted time; and the networks of
the emoji pipeline, compiled for the device's target and measured on it. Writes
OUT/ablation.md and OUT/images/ablation.svg. Not a test: nothing passes or fails.
"""
import argparse
import datetime
import gzip
import json
import os
import platform
import shutil
import sys
import xml.sax.saxutils

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "numerics"))
from common import REPOSITORY, Tools  # noqa: E402

GRAPH = os.path.join(REPOSITORY, "test", "numerics", "graphs", "sd15-unet-ts14.onnx.gz")
EMOJI = os.path.join(REPOSITORY, "examples", "emoji", "model")
UNET_SIZES = {"batch": 2, "height": 64, "width": 64, "steps": 1, "sequence": 77}
EMOJI_SIZES = {"text_encoder": {"batch": 2, "sequence": 77},
               "unet": {"batch": 2, "height": 16, "width": 16, "steps": 1, "sequence": 77},
               "vae_decoder": {"batch": 1, "height": 16, "width": 16}}
EMOJI_CALLS = {"text_encoder": 1, "unet": 21, "vae_decoder": 1}  # 20 PNDM steps
# The order in which rungs are added; what burinc lists and this does not comes
# before the last one.
ORDER = ["norms", "activations", "gates", "upsampling", "time-embedding", "attention=partial", "attention=auto",
         "winograd", "epilogues", "prologues", "norm-prologues", "group-norm-prologues", "merge-matmuls", "hoisting",
         "guidance", "split-k", "split-norms", "producer-statistics", "reorder", "in-place"]


def ladder(names, order=None):
    """[(label, options)] of every rung; `names` is what --disable takes."""
    order = order or ORDER
    known = {step.split("=")[0] for step in order}
    extra = [name for name in dict.fromkeys(names) if name not in known]
    steps = [step for step in order[:-1] + extra + order[-1:] if step.split("=")[0] in names]
    rungs, enabled, attention = [], set(), "plain"
    for label in ["baseline"] + steps:
        name, _, value = label.partition("=")
        enabled.add(name)
        attention = value or attention
        disabled = [other for other in dict.fromkeys(names) if other not in enabled]
        options = ["--attention", attention] + (["--disable", ",".join(disabled)] if disabled else [])
        rungs.append((label if label == "baseline" else "+ " + label, options))
    return rungs


def hoist_options(tools):
    """What makes hoisting apply to the UNet: the text of a prompt does not change per step."""
    text = tools.call("burinc", "--help").stdout
    return ["--hoist", "encoder_hidden_states"] if "--hoist" in text else []


def compile_unet(tools, model, target, options):
    """Figures of one step (entry main); what is hoisted is counted apart."""
    plan = tools.path("unet.plan")
    if "hoisting" not in next((options[i + 1] for i, o in enumerate(options) if o == "--disable"), "").split(","):
        options = options + hoist_options(tools)
    options = options + ["--guidance", "sample"]  # both halves of the batch get the same latents
    stats = tools.compile(model, plan, UNET_SIZES, "f16", target, ["--synthetic-weights", "1", *options])
    main = stats["entries"]["main"]
    return {"kernels": main["kernels"], "activation_bytes": main["activation_bytes"], "weight_bytes": main["weight_bytes"],
            "flops": main["flops"], "arena_bytes": stats["arena_bytes"], "predicted_ns": main["predicted_ns"],
            "hoisted_ns": sum(e["predicted_ns"] for n, e in stats["entries"].items() if n != "main"),
            "compile_seconds": stats["compile_seconds"]}


def measure_emoji(tools, target, device, options, runs):
    """Milliseconds of the pipeline's networks: the median and the least wall time."""
    total = {"median": 0.0, "min": 0.0, "kernels": 0}
    for network, sizes in EMOJI_SIZES.items():
        plan, result = tools.path(network + ".plan"), tools.path(network + ".json")
        tools.compile(os.path.join(EMOJI, network, "model.onnx"), plan, sizes, "f32", target, options)
        tools.call("burin", "bench", plan, "--device", device, "--warmup", 1, "--runs", runs, "--json", result)
        with open(result) as file:
            entries = json.load(file)["entries"]
        for figure in ("median", "min"):
            total[figure] += EMOJI_CALLS[network] * sum(entry["wall_ms"][figure] for entry in entries)
        total["kernels"] += sum(len(entry["dispatches"]) for entry in entries)
    return total


def table(results, targets, device):
    """Markdown lines."""
    measured = any("emoji" in row for row in results)
    head = ["rung", "kernels", "activations, GB", "arena, MiB"] + [f"{t}, ms" for t in targets]
    head += [f"emoji on {device}, ms (least)", "emoji kernels"] if measured else []
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for row in results:
        unet = row["unet"].get(targets[0])
        cells = [row["label"]]
        cells += [str(unet["kernels"]), f"{unet['activation_bytes'] / 1e9:.2f}", f"{unet['arena_bytes'] / 2**20:.1f}"] if unet else ["-"] * 3
        cells += [f"{row['unet'][t]['predicted_ns'] / 1e6:.1f}" if t in row["unet"] else "-" for t in targets]
        if measured:
            emoji = row.get("emoji")
            cells += [f"{emoji['median']:.0f} ({emoji['min']:.0f})", str(emoji["kernels"])] if emoji else ["-", "-"]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def bars(x, width, title, unit, values, reference=None):
    """One column of horizontal bars: SVG lines."""
    top, row = 62, 24
    largest = max([v for v in values if v is not None] + [reference[0] if reference else 0]) or 1
    lines = [f'<text x="{x}" y="34" class="head">{title}</text><text x="{x}" y="50" class="soft">{unit}</text>']
    last = None
    for i, value in enumerate(values):
        if value is None:
            continue
        length, y = (width - 58) * value / largest, top + row * i
        gain = last is not None and value < 0.995 * last
        last = value
        lines.append(f'<rect x="{x}" y="{y}" width="{max(length, 1):.1f}" height="15" rx="2" class="{"gain" if gain or i == 0 else "same"}"/>')
        text = f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
        lines.append(f'<text x="{x + max(length, 1) + 5:.1f}" y="{y + 12}">{text}</text>')
    if reference:
        at = x + (width - 58) * reference[0] / largest
        lines.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top - 6}" y2="{top + row * len(values) - 4}" class="mark"/>')
        lines.append(f'<text x="{at:.1f}" y="{top + row * len(values) + 10}" class="soft" text-anchor="middle">{reference[1]}</text>')
    return lines


def plot(results, targets, device):
    """The ladder as small multiples: one row per rung, one column per figure."""
    columns = [("kernels", "per UNet step", [get(r, targets[0], "kernels", 1) for r in results], (414, "published best 414")),
               ("activations", "GB moved per step", [get(r, targets[0], "activation_bytes", 1e9) for r in results], (2.9, "2.9 GB")),
               ("arena", "MiB", [get(r, targets[0], "arena_bytes", 2**20) for r in results], (65, "65 MiB"))]
    columns += [(t, "predicted ms per step", [get(r, t, "predicted_ns", 1e6) for r in results], None) for t in targets]
    if any("emoji" in r for r in results):
        columns.append((f"emoji-sd on {device}", "measured ms per picture",
                        [r["emoji"]["min"] if "emoji" in r else None for r in results], None))
    left, width = 172, 172
    total, height = left + width * len(columns), 62 + 24 * len(results) + 30
    escape = xml.sax.saxutils.escape
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {height}" font-family="system-ui, DejaVu Sans, sans-serif" font-size="11.5">',
             "<style>text{fill:#1d2733}.soft{fill:#5d6b7a;font-size:10.5px}.head{font-weight:650;font-size:13px}.gain{fill:#3b78c2}"
             ".same{fill:#b9cbe0}.mark{stroke:#d1574f;stroke-width:1.2;stroke-dasharray:3 3}.line{stroke:#e3e8ee}</style>",
             f'<rect width="{total}" height="{height}" fill="#fff"/>']
    for i, row in enumerate(results):
        y = 62 + 24 * i
        lines.append(f'<line x1="8" x2="{total - 8}" y1="{y + 19.5}" y2="{y + 19.5}" class="line"/>')
        lines.append(f'<text x="10" y="{y + 12}">{escape(row["label"])}</text>')
    for i, (title, unit, values, reference) in enumerate(columns):
        if any(v is not None for v in values):
            lines += bars(left + width * i, width, escape(title), escape(unit), values, reference)
    return "\n".join(lines + ["</svg>", ""])


def get(row, target, key, scale):
    return row["unet"][target][key] / scale if target in row["unet"] else None


def report(results, targets, arguments, version):
    """docs/ablation.md."""
    today = datetime.date.today().isoformat()
    text = [
        "# What each optimization buys", "",
        "Written by `test/perf/ablation.py`; every row turns on one more optimization and keeps those above it.",
        "The UNet is that of Stable Diffusion 1.5: batch 2, 64x64 latents, f16. Kernels, activations (read and written) and arena are of the",
        f"plan for {targets[0]}; times per target are the compiler's roofline (launches, bandwidth and peak rates of the target files), not",
        "measurements. The last columns are measured: the three networks of emoji-sd for one picture of 20 steps (text encoder, 21 UNet calls,",
        f"VAE decoder) on {arguments.device} ({platform.machine()}, {os.cpu_count()} cores), f32, median and least of {arguments.runs} runs.",
        "Rungs that change nothing for that device run the same plans: what differs between those is the machine's noise.", "",
        f"Date: {today}. {version}", "", "![the ladder](images/ablation.svg)", ""]
    text += table(results, targets, arguments.device)
    text += ["", "Dashed lines: the best published or computed figures for this network (flash attention everywhere)."]
    failures = [f"- {row['label']}: {error}" for row in results for error in row["errors"]]
    if failures:
        text += ["", "Rungs that did not compile or run:", ""] + failures
    return "\n".join(text + [""])


def attempt(row, name, function):
    """Runs one measurement; one that fails is written down, the rest goes on."""
    try:
        return function()
    except Exception as error:
        row["errors"].append(f"{name}: {str(error).strip().splitlines()[-1][:300]}")
        print("FAIL", row["label"], row["errors"][-1], file=sys.stderr, flush=True)
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True, help="folder for ablation.md and images/ablation.svg")
    parser.add_argument("--targets", default="adreno-740,mali-g720,intel-xe,nvidia-h100")
    parser.add_argument("--device", default="opencl:0", help="where the emoji networks run; 'none': nowhere")
    parser.add_argument("--device-target", default="cpu-pocl", help="target that the device's plans are compiled for")
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    tools = Tools(arguments.bin, arguments.work)
    model = tools.path("unet.onnx")
    with gzip.open(GRAPH) as packed, open(model, "wb") as out:
        shutil.copyfileobj(packed, out)
    listing = tools.call("burinc", "--list-optimizations").stdout
    names = [line.split()[0] for line in listing.splitlines() if line.strip()]
    targets, results = arguments.targets.split(","), []
    for label, options in ladder(names):
        row = {"label": label, "unet": {}, "errors": []}
        for target in targets:
            figures = attempt(row, target, lambda: compile_unet(tools, model, target, options))
            if figures:
                row["unet"][target] = figures
        if arguments.device != "none":
            emoji = attempt(row, "emoji", lambda: measure_emoji(tools, arguments.device_target, arguments.device, options, arguments.runs))
            if emoji:
                row["emoji"] = emoji
        results.append(row)
        print(json.dumps(row), flush=True)
    with open(tools.path("ablation.json"), "w") as file:
        json.dump(results, file, indent=1)
    os.makedirs(os.path.join(arguments.out, "images"), exist_ok=True)
    version = tools.call("burin", "--version").stdout.strip()
    with open(os.path.join(arguments.out, "ablation.md"), "w") as file:
        file.write(report(results, targets, arguments, f"Burin {version}."))
    with open(os.path.join(arguments.out, "images", "ablation.svg"), "w") as file:
        file.write(plot(results, targets, arguments.device))
    print("\n".join(table(results, targets, arguments.device)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
