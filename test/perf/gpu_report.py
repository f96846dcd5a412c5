#!/usr/bin/env python3
"""Tables and the plot of what gpu.py measured.

    gpu_report.py RESULTS/results.json --docs docs    # docs/gpu.md and docs/images/gpu.svg

Ratios are ours / torch.compile of the same run. A figure that was not measured is a dash.
"""
import argparse
import json
import os
import sys
import xml.sax.saxutils

# What is compared: key, title, (must, aim) of the faster API and of the other.
ROWS = [("unet", "UNet step, batch 2, 64x64", (1.0, 0.65), (1.3, 0.8)),
        ("vae_decoder", "VAE decode to 512x512", (1.0, 0.65), (1.3, 0.8)),
        ("text_to_image", "text to image, 20 steps", (1.0, 0.65), None)]
NAMES = {"opencl": "OpenCL", "vulkan": "Vulkan"}


def condense(figures):
    """What of a `burin bench` result is kept: all but the dispatches one by one."""
    kept = {key: figures[key] for key in ("model", "target", "precision", "device", "start", "runs", "warmup_s", "arena_bytes",
                                          "target_facts")}
    kept["entries"] = {entry["name"]: {key: value for key, value in entry.items() if key not in ("name", "dispatches")}
                       for entry in figures["entries"]}
    return kept


def time_of(results, api, key):
    """Milliseconds of one step: the device's for networks, the host's for pictures; None where not measured."""
    figures = results["apis"].get(api, {}).get(key)
    if not figures:
        return None
    return figures["median"]["total_ms"] if key == "text_to_image" else figures["entries"]["main"]["wall_ms"]["median"]


def torch_time(results, key):
    return results["torch"].get(key, {}).get("median_ms")


def number(value, digits=2):
    return "-" if value is None else f"{value:.{digits}f}"


def verdict(ratio, bounds):
    if ratio is None or bounds is None:
        return "-"
    must, aim = bounds
    return "aim reached" if ratio <= aim else "reached" if ratio <= must else f"missed ({must:g})"


def ratios(results, key, faster, other):
    """[(api, ms, ratio, verdict)], the faster API first."""
    theirs = torch_time(results, key)
    measured = sorted((time_of(results, api, key), api) for api in results["apis"] if time_of(results, api, key) is not None)
    rows = []
    for i, (ms, api) in enumerate(measured):
        ratio = ms / theirs if theirs else None
        rows.append((api, ms, ratio, verdict(ratio, faster if i == 0 else other)))
    return rows


def summary(results):
    """The table of ratios, Markdown."""
    lines = ["| SD 1.5, f16 | torch.compile ms | API | Burin ms | ratio | |", "|---|---:|---|---:|---:|---|"]
    for key, title, faster, other in ROWS:
        theirs = torch_time(results, key)
        rows = ratios(results, key, faster, other) or [("-", None, None, "-")]
        for api, ms, ratio, text in rows:
            lines.append(f"| {title} | {number(theirs)} | {NAMES.get(api, api)} | {number(ms)} | {number(ratio)} | {text} |")
    return "\n".join(lines)


def wall_table(results):
    lines = ["| network | API | device ms (10 %, 90 %) | in kernels | wall ms | predicted | roofline | kernels | weights GB/s | first kernel beyond weights, ms |",
             "|---|---|---|---:|---:|---:|---:|---:|---:|---:|"]
    for api, networks in results["apis"].items():
        for network, figures in networks.items():
            for name, entry in figures.get("entries", {}).items():
                start, device = figures["start"], entry["device_ms"]
                title = network if name == "main" else f"{network}, {name}"
                lines.append(f"| {title} | {NAMES.get(api, api)} | {device['median']:.3f} ({device['p10']:.3f}, {device['p90']:.3f}) | "
                             f"{entry['kernels_ms']['median']:.3f} | {entry['wall_ms']['median']:.3f} | {entry['predicted_ms']:.3f} | "
                             f"{entry['roofline_ms']:.3f} | {sum(k['dispatches'] for k in entry['kernels'])} | {start['weights_gbps']:.2f} | "
                             f"{start['ready_ms'] - start['weights_ms']:.0f} |")
    return "\n".join(lines)


