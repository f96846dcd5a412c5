#!/usr/bin/env python3
"""What NVIDIA's Vulkan compiler made of kernels: instructions, loops, and where they wait for loads.

    BURIN_CACHE_DIR=CACHE burin bench PLAN --device vulkan:0 --warmup 0 --runs 1    # on the GPU machine
    test/perf/vulkan_code.py CACHE [--list FOLDER] [--nvdisasm PROGRAM]

A pipeline cache is zstd around a container of the driver (580); the machine code starts 344, 376 or 408 bytes behind
its beginning. Needs nvdisasm (CUDA, or the package nvidia-cuda-nvdisasm) and the package zstandard. Of each pipeline that
multiplies matrices: instructions and bytes of code; of its largest loop instructions, products (HMMA), loads from global
memory (LDG), copies of registers (MOV), and how many products stand between a load and the instruction that waits for
it, the least of them. --list writes a listing of each, with what every instruction waits for (bits 105 to 125: cycles,
scoreboard that a load counts up, scoreboard of its operands, scoreboards that must be zero).
"""
import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ZSTD = b"\x28\xb5\x2f\xfd"
HMMA, BRA = b"\x3c\x72", b"\x47\x79"  # the first two bytes of an instruction of 16
STARTS = (344, 376, 408)


def unpack(path):
    """The containers in a file of the program cache."""
    import zstandard

    with open(path, "rb") as file:
        data = file.read()
    for match in re.finditer(re.escape(ZSTD), data):
        try:
            yield zstandard.ZstdDecompressor().decompressobj().decompress(data[match.start():])
        except zstandard.ZstdError:
            continue  # these four bytes in something else


def disassemble(nvdisasm, code):
    """[(address, text)], or nothing where `code` is no machine code."""
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(code)
        file.flush()
        done = subprocess.run([nvdisasm, "-b", "SM90", "-c", file.name], capture_output=True, text=True)
    if done.returncode:
        return []
    return [(int(m[1], 16), m[2].strip()) for m in re.finditer(r"/\*([0-9a-f]{4,})\*/\s+(.*?);", done.stdout)]


def find_code(nvdisasm, container):
    """[(address, control bits, text)] of the kernel in a container; nothing where it multiplies no matrices."""
    places = range(STARTS[0] % 16, len(container) - 16, 16)
    products = [i for i in places if container[i:i + 2] == HMMA]
    ends = [i + 16 for i in places if products and container[i:i + 2] == BRA and i > products[-1]]
    for start in STARTS if ends else ():
        listing = disassemble(nvdisasm, container[start:ends[-1]])
        if listing:
            return [(at, int.from_bytes(container[start + at:start + at + 16], "little") >> 105, text) for at, text in listing]
    return []


def largest_loop(code):
    """Index of its first and last instruction, or None."""
    index, best = {at: i for i, (at, _, _) in enumerate(code)}, None
    for i, (at, _, text) in enumerate(code):
        target = re.search(r"\bBRA 0x([0-9a-f]+)", text)
        begin = index.get(int(target[1], 16)) if target else None
        if begin is not None and begin < i and (best is None or i - begin > best[1] - best[0]):
            best = (begin, i)
    return best


def least_distance(loop):
    """Least number of products between a load from global memory and what waits for its scoreboard; None: nothing does."""
    last, done, least = {}, 0, None
    for _, control, text in loop + loop:  # a wait may be in the next iteration
        for board, at in list(last.items()):
            if control >> 11 & 1 << board:
                least = done - at if least is None else min(least, done - at)
                del last[board]
        done += "HMMA" in text
        if "LDG" in text and control >> 5 & 7 != 7:
            last[control >> 5 & 7] = done
    return least


def describe(code):
    loop = largest_loop(code)
    body = code[loop[0]:loop[1] + 1] if loop else []
    count = lambda what, part: sum(bool(re.search(what, text)) for _, _, text in part)  # noqa: E731
    return [len(code), len(code) * 16, count("HMMA", code), len(body), count("HMMA", body), count("LDG", body),
            count(r"\bMOV\b|IMAD.MOV", body), least_distance(body)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", help="folder that BURIN_CACHE_DIR named")
    parser.add_argument("--list", help="folder for listings")
    parser.add_argument("--nvdisasm", default=shutil.which("nvdisasm"), help="default: the one on the path")
    arguments = parser.parse_args()
    if not arguments.nvdisasm:
        parser.error("no nvdisasm on the path: name one with --nvdisasm")
    print("| pipeline | instructions | bytes | HMMA | in the loop | HMMA | LDG | MOV | HMMA from a load to its wait |\n|---|" + "---:|" * 8)
    found = 0
    for path in sorted(glob.glob(os.path.join(arguments.cache, "*"))):
        for container in unpack(path):
            code = find_code(arguments.nvdisasm, container)
            if not code:
                continue
            found += 1
            name = os.path.splitext(os.path.basename(path))[0]
            print(f"| {name} | " + " | ".join("-" if value is None else str(value) for value in describe(code)) + " |", flush=True)
            if arguments.list:
                os.makedirs(arguments.list, exist_ok=True)
                with open(os.path.join(arguments.list, name + ".sass"), "w") as file:
                    for at, control, text in code:
                        file.write(f"{at:05x} {control & 15:2} +{control >> 5 & 7} ={control >> 8 & 7} wait {control >> 11 & 63:06b}  {text}\n")
    if not found:
        print(f"no pipeline in {arguments.cache} multiplies matrices", file=sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
