"""Opens a page of `burin inspect --html` in a headless browser and checks it.

    check_page.py BROWSER PAGE.html PLAN.json [--screenshot FILE.png]

PLAN.json is `burin inspect --json` of the same plan. Clicks, filters and hovers
like a user; fails on any console message, wrong counts or a blank picture.
"""
import argparse
import collections
import html.parser
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib

# What a user does; what comes of it goes into attributes of <body>.
USER = """
<script>
"use strict";
(() => {
  const body = document.body.dataset, names = () => [...document.querySelectorAll("#kernels tbody tr td:nth-child(2)")].map(cell => Number(cell.textContent));
  const sorted = list => list.every((value, i) => i === 0 || list[i - 1] >= value);
  const press = () => document.querySelectorAll("#kernels th button")[1].click();
  press();
  body.descending = sorted(names());
  press();
  body.ascending = sorted(names().reverse());
  const filter = document.getElementById("filter");
  filter.value = "no such node anywhere";
  filter.dispatchEvent(new Event("input"));
  body.filtered = document.querySelectorAll("#groups details").length;
  filter.value = "";
  filter.dispatchEvent(new Event("input"));
  const first = document.querySelector("#groups details");
  first.open = true;
  first.dispatchEvent(new Event("toggle"));
  body.opened = first.querySelectorAll("li").length;
  const box = document.querySelector("#memory rect.hot");
  box.dispatchEvent(new MouseEvent("mousemove", {clientX: 5, clientY: 5}));
  body.tip = document.getElementById("tip").textContent;
  box.dispatchEvent(new MouseEvent("mouseleave"));
  document.getElementById("filter").blur();
})();
</script>
"""


class Page(html.parser.HTMLParser):
    """Counts elements by tag and by the id of the nearest element around them."""

    def __init__(self, text):
        super().__init__()
        self.inside, self.counts, self.body, self.texts = [], collections.Counter(), {}, collections.defaultdict(str)
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "body":
            self.body = attributes
        for _, name in self.inside:
            if name:
                self.counts[name, tag] += 1
                if "hot" in (attributes.get("class") or ""):
                    self.counts[name, "hot"] += 1
        self.counts["", tag] += 1
        if tag not in ("meta", "input", "link", "br", "img"):
            self.inside.append((tag, attributes.get("id")))

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for _, name in self.inside:
            if name:
                self.texts[name] += data


def browse(browser, page, *options):
    command = [browser, "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=20000",
               "--enable-logging=stderr", *options, "file://" + os.path.abspath(page)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert not console, "the page wrote to the console: " + "\n".join(console)
    return done.stdout


def colours(path):
    """Number of pixels of each colour of an 8-bit RGB or RGBA PNG."""
    with open(path, "rb") as file:
        data = file.read()
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and depth == 8 and kind in (2, 6)
    channels, packed, at = (3 if kind == 2 else 4), b"", 8
    while at < len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        if data[at + 4:at + 8] == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += size + 12
    raw, above, seen = zlib.decompress(packed), bytearray(width * channels), collections.Counter()
    for y in range(height):
        start = y * (width * channels + 1)
        row, way = bytearray(raw[start + 1:start + 1 + width * channels]), raw[start]
        for i in range(len(row) if way else 0):
            left = row[i - channels] if i >= channels else 0
            corner = above[i - channels] if i >= channels else 0
            up = above[i]
            guess = left + up - corner
            paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            row[i] = (row[i] + (0, left, up, (left + up) // 2, paeth)[way]) & 255
        seen.update(bytes(row[i:i + 3]) for i in range(0, len(row), channels))
        above = row
    return seen


def check_dom(page, plan):
    entry = plan["entries"][0]
    dispatches = len(entry["dispatches"])
    used = len({d["kernel"] for d in entry["dispatches"]})
    assert page.body.get("data-ready") == "yes", "the script did not reach its end"
    assert page.texts["model"] == plan["model"], page.texts["model"]
    assert plan["target"] in page.texts["lead"]
    rows = page.counts["kernels", "tr"] - 1
    # Code that updates in place is a kernel of its own under the same name.
    assert used <= rows <= len(plan["kernels"]), (rows, used)
    assert page.counts["groups", "details"] == dispatches
    for picture in ("timeline", "roofline", "memory"):
        assert page.counts[picture, "svg"] == 1, picture
    assert page.counts["timeline", "hot"] == dispatches
    assert 1 <= page.counts["roofline", "circle"] <= dispatches
    assert page.counts["roofline", "path"] >= 1, "no roof"
    assert 1 <= page.counts["memory", "hot"] <= dispatches
    assert page.counts["cards", "b"] == 6
    for behaviour in ("descending", "ascending"):
        assert page.body["data-" + behaviour] == "true", behaviour
    assert page.body["data-filtered"] == "0"
    assert int(page.body["data-opened"]) >= 1
    assert re.search(r"at \d.*\nlives from dispatch \d+ to \d+", page.body["data-tip"]), page.body["data-tip"]
    for tag in ("img", "link", "iframe", "b-hostile"):
        assert page.counts["", tag] == 0, tag


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser")
    parser.add_argument("page")
    parser.add_argument("plan")
    parser.add_argument("--screenshot")
    arguments = parser.parse_args()
    with open(arguments.plan) as file:
        plan = json.load(file)
    with open(arguments.page, encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        driven = os.path.join(folder, "driven.html")
        with open(driven, "w", encoding="utf-8") as file:
            file.write(text.replace("</body>", USER + "</body>"))
        page = Page(browse(arguments.browser, driven, "--dump-dom", "--user-data-dir=" + folder + "/a"))
        check_dom(page, plan)
        picture = arguments.screenshot or os.path.join(folder, "page.png")
        size = "1240,2600" if arguments.screenshot else "600,700"
        browse(arguments.browser, arguments.page, "--screenshot=" + picture, "--window-size=" + size,
               "--user-data-dir=" + folder + "/b")
        if not arguments.screenshot:
            seen = colours(picture)
            common = seen.most_common(1)[0][1] / sum(seen.values())
            assert len(seen) > 50 and common < 0.97, f"blank: {len(seen)} colours, {common:.2f} of one"
    print("page is right")


if __name__ == "__main__":
    sys.exit(main())
