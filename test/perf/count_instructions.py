#!/usr/bin/env python3
"""Counts what the loop over k of generated OpenCL C becomes on an NVIDIA GPU, without one.

    burinc MODEL.onnx --target nvidia-h100 ... --dump-kernels DIR -o m.plan
    count_instructions.py --ptxas PTXAS --nvdisasm NVDISASM DIR/*.cl

clang makes PTX of the kernels, ptxas and nvdisasm of the CUDA toolkit machine code. NVIDIA's OpenCL compiler is
another front end: registers and order differ, the integer work that a loop asks for does not (clang is told not to unroll). The loop is the one
with the most matrix instructions. Columns: instructions of a kind in the loop, integer ones per 16-byte copy and
per matrix instruction, all instructions before and after the loop, registers, bytes of spills.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

DECLARATIONS = r"""
#pragma OPENCL EXTENSION cl_khr_fp16 : enable
#define get_local_id(d) __nvvm_read_ptx_sreg_tid_x()
#define get_group_id(d) \
  ((d) == 0 ? __nvvm_read_ptx_sreg_ctaid_x() : (d) == 1 ? __nvvm_read_ptx_sreg_ctaid_y() : __nvvm_read_ptx_sreg_ctaid_z())
#define barrier(flags) __nvvm_bar_sync(0)
#define min(a, b) ((a) < (b) ? (a) : (b))
#define FUNCTION static __attribute__((overloadable, always_inline))
"""
for n in (2, 4, 8):
    DECLARATIONS += f"typedef half halves{n} __attribute__((ext_vector_type({n})));\n"
    for space in ("__global", "__local"):
        DECLARATIONS += f"""
FUNCTION float{n} burin_read{n}(size_t i, const {space} half *p) {{
  return __builtin_convertvector(((const {space} halves{n} *)p)[i], float{n}); }}
FUNCTION void burin_write{n}(float{n} v, size_t i, {space} half *p) {{
  (({space} halves{n} *)p)[i] = __builtin_convertvector(v, halves{n}); }}
"""
    DECLARATIONS += f"""
#define vloada_half{n} burin_read{n}
#define vload_half{n} burin_read{n}
#define vstorea_half{n} burin_write{n}
#define vstore_half{n} burin_write{n}
"""
# What epilogues call is no part of the loop.
DECLARATIONS += """
#define erf(x) (x)
#define fabs(x) __builtin_elementwise_abs(x)
#define fma(a, b, c) __builtin_elementwise_fma(a, b, c)
#define copysign(a, b) __builtin_elementwise_copysign(a, b)
#define exp(x) (x)
#define native_exp2(x) __nvvm_ex2_approx_f(x)
#define fmax(a, b) __builtin_elementwise_max(a, b)
#define fmin(a, b) __builtin_elementwise_min(a, b)
#define isunordered(a, b) ((a) != (a) || (b) != (b))
#define select(a, b, c) ((c) ? (b) : (a))
#define vload_half(i, p) __builtin_load_halff((p) + (i))
#define vstore_half(v, i, p) __builtin_store_halff(v, (p) + (i))
"""
MATRIX, LOAD, COPY = "HMMA", "LDSM", "LDGSTS"
#: What is neither memory, matrix, control nor floating-point arithmetic; uniform ones begin with U.
INTEGER = re.compile(r"U?(IMAD|IADD|VIADD|LOP|PLOP|ISETP|SEL|LEA|SHF|V?IMNMX|MOV|PRMT|R2UR|R2P|P2R|BMSK|SGXT|IABS|CS2R)")
COLUMNS = ["kernel", "mma", "ldsm", "copies", "integer", "uniform", "other", "per copy", "per mma", "before", "after",
           "registers", "spills"]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{os.path.basename(command[0])}: {(done.stdout + done.stderr)[:1000]}")
    return done.stdout + done.stderr


def make_entry(ptx):
    """clang wraps the kernel's body, a function, in an entry that calls it: the body becomes the entry."""
    name = re.search(r"^\.func __clang_ocl_kern_imp_(\w+)\(", ptx, re.M).group(1)
    ptx = re.sub(r"^(\.visible )?\.entry %s\(.*?^\}\n" % name, "", ptx, flags=re.S | re.M)
    ptx = re.sub(r"^\.func __clang_ocl_kern_imp_%s\n\(.*?^;\n" % name, "", ptx, flags=re.S | re.M)
    return ptx.replace(f".func __clang_ocl_kern_imp_{name}(", f".visible .entry {name}(")