def picture_table(results):
    lines = ["| text to image | text ms | UNet calls | UNet and scheduler ms | VAE ms | total ms |", "|---|---:|---:|---:|---:|---:|"]
    for api in results["apis"]:
        figures = results["apis"][api].get("text_to_image")
        if figures:
            m = figures["median"]
            lines.append(f"| {NAMES.get(api, api)} | {m['text_ms']:.1f} | {m['evaluations']} | {m['denoise_ms']:.1f} | {m['decode_ms']:.1f} | {m['total_ms']:.1f} |")
    return "\n".join(lines) if len(lines) > 2 else ""


def upload_table(results):
    if not results.get("upload"):
        return ""
    lines = ["| UNet weights from a file, warm cache | GB | GB/s (at least 5) | kernels ms | first kernel beyond the weights, ms (at most 300) |", "|---|---:|---:|---:|---:|"]
    for api, start in results["upload"].items():
        lines.append(f"| {NAMES.get(api, api)} | {start['weights_bytes'] / 1e9:.2f} | {start['weights_gbps']:.2f} | {start['kernels_ms']:.0f} | "
                     f"{start['ready_ms'] - start['weights_ms']:.0f} |")
    return "\n".join(lines)


def scale_table(results):
    if not results["scale"]:
        return ""
    lines = ["| UNet | API | batch | ms | TFLOP | TFLOP/s | time per FLOP, 64x64 batch 2 = 1 |", "|---|---|---:|---:|---:|---:|---:|"]
    for row in sorted(results["scale"], key=lambda r: (r["api"], r["flops"])):
        base = [r for r in results["scale"] if r["api"] == row["api"] and (r["latents"], r["batch"]) == (64, 2)]
        relative = row["ms"] / row["flops"] / (base[0]["ms"] / base[0]["flops"]) if base else None
        lines.append(f"| {row['latents']}x{row['latents']} | {NAMES.get(row['api'], row['api'])} | {row['batch']} | {row['ms']:.2f} | {row['flops'] / 1e12:.3f} | "
                     f"{row['flops'] / row['ms'] / 1e9:.1f} | {number(relative)} |")
    return "\n".join(lines)


def accuracy_table(results):
    if not results["accuracy"]:
        return ""
    lines = ["| against f32 on the CPU | API | relative L2 | bound |", "|---|---|---:|---:|"]
    lines += [f"| {row['name']} | {NAMES.get(row['api'], row['api'])} | {row['relative_l2']:.2e} | {row['bound']:g} |" for row in results["accuracy"]]
    lines += [f"\nEmoji picture of 20 PNDM steps, {NAMES.get(api, api)}: {psnr:.1f} dB (at least 35)." for api, psnr in results.get("emoji_psnr", {}).items()]
    return "\n".join(lines)


def kernel_table(results, api, network, count=12):
    """Where the time goes: the kernels with the most of it."""
    entry = results["apis"].get(api, {}).get(network, {}).get("entries", {}).get("main")
    if not entry:
        return ""
    total = sum(kernel["ms"] for kernel in entry["kernels"])
    lines = [f"| {network}, {NAMES.get(api, api)} | calls | ms | share | TFLOP/s | GB/s | of roofline |", "|---|---:|---:|---:|---:|---:|---:|"]
    for kernel in entry["kernels"][:count]:
        lines.append(f"| `{kernel['kernel']}` | {kernel['dispatches']} | {kernel['ms']:.3f} | {100 * kernel['ms'] / total:.1f} % | "
                     f"{kernel['gflops'] / 1e3:.1f} | {kernel['gbps']:.0f} | {100 * kernel['of_roofline']:.0f} % |")
    return "\n".join(lines)


