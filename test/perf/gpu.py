#!/usr/bin/env python3
"""Measures everything that Burin claims of a GPU, beside PyTorch, in one run of less than nine minutes.

    prepare_gpu.py build/gpu                 # on a machine with the compiler
    python3 build/gpu/gpu.py --out RESULTS   # on the GPU machine, from the folder that came out

Needs Python 3 with NumPy there, PyTorch and transformers for the other side; nothing is compiled but device code.
Order: both sides compile (torch.compile, the driver's kernels) while nothing is timed; then one thing at a time, the
most wanted first: networks and text to image on every API, accuracy, start and upload, the scale table. Results go to
RESULTS/results.json after every step, and the table with ratios ours / torch.compile is printed last; --limit ends
the run in time whatever is left. gpu_report.py makes the tables and the plot.
"""
import argparse
import datetime
import glob
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import gpu_report  # noqa: E402

PARTS = ["torch", "caches", "networks", "pictures", "accuracy", "upload", "scale"]
EXTRA = ["emoji", "tune"]  # only when asked for: they need a preparation of their own, and tuning takes minutes
# What the parts behind torch took on an H100: so much is left for them. emoji builds its kernels, 45 s.
PART_SECONDS = {"networks": 25, "pictures": 25, "accuracy": 5, "upload": 12, "emoji": 70, "scale": 60}
TORCH_SECONDS = 40  # to measure, once all is compiled


class OutOfTime(Exception):
    pass


class Run:
    """What the steps share: the prepared folder, the clock, the results."""

    def __init__(self, arguments, manifest):
        self.arguments, self.manifest = arguments, manifest
        self.begin = time.monotonic()
        self.results = {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
                        "model": manifest["model"], "dry_run": manifest["dry_run"], "errors": [], "torch": {}, "apis": {},
                        "accuracy": [], "scale": []}
        self.environment = dict(os.environ)
        self.environment.setdefault("BURIN_CACHE_DIR", os.path.join(arguments.work, "cache"))
        self.environment.setdefault("TORCHINDUCTOR_CACHE_DIR", os.path.join(arguments.work, "inductor"))
        add_missing_libraries(self.environment)
        self.results["opencl_driver"] = choose_opencl_driver(self.environment, arguments.work)

    def left(self):
        return self.arguments.limit - (time.monotonic() - self.begin)

    def flush(self):
        path = os.path.join(self.arguments.out, "results.json")
        with open(path + ".part", "w") as file:
            json.dump(self.results, file, indent=1)
        os.replace(path + ".part", path)

    def say(self, text):
        print(f"[{time.monotonic() - self.begin:6.1f} s] {text}", flush=True)

    def step(self, name, function, *arguments):
        """One step; what fails is written down and the rest goes on."""
        try:
            if self.left() < 3:
                raise OutOfTime(f"{self.arguments.limit} s are over")
            function(*arguments)
        except Exception as error:
            self.results["errors"].append(f"{name}: {type(error).__name__}: {str(error).strip()[-600:]}")
            self.say("FAIL " + self.results["errors"][-1])
            if not isinstance(error, (OutOfTime, subprocess.SubprocessError, RuntimeError)):
                traceback.print_exc()
        self.flush()

    def burin(self, *words, timeout=120, device=None):
        """Runs the program; raises with the end of its output."""
        command = [self.path("bin", "burin"), *map(str, words)] + (["--device", device] if device else [])
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment,
                              timeout=max(1, min(timeout, self.left())))
        if done.returncode:
            raise RuntimeError(f"burin {' '.join(map(str, words))}: exit code {done.returncode}: {(done.stderr or done.stdout)[-500:]}")
        return done.stdout

    def find_fault(self, *words, timeout=60):
        """What a program that looks for a wrong kernel says, whatever it finds."""
        try:
            done = subprocess.run([self.path("bin", "burin"), *map(str, words)], capture_output=True, text=True, env=self.environment,
                                  timeout=max(1, min(timeout, self.left())))
        except subprocess.TimeoutExpired:
            return f"no fault found in {timeout} s"
        lines = done.stdout.splitlines()
        marked = [line for line in lines if line.lstrip().startswith((">", "!"))]
        return "\n".join(marked[:20] + lines[-1:] + [done.stderr.strip()[-3000:]])

    def path(self, *parts):
        return os.path.join(HERE, *parts)

    def scratch(self, name):
        return os.path.join(self.arguments.work, name)

    def devices(self):
        """{api: device id} of the APIs that were prepared and chosen."""
        chosen = self.arguments.apis.split(",") if self.arguments.apis else list(self.manifest["apis"])
        return {api: self.arguments.device.get(api) or self.find_device(api) for api in chosen if api in self.manifest["apis"]}

    def find_device(self, api):
        """The first device of an API that is no CPU's driver; else its first."""
        if not hasattr(self, "listed"):
            self.listed = re.findall(r"^((?:opencl|vulkan):\d+) +(.*)$", self.burin("devices"), re.M)
        mine = [(device, name) for device, name in self.listed if device.startswith(api)]
        real = [device for device, name in mine if not re.search("Portable Computing Language|llvmpipe|Oclgrind", name)]
        return (real or [device for device, _ in mine] or [api + ":0"])[0]