def compile_kernel(arguments, path, folder):
    """Lines of machine code, and what ptxas says of it."""
    header, ptx, cubin = (os.path.join(folder, name) for name in ("declarations.h", "kernel.ptx", "kernel.cubin"))
    with open(header, "w") as file:
        file.write(DECLARATIONS)
    run(arguments.clang, "-x", "cl", "-cl-std=CL3.0", "-target", "nvptx64-nvidia-nvcl", "-Xclang", "-target-cpu", "-Xclang",
        arguments.arch, "-Xclang", "-target-feature", "-Xclang", "+ptx80", "-O3", "-fno-unroll-loops", "-w", "-Xclang",
        "-finclude-default-header", "-include", header, "-S", "-o", ptx, path)
    with open(ptx) as file:
        text = make_entry(file.read())
    with open(ptx, "w") as file:
        file.write(text)
    said = run(arguments.ptxas, "-arch=" + arguments.arch, "-v", ptx, "-o", cubin)
    return run(arguments.nvdisasm, "-c", cubin).splitlines(), said


def parse(lines):
    """Mnemonics, and (start, end) of the loop with the most matrix instructions."""
    code, labels, branches = [], {}, []
    for line in lines:
        label, branch = re.match(r"\s*(\.L_x?_?\d+):", line), re.search(r"BRA\S* .*`\((\.L\w+)\)", line)
        instruction = re.search(r"\*/\s+(?:@!?U?P\d+\s+)?([A-Z]\w*)", line)
        if label:
            labels[label.group(1)] = len(code)
        if branch:
            branches.append((len(code), branch.group(1)))
        if instruction:
            code.append(instruction.group(1))
    loops = [(labels[to], at + 1) for at, to in branches if labels.get(to, at + 1) <= at]
    if not loops or not any(c == MATRIX for c in code):
        raise RuntimeError("no loop with matrix instructions")
    return code, max(loops, key=lambda loop: (code[loop[0]:loop[1]].count(MATRIX), loop[0] - loop[1]))


def count(arguments, path):
    with tempfile.TemporaryDirectory() as folder:
        lines, said = compile_kernel(arguments, path, folder)
    code, (start, end) = parse(lines)
    body = code[start:end]
    integers = [c for c in body if INTEGER.match(c)]
    mma, ldsm, copies = (body.count(c) for c in (MATRIX, LOAD, COPY))
    rest = len(body) - len(integers) - mma - ldsm - copies
    used = len([c for c in code if c != "NOP"]) - end
    return [os.path.basename(path)[:-3], mma, ldsm, copies, len(integers), sum(c.startswith("U") for c in integers), rest,
            f"{len(integers) / max(copies, 1):.1f}", f"{len(integers) / max(mma, 1):.2f}", start, used,
            re.search(r"Used (\d+) registers", said).group(1),
            sum(int(n) for n in re.findall(r"(\d+) bytes spill", said))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernels", nargs="+", help="OpenCL C that burinc wrote; those without matrix instructions are left out")
    parser.add_argument("--clang", default="/usr/lib/llvm-22/bin/clang")
    parser.add_argument("--ptxas", default="ptxas")
    parser.add_argument("--nvdisasm", default="nvdisasm")
    parser.add_argument("--arch", default="sm_90")
    arguments = parser.parse_args()
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    failed = 0
    for path in arguments.kernels:
        with open(path) as file:
            if "mma.sync" not in file.read():
                continue
        try:
            print("| " + " | ".join(str(cell) for cell in count(arguments, path)) + " |")
        except RuntimeError as error:
            failed += 1
            print(f"{path}: {error}", file=sys.stderr)
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