def page(results):
    """Everything, Markdown; the ratios last."""
    parts = [f"Date: {results['date'][:10]}. GPU: {results.get('gpu') or 'none'}. Host: {results.get('host', '-')}. "
             f"PyTorch: {results['torch'].get('device', {}).get('torch', '-')}. Model: {results['model']}.",
             wall_table(results), picture_table(results), upload_table(results), scale_table(results), accuracy_table(results)]
    for api, figures in results.get("tuning", {}).items():
        parts.append(f"Cost model, {NAMES.get(api, api)}: {figures['model_ms']:.3f} ms, tuned {figures['tuned_ms']:.3f} ms, "
                     f"{figures['model_ms'] / figures['tuned_ms']:.2f} times, over {figures['groups']} kernels that have alternatives "
                     f"({figures['changed']} with another config than the model's).")
    for api in results["apis"]:
        parts += [kernel_table(results, api, "unet"), kernel_table(results, api, "vae_decoder")]
    if results["errors"]:
        parts.append("Not measured:\n\n" + "\n".join(f"- {error.splitlines()[0][:200]}" for error in results["errors"]))
    return "\n\n".join(part for part in parts + [summary(results)] if part) + "\n"


def bars(results):
    """(title, [(label, ms, class)]) of each comparison."""
    panels = []
    for key, title, _, _ in ROWS:
        rows = [(NAMES.get(api, api), time_of(results, api, key), "ours") for api in sorted(results["apis"])]
        rows.append(("torch.compile", torch_time(results, key), "theirs"))
        panels.append((title, [row for row in rows if row[1] is not None]))
    return panels


def plot(results):
    """Bars for the comparisons, and TFLOP/s against work for the scale table: an SVG text."""
    escape, width, lines, y = xml.sax.saxutils.escape, 760, [], 20
    for title, rows in bars(results):
        lines.append(f'<text x="16" y="{y + 12}" class="head">{escape(title)}</text>')
        y += 22
        longest = max([ms for _, ms, _ in rows], default=1)
        for label, ms, kind in rows:
            length = 480 * ms / longest
            lines.append(f'<text x="16" y="{y + 12}">{escape(label)}</text><rect x="116" y="{y}" width="{max(length, 1):.1f}" height="16" rx="2" class="{kind}"/>'
                         f'<text x="{122 + length:.1f}" y="{y + 12}">{ms:.1f} ms</text>')
            y += 21
        y += 12
    if results["scale"]:
        most = max(row["flops"] / row["ms"] / 1e9 for row in results["scale"])
        lines.append(f'<text x="16" y="{y + 12}" class="head">UNet, TFLOP/s by size</text>')
        y += 22
        for row in sorted(results["scale"], key=lambda r: (r["api"], r["flops"])):
            rate = row["flops"] / row["ms"] / 1e9
            label = f"{row['latents']}x{row['latents']} x {row['batch']} {NAMES.get(row['api'], row['api'])}"
            lines.append(f'<text x="16" y="{y + 12}">{escape(label)}</text><rect x="136" y="{y}" width="{max(460 * rate / most, 1):.1f}" height="16" rx="2" class="ours"/>'
                         f'<text x="{142 + 460 * rate / most:.1f}" y="{y + 12}">{rate:.1f}, {row["ms"]:.1f} ms</text>')
            y += 21
    style = ("<style>text{fill:#1d2733}.head{font-weight:650;font-size:13px}.ours{fill:#3b78c2}.theirs{fill:#b9cbe0}</style>")
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y + 12}" font-family="system-ui, DejaVu Sans, sans-serif" font-size="11.5">',
                      style, f'<rect width="{width}" height="{y + 12}" fill="#fff"/>', *lines, "</svg>", ""])


def write(results, folder):
    """gpu.md and gpu.svg in `folder`."""
    with open(os.path.join(folder, "gpu.md"), "w") as file:
        file.write(page(results))
    with open(os.path.join(folder, "gpu.svg"), "w") as file:
        file.write(plot(results))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results")
    parser.add_argument("--docs", help="documentation folder: writes gpu.md there and images/gpu.svg")
    arguments = parser.parse_args()
    with open(arguments.results) as file:
        results = json.load(file)
    print(page(results))
    if arguments.docs:
        with open(os.path.join(arguments.docs, "gpu.md"), "w") as file:
            file.write("# One GPU, beside torch.compile\n\nWritten by `test/perf/gpu_report.py` from one run of `test/perf/gpu.py`.\n\n"
                       "![times and rates](images/gpu.svg)\n\n" + page(results))
        with open(os.path.join(arguments.docs, "images", "gpu.svg"), "w") as file:
            file.write(plot(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