def add_missing_libraries(environment):
    """Puts the loaders that were brought along on the library path, but only those that the system lacks."""
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True).stdout if shutil.which("ldconfig") else ""
    for library in glob.glob(os.path.join(HERE, "lib", "*", "*.so*")):
        if os.path.basename(library) not in listed:
            environment["LD_LIBRARY_PATH"] = os.path.dirname(library) + ":" + environment.get("LD_LIBRARY_PATH", "")
    manifests = [p for p in ("/etc/vulkan/icd.d", "/usr/share/vulkan/icd.d") for p in glob.glob(p + "/*.json")]
    found = glob.glob("/usr/local/nvidia/share/vulkan/icd.d/*.json")
    if found and not manifests:
        environment.setdefault("VK_DRIVER_FILES", found[0])
        environment.setdefault("VK_ICD_FILENAMES", found[0])


def choose_opencl_driver(environment, work):
    """Registers NVIDIA's OpenCL driver and no other, where it is: each driver that the loader finds is started before
    the first device is known (PoCL's takes 25 to 40 ms, of the 300 that the first kernel may take). Returns its library."""
    if "OCL_ICD_VENDORS" in environment:
        return environment["OCL_ICD_VENDORS"]
    places = ["/usr/local/nvidia/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64"]
    found = [library for place in places for library in glob.glob(os.path.join(place, "libnvidia-opencl.so.1"))]
    if not found:
        return None
    folder = os.path.join(work, "vendors")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "nvidia.icd"), "w") as file:
        file.write(found[0] + "\n")
    environment["OCL_ICD_VENDORS"] = folder
    return found[0]


