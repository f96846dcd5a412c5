"""What the numeric tests share: running the programs and comparing tensors."""
import json
import os
import subprocess
import threading
import time

import numpy as np

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def device_environment(environment=os.environ):
    """Variables for a program that runs plans. Each worker thread of a test gets a kernel cache
    of PoCL's of its own: PoCL crashes now and then when processes share one (pocl issues 430, 1480)."""
    thread = threading.current_thread()
    if thread is threading.main_thread():
        return dict(environment)
    folder = environment.get("POCL_CACHE_DIR") or os.path.join(os.path.expanduser("~"), ".cache", "pocl")
    return {**environment, "POCL_CACHE_DIR": f"{folder}-{thread.name.rsplit('_', 1)[-1]}"}


def is_late():
    """True after $BURIN_SLOW_UNTIL (seconds since 1970): long forms leave out what their quick form has not."""
    return time.time() > float(os.environ.get("BURIN_SLOW_UNTIL", "inf"))


class Tools:
    """The programs under test and a folder for what they write."""

    def __init__(self, bin_folder, work, device=None, environment=()):
        """`device`: what plans run on; by default $BURIN_DEVICE decides.
        `environment`: variables for the programs."""
        self.bin, self.work = bin_folder, work
        self.device = ["--device", device] if device else []
        self.environment = {**os.environ, **dict(environment)}
        os.makedirs(work, exist_ok=True)

    def path(self, name):
        return os.path.join(self.work, name)

    def call(self, program, *arguments, timeout=1800):
        """Runs a program; returns its completed process, raises on failure."""
        command = [os.path.join(self.bin, program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=device_environment(self.environment))
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stderr[-2000:]}")
        return done

    def compile(self, model, plan, bindings=None, precision="f32", target="cpu-pocl", options=()):
        """Compiles an ONNX file; returns the statistics of burinc."""
        stats = plan + ".json"
        bind = ["--bind", ",".join(f"{k}={v}" for k, v in bindings.items())] if bindings else []
        self.call("burinc", model, "--target", target, "--precision", precision, "-o", plan,
                  "--stats", stats, "--quiet", *bind, *options)
        with open(stats) as file:
            return json.load(file)

    def run(self, plan, inputs, outputs):
        """Runs a plan on arrays; returns the named outputs as arrays."""
        arguments = []
        for name, value in inputs.items():
            path = self.path(f"in_{name}.npy".replace("/", "_"))
            np.save(path, value)
            arguments += ["--in", f"{name}={path}"]
        paths = {}
        for name in outputs:
            paths[name] = self.path(f"out_{name}.npy".replace("/", "_"))
            arguments += ["--out", f"{name}={paths[name]}"]
        self.call("burin", "run", plan, *arguments, *self.device)
        return {name: np.load(path) for name, path in paths.items()}


class Report:
    """Counts checks against bounds and prints a line for each."""

    def __init__(self):
        self.passed = self.failed = self.left_out = 0

    def check(self, name, value, bound, at_least=False):
        good = value >= bound if at_least else value <= bound
        self.count(good, f"{name}: {value:.3g} (bound {bound:g})")

    def count(self, good, line):
        self.passed += good
        self.failed += not good
        print(("ok    " if good else "FAIL  ") + line, flush=True)

    def guard(self, name, function):
        """Runs `function`; an exception is one failed check."""
        try:
            function()
        except Exception as error:  # one broken network must not hide the others
            self.count(False, f"{name}: {error}")

    def leaves_out(self):
        """True where it is late: one case of the long form is left out, and counted as such."""
        late = is_late()
        self.left_out += late
        return late

    def finish(self):
        if self.left_out:
            print(f"{self.left_out} cases left out: it is late")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def relative_l2(actual, expected):
    """|actual - expected| / |expected| in double precision."""
    actual, expected = actual.astype(np.float64), expected.astype(np.float64)
    if actual.shape != expected.shape or not np.isfinite(actual).all():
        return float("inf")
    return float(np.linalg.norm(actual - expected) / np.linalg.norm(expected))


def oracle(model, inputs, outputs):
    """ONNX Runtime's results on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    types = {"tensor(float16)": np.float16, "tensor(float)": np.float32, "tensor(int32)": np.int32,
             "tensor(int64)": np.int64}
    feeds = {i.name: inputs[i.name].astype(types[i.type]) for i in session.get_inputs()}
    return dict(zip(outputs, session.run(list(outputs), feeds)))
