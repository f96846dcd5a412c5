"""Pictures whose steps the device took against those of the host.

  check_steps.py BURIN PIPELINE DEVICE WORK

Every scheduler, with and without guidance, in fewer and in more calls than a
table of factors holds. The two paths compute the same sums in single precision,
in another order: at most one of 255 levels may differ, in at most 5 % of the
places (2 % were seen, where the networks compute in halves).
"""
import json
import os
import subprocess
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "numerics"))
from emoji import read_png  # noqa: E402

burin, pipeline, device, work = sys.argv[1:5]
os.makedirs(work, exist_ok=True)
failures = 0


def draw(name, *options):
    picture, times = (os.path.join(work, name + end) for end in (".png", ".json"))
    subprocess.run([burin, "generate", pipeline, "a red apple", "-d", device, "--seed", "7", "-o", picture, "--json", times, "--quiet",
                    *options], check=True)
    with open(times) as file:
        return read_png(picture), json.load(file)["pictures"][0]


def check(good, line):
    global failures
    failures += not good
    print(("ok " if good else "FAIL ") + line, flush=True)


CASES = [("pndm", "3", "5"), ("pndm", "70", "5"), ("pndm", "9", "1"), ("ddim", "5", "5"), ("euler", "12", "7.5"),
         ("euler-a", "6", "5"), ("euler-a", "66", "1"), ("dpm++2m", "2", "5"), ("dpm++2m", "20", "5")]
for scheduler, steps, guidance in CASES:
    options = ("--scheduler", scheduler, "--steps", steps, "--guidance", guidance)
    ours, facts = draw("device", *options)
    host, host_facts = draw("host", *options, "--host-steps")
    difference = np.abs(ours - host)
    calls, pixels = facts["evaluations"], host.shape[0] * host.shape[1]
    name = f"{scheduler} {steps} steps, guidance {guidance}"
    check(host.std() > 10 and difference.max() <= 1 and (difference > 0).mean() < 0.05,
          f"{name}: differs by {difference.max()} in {(difference > 0).mean():.2%}")
    # DDIM of this model clips: the host's, and says so.
    check(facts["steps_on_device"] == (scheduler != "ddim") and not host_facts["steps_on_device"], f"{name}: where it ran")
    if scheduler == "ddim":
        continue
    # The picture, four bytes a pixel, and the last latents; the way there only factors and, for euler-a, noise.
    latents = 4 * pixels * 4
    check(facts["bytes_to_host"] == 4 * pixels + latents, f"{name}: {facts['bytes_to_host']} bytes back")
    tables = -(-calls // 64)
    most = tables * 64 * 56 * 4 + 10 * latents + 4096 + (calls * latents if scheduler == "euler-a" else 0)
    check(facts["bytes_to_device"] <= most, f"{name}: {facts['bytes_to_device']} bytes there, {calls} calls (at most {most})")

_, facts = draw("preview", "--steps", "8", "--preview", os.path.join(work, "unfinished.png"), "--preview-every", "4")
final, _ = draw("plain", "--steps", "8")
again, _ = draw("again", "--steps", "8", "--preview", os.path.join(work, "last.png"), "--preview-every", "9")
check(facts["steps_on_device"] and (final == draw("preview", "--steps", "8")[0]).all() and (again == final).all(),
      "previews change nothing")
check((read_png(os.path.join(work, "last.png")) == final).all(), "the last preview is the picture")
print("passed" if not failures else f"{failures} failed")
sys.exit(failures > 0)