class Torch:
    """The other side: a process that compiles at once and measures when it is told to."""

    def __init__(self, run):
        self.run, self.ready, self.done = run, threading.Event(), threading.Event()
        command = [run.arguments.python, run.path("torch_baseline.py"), "--wait", "--site", run.path("site")]
        self.log = open(run.scratch("torch.log"), "w")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env=run.environment)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for text in self.process.stdout:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if line.get("event") == "ready":
                self.ready.set()
            elif line.get("event") == "device":
                self.run.results["torch"]["device"] = line
            elif "median_ms" in line:
                self.run.results["torch"][line["network"] if line["variant"] == "compiled" else line["network"] + " " + line["variant"]] = line
                self.run.flush()
            if "error" in line:
                self.run.results["errors"].append("torch: " + json.dumps(line))
            self.run.say("torch: " + text.strip())
        self.ready.set()
        self.done.set()

    def measure(self):
        """Waits for the compilers, as long as the other parts leave time, then for the measurements."""
        others = sum(PART_SECONDS.get(part, 0) for part in self.run.arguments.parts.split(","))
        wait = max(1, self.run.left() - TORCH_SECONDS - others)
        if not self.ready.wait(wait):
            self.fail(f"has not compiled after {wait:.0f} s more: raise --limit or leave parts out")
        if not self.done.is_set():
            try:
                self.process.stdin.write("go\n")
                self.process.stdin.flush()
            except BrokenPipeError:
                pass  # it ended: seen below
            self.done.wait(max(1, min(75, self.run.left())))
        if "unet" not in self.run.results["torch"]:
            self.fail("measured nothing")

    def fail(self, what):
        self.stop()
        with open(self.run.scratch("torch.log")) as file:
            raise RuntimeError(f"torch {what}: {file.read()[-800:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join(5)
        self.log.close()


def describe(run):
    listing = ["nvidia-smi", "--query-gpu=name,driver_version,memory.total,clocks.max.sm", "--format=csv,noheader"]
    if shutil.which("nvidia-smi"):
        run.results["gpu"] = subprocess.run(listing, capture_output=True, text=True).stdout.strip()
    run.results["host"] = f"{platform.machine()}, {os.cpu_count()} cores"
    run.results["devices"] = run.burin("devices")
    run.say(run.results.get("gpu", "no nvidia-smi") + "\n" + run.results["devices"])


def fill_caches(run):
    """Builds every kernel once, several programs at a time: drivers compile on the CPU."""
    work = [(plan, device) for api, device in run.devices().items() for plan in plans_of(run, api)]
    lock, failures = threading.Lock(), []
    deadline = time.monotonic() + min(run.arguments.cache_limit, run.left() - 120)

    def worker():
        while True:
            with lock:
                if not work or time.monotonic() > deadline:
                    return
                plan, device = work.pop(0)
            begin = time.monotonic()
            try:
                run.burin("bench", run.path(plan), "--warmup", 0, "--runs", 1, device=device, timeout=deadline - time.monotonic())
                run.say(f"built {plan} in {time.monotonic() - begin:.1f} s")
            except Exception as error:
                failures.append(f"{plan}: {str(error)[-400:]}")
                run.say("FAIL " + failures[-1])

    threads = [threading.Thread(target=worker) for _ in range(run.arguments.jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.results["errors"] += ["caches: " + failure for failure in failures]
    if work:
        raise OutOfTime(f"{len(work)} plans were not built beforehand: {[plan for plan, _ in work]}")


def plans_of(run, api):
    """Plans of one API, the most wanted first."""
    prepared = run.manifest["apis"][api]
    plans = [os.path.join(prepared["pipeline"], network + ".plan") for network in ("unet", "vae_decoder", "text_encoder")]
    plans += [check["plan"] for check in prepared["accuracy"]]
    return plans + [point["plan"] for point in prepared["scale"]]


def bench(run, plan, device, runs, warmup=None):
    """The JSON of `burin bench`."""
    path = run.scratch("bench.json")
    warmup = run.arguments.warmup if warmup is None else warmup
    run.burin("bench", plan if os.path.isabs(plan) else run.path(plan), "--runs", runs, "--warmup", warmup, "--json", path, device=device)
    with open(path) as file:
        return json.load(file)


def measure_network(run, api, device, network):
    plan = os.path.join(run.manifest["apis"][api]["pipeline"], network + ".plan")
    figures = gpu_report.condense(bench(run, plan, device, run.arguments.runs))
    run.results["apis"].setdefault(api, {})[network] = figures
    run.say(f"{api} {network}: {figures['entries']['main']['wall_ms']['median']:.3f} ms, first kernel after "
            f"{figures['start']['ready_ms']:.0f} ms, weights {figures['start']['weights_gbps']:.2f} GB/s")


def measure_pictures(run, api, device):
    """Text to image; pictures of the warm-up's seconds do not count."""
    path, prepared = run.scratch("generate.json"), run.manifest["apis"][api]
    run.burin("generate", run.path(prepared["pipeline"]), "a red apple", "--steps", 20, "--seed", 1, "--count", run.arguments.pictures,
              "--quiet", "--json", path, "-o", run.scratch("picture.png"), device=device)
    with open(path) as file:
        figures = json.load(file)
    times, warm = [], 0.0
    for picture in figures["pictures"]:
        if warm >= 1e3 * run.arguments.warmup:
            times.append(picture)
        warm += picture["total_ms"]
    times = times or figures["pictures"][-1:]
    median = {key: sorted(p[key] for p in times)[len(times) // 2] for key in times[0]}
    run.results["apis"].setdefault(api, {})["text_to_image"] = {"median": median, "pictures": len(times), "open_ms": figures["open_ms"],
                                                                "total_ms": sorted(p["total_ms"] for p in times)}
    run.say(f"{api} text to image: {median['total_ms']:.1f} ms (text {median['text_ms']:.1f}, {median['evaluations']} UNet calls "
            f"{median['denoise_ms']:.1f}, VAE {median['decode_ms']:.1f})")


def check_accuracy(run, api, device, check):
    import numpy as np

    words = ["run", run.path(check["plan"])]
    for name, path in check["inputs"].items():
        words += ["--in", f"{name}={run.path(path)}"]
    out = run.scratch("out.npy")
    run.burin(*words, "--out", f"{check['output']}={out}", device=device)
    actual = np.load(out)
    error = relative_l2(actual, np.load(run.path(check["reference"])))
    run.results["accuracy"].append({"api": api, "name": check["name"], "relative_l2": error, "bound": check["bound"]})
    run.say(f"{api} {check['name']}: relative L2 {error:.2e} (bound {check['bound']:g}) {'ok' if error <= check['bound'] else 'TOO LARGE'}")
    if error > check["bound"]:
        explain(run, api, device, check, words[2:], finite=np.isfinite(actual).all())
        raise RuntimeError(f"relative L2 {error:.2e}, bound {check['bound']:g}")


def relative_l2(actual, expected):
    import numpy as np

    actual, expected = actual.astype(np.float64), expected.astype(np.float64)
    return float(np.linalg.norm(actual - expected) / np.linalg.norm(expected)) if np.isfinite(actual).all() else float("inf")


def run_emoji_network(run, api, device, network, inputs, output):
    """One network of the emoji model on inputs of PyTorch's run of it."""
    import numpy as np

    words = ["run", run.path(run.manifest["apis"][api]["emoji"]["plans"][network])]
    for name, value in inputs.items():
        np.save(run.scratch(name + ".npy"), value)
        words += ["--in", f"{name}={run.scratch(name + '.npy')}"]
    run.burin(*words, "--out", f"{output}={run.scratch('out.npy')}", device=device)
    return np.load(run.scratch("out.npy"))


def check_emoji(run, api, device):
    """The emoji model with its weights against PyTorch's run (reference.npz): text, three UNet calls, VAE, picture."""
    import numpy as np

    if not run.manifest["apis"][api].get("emoji"):
        raise RuntimeError("no emoji model: prepare with --emoji")
    from png import read_png

    reference, results = np.load(run.path("reference.npz")), {}
    text = run_emoji_network(run, api, device, "text_encoder", {"input_ids": reference["input_ids"]}, "last_hidden_state")
    results["text encoder"] = relative_l2(text, reference["text_embeddings"])
    for step in (0, len(reference["unet_out"]) // 2, len(reference["unet_out"]) - 1):
        latents = reference["latents"][step - 1] if step else reference["latents_init"]
        inputs = {"sample": np.concatenate([latents, latents]).astype(np.float32),
                  "timestep": reference["timesteps"][step:step + 1].astype(np.float32),
                  "encoder_hidden_states": reference["text_embeddings"].astype(np.float32)}
        results[f"UNet, call {step}"] = relative_l2(run_emoji_network(run, api, device, "unet", inputs, "out_sample"),
                                                    reference["unet_out"][step])
    latents = (reference["latents"][-1] / reference["scaling_factor"]).astype(np.float32)
    results["VAE decoder"] = relative_l2(run_emoji_network(run, api, device, "vae_decoder", {"latent_sample": latents}, "sample"),
                                         reference["image"])
    for name, error in results.items():
        run.results["accuracy"].append({"api": api, "name": "emoji " + name, "relative_l2": error, "bound": 5e-3})
        run.say(f"{api} emoji {name}: relative L2 {error:.2e} {'ok' if error <= 5e-3 else 'TOO LARGE'}")
    check_emoji_picture(run, api, device, reference, read_png)
    wrong = [name for name, error in results.items() if error > 5e-3]
    if wrong:
        raise RuntimeError("too far from the reference: " + ", ".join(wrong))


def check_emoji_picture(run, api, device, reference, read_png):
    import numpy as np

    np.save(run.scratch("noise.npy"), reference["latents_init"][0].astype(np.float32))
    picture = run.scratch("emoji.png")
    run.burin("generate", run.path(run.manifest["apis"][api]["emoji"]["pipeline"]), str(reference["prompt"]), "--steps", 20, "--guidance",
              float(reference["guidance_scale"]), "--latents", run.scratch("noise.npy"), "--scheduler", "pndm", "-o", picture, "--quiet",
              device=device)
    expected = np.clip(reference["image"][0].transpose(1, 2, 0) / 2 + 0.5, 0, 1)
    psnr = 10 * np.log10(1 / np.mean((read_png(picture) / 255.0 - expected) ** 2))
    run.results.setdefault("emoji_psnr", {})[api] = float(psnr)
    run.say(f"{api} emoji picture, 20 PNDM steps: {psnr:.1f} dB (at least 35)")
    if psnr < 35:
        raise RuntimeError(f"the emoji picture has {psnr:.1f} dB, at least 35 are needed")


def explain(run, api, device, check, inputs, finite):
    """Which kernel is wrong: the first that makes NaN, or those that another API computes otherwise."""
    plan = run.path(check["plan"])
    report = "" if finite else run.find_fault("run", plan, *inputs, "--check-finite", "--device", device)
    for other, id in run.devices().items():
        same = [c for c in run.manifest["apis"][other]["accuracy"] if c["name"] == check["name"]]
        if other != api and same:
            report += f"\nfrom {other}:\n" + run.find_fault("compare", run.path(same[0]["plan"]), plan, *inputs, "--isolate",
                                                           "--device", id, "--device", device)
    run.results["accuracy"][-1]["report"] = report
    run.say(report)


def measure_upload(run, api, device):
    """Weights from a file in the page cache, and how long a start takes beside them."""
    stored = run.scratch("stored.plan")
    run.burin("materialize", run.path(run.manifest["apis"][api]["pipeline"], "unet.plan"), "-o", stored)
    starts = [bench(run, stored, device, 1, 0)["start"] for _ in range(3)]
    start = sorted(starts, key=lambda s: s["ready_ms"])[1]
    for path in (stored, run.scratch("stored.weights")):
        os.remove(path)
    run.results.setdefault("upload", {})[api] = start
    run.say(f"{api} UNet from a file: {start['weights_gbps']:.2f} GB/s, first kernel {start['ready_ms'] - start['weights_ms']:.0f} ms beyond the weights")


def measure_scale(run, api, device, point):
    entry = next(e for e in bench(run, point["plan"], device, 10, min(1.0, run.arguments.warmup))["entries"] if e["name"] == "main")
    row = {"api": api, "latents": point["latents"], "batch": point["batch"], "ms": entry["wall_ms"]["median"], "flops": entry["flops"]}
    run.results["scale"].append(row)
    run.say(f"{api} UNet {row['latents']}x{row['latents']} batch {row['batch']}: {row['ms']:.2f} ms, {row['flops'] / row['ms'] / 1e9:.1f} TFLOP/s")


def tune(run, api, device):
    """Writes tuning-API.json, to be kept as compiler/Target/data/tuning/TARGET-API.json."""
    plans = [run.path(plan) for plan in run.manifest["apis"][api].get("candidates", [])]
    if not plans:
        raise RuntimeError("no candidates: prepare with --tune N")
    out = os.path.join(run.arguments.out, f"tuning-{api}.json")
    build_candidates(run, plans, device)
    text = run.burin("tune", *plans, "-o", out, "--budget", run.arguments.tune_budget, "--warmup", run.arguments.warmup, device=device,
                     timeout=run.arguments.tune_budget + 90)
    run.say(text[-3000:])
    with open(out) as file:
        run.results.setdefault("tuning", {})[api] = json.load(file)["summary"]


def build_candidates(run, plans, device):
    """Fills the cache from several processes; what is not built in time is built while tuning."""
    jobs, begin = run.arguments.jobs, time.monotonic()
    command = [run.path("bin", "burin"), "tune", *plans, "--device", device, "--budget", str(run.arguments.build_budget)]
    builders = [subprocess.Popen([*command, "--build", f"{i}/{jobs}"], env=run.environment, stdout=subprocess.DEVNULL) for i in range(jobs)]
    for builder in builders:
        try:
            builder.wait(max(1, min(begin + run.arguments.build_budget + 20 - time.monotonic(), run.left())))
        except subprocess.TimeoutExpired:
            builder.kill()
            builder.wait()
    run.say(f"candidates built in {time.monotonic() - begin:.1f} s")


def measure_all(run):
    parts = run.arguments.parts.split(",")
    run.step("describe", describe, run)
    for api, device in run.devices().items():
        if "tune" in parts:
            run.step(f"{api} tune", tune, run, api, device)
    torch = None
    if "torch" in parts:
        torch = Torch(run)
    if "caches" in parts:
        run.step("caches", fill_caches, run)
    if torch:
        run.step("torch", torch.measure)
        torch.stop()
    for network in ("unet", "vae_decoder", "text_encoder"):
        for api, device in run.devices().items():
            if "networks" in parts:
                run.step(f"{api} {network}", measure_network, run, api, device, network)
    for api, device in run.devices().items():
        if "pictures" in parts:
            run.step(f"{api} pictures", measure_pictures, run, api, device)
    print("\n" + gpu_report.summary(run.results), flush=True)
    for api, device in run.devices().items():
        for check in run.manifest["apis"][api]["accuracy"] if "accuracy" in parts else []:
            run.step(f"{api} {check['name']}", check_accuracy, run, api, device, check)
    for api, device in run.devices().items():
        if "upload" in parts:
            run.step(f"{api} upload", measure_upload, run, api, device)
    for api, device in run.devices().items():
        if "emoji" in parts:
            run.step(f"{api} emoji", check_emoji, run, api, device)
    for api, device in run.devices().items():
        for point in run.manifest["apis"][api]["scale"] if "scale" in parts else []:
            run.step(f"{api} scale", measure_scale, run, api, device, point)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="folder for results.json, tables and the plot")
    parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "burin-gpu"), help="folder for caches and gigabytes of weights")
    parser.add_argument("--limit", type=float, default=520, help="seconds after which nothing more is started")
    parser.add_argument("--parts", default=",".join(PARTS), help="what to do, of: " + ",".join(PARTS + EXTRA))
    parser.add_argument("--apis", help="of the prepared ones, e.g. opencl,vulkan (default: all)")
    parser.add_argument("--device", action="append", default=[], metavar="API=ID", help="e.g. vulkan=vulkan:1 (default: the first that is no CPU)")
    parser.add_argument("--python", default=sys.executable, help="Python that has PyTorch")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) // 4), help="plans that are built at once")
    parser.add_argument("--cache-limit", type=float, default=200, help="seconds for building kernels beforehand")
    parser.add_argument("--tune-budget", type=float, default=120, help="seconds for each API")
    parser.add_argument("--build-budget", type=float, default=60, help="seconds for building candidates, for each API")
    parser.add_argument("--warmup", type=float, default=2.0, help="seconds of work before each measurement")
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--pictures", type=int, default=40)
    arguments = parser.parse_args()
    arguments.device = dict(text.split("=", 1) for text in arguments.device)
    unknown = set(arguments.parts.split(",")) - set(PARTS + EXTRA)
    if unknown:
        parser.error(f"unknown parts: {', '.join(sorted(unknown))}")
    arguments.out = os.path.abspath(arguments.out)
    arguments.work = os.path.abspath(arguments.work)
    for folder in (arguments.out, arguments.work):
        os.makedirs(folder, exist_ok=True)
    with open(os.path.join(HERE, "manifest.json")) as file:
        run = Run(arguments, json.load(file))
    measure_all(run)
    run.results["seconds"] = round(time.monotonic() - run.begin, 1)
    run.flush()
    gpu_report.write(run.results, arguments.out)
    print("\n" + gpu_report.page(run.results), flush=True)
    return 1 if run.results["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
