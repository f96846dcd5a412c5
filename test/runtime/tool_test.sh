#!/usr/bin/env bash
# The burin program end to end on the sample plan.
# usage: tool_test.sh BURIN MAKE_SAMPLE DEVICE SCRATCH_DIRECTORY [spirv]
set -uo pipefail
burin=$1 make_sample=$2 device=$3 dir=$4 code=${5:-}
export BURIN_CACHE_DIR="$dir/cache"
rm -rf "$dir" && mkdir -p "$dir"
"$make_sample" "$dir" $code || exit 1
if ! "$burin" devices --describe --device "$device" > "$dir/device.json" 2> "$dir/err"; then
  echo "SKIP: $(cat "$dir/err")"
  exit 77
fi

failed=0
fail() { echo "FAILED: $*"; failed=1; }
expect() { # expect EXIT_CODE TEXT command...: the output must contain TEXT
  local code=$1 text=$2
  shift 2
  local output actual
  output=$("$@" 2>&1 < /dev/null)
  actual=$?
  [ "$actual" = "$code" ] || fail "exit code $actual, expected $code: $*: $output"
  grep -qF -- "$text" <<< "$output" || fail "no '$text' in the output of $*: $output"
}

# x.npy: 16x16 float32 with the value 2 everywhere.
python3 - "$dir" <<'PY' || exit 1
import struct, sys
header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (16, 16), }"
header += b" " * (117 - len(header)) + b"\n"
magic = b"\x93NUMPY\x01\x00"
open(sys.argv[1] + "/x.npy", "wb").write(
    magic + struct.pack("<H", len(header)) + header + struct.pack("<256f", *[2.0] * 256))
PY

plan="$dir/sample.plan"
expect 0 "Examples" "$burin" --help
expect 0 "--in" "$burin" run --help
expect 0 "opencl" "$burin" devices
expect 0 "local_memory_bytes" cat "$dir/device.json"
expect 0 "3 dispatches" "$burin" inspect "$plan"
expect 0 "Add_1" "$burin" inspect "$plan" --dispatches --verify
expect 0 "$([ "$code" = spirv ] && echo copy || echo reqd_work_group_size)" "$burin" inspect "$plan" --code copy
expect 0 '"arena_lower_bound_bytes": 1024' "$burin" inspect "$plan" --json
expect 0 "y: f32 16x16" "$burin" run "$plan" --entry main --in x="$dir/x.npy" --device "$device"
expect 0 "" "$burin" run "$plan" --entry main --in x="$dir/x.npy" --out y="$dir/y.npy" --device "$device" --poison --verify
expect 0 "kernel" "$burin" bench "$plan" --device "$device" --warmup 0 --runs 3 --json "$dir/bench.json"
expect 0 '"device_ms"' cat "$dir/bench.json"
expect 0 '"of_roofline"' cat "$dir/bench.json"
expect 0 "of roof" "$burin" bench "$plan" --device "$device" --warmup 0 --runs 1
expect 0 "" "$burin" inspect "$plan" --html "$dir/page.html"
expect 0 "sample.onnx" cat "$dir/page.html"
expect 1 "nowhere" "$burin" inspect "$plan" --html "$dir/nowhere/page.html"

expect 0 '"ready_ms"' cat "$dir/bench.json"
expect 0 "of weights" "$burin" materialize "$plan" -o "$dir/stored.plan"
expect 0 "0 B synthetic" "$burin" inspect "$dir/stored.plan" --verify
expect 1 "would overwrite" "$burin" materialize "$plan" -o "$plan"
expect 1 "make it with burinc --emit-candidates" "$burin" tune "$plan" -o "$dir/tuning.json" --device "$device"
expect 1 "output is required" "$burin" tune "$plan"

expect 0 "--isolate" "$burin" compare --help
expect 1 "type its results are" "$burin" run "$plan" --entry main --in x="$dir/x.npy" --device "$device" --check-finite
expect 1 "type its results are" "$burin" compare "$plan" --entry main --device "$device" --device "$device"

expect 1 "subcommand" "$burin"
expect 1 "--nonsense" "$burin" inspect "$plan" --nonsense
expect 1 "--runs" "$burin" bench "$plan" --runs 0
expect 1 "plan is required" "$burin" inspect
expect 1 "several entry points" "$burin" run "$plan" --in x="$dir/x.npy" --device "$device"
expect 1 "add --in x=" "$burin" run "$plan" --entry main --device "$device"
expect 1 "the inputs are: x" "$burin" run "$plan" --entry main --in z="$dir/x.npy" --device "$device"
expect 1 "the outputs are: y" "$burin" run "$plan" --entry main --in x="$dir/x.npy" --out q="$dir/q.npy" --device "$device"
expect 1 "NAME=FILE.npy" "$burin" run "$plan" --entry main --in x --device "$device"
expect 1 "not a NumPy" "$burin" run "$plan" --entry main --in x="$plan" --device "$device"
# Vulkan without a driver, and devices that are not there.
expect 0 "vulkan     no device" env VK_ICD_FILENAMES=/none VK_DRIVER_FILES=/none "$burin" devices
expect 1 "Vulkan" env VK_ICD_FILENAMES=/none VK_DRIVER_FILES=/none "$burin" run "$plan" --device vulkan:0
expect 1 "ulkan" "$burin" run "$plan" --device vulkan:77
expect 1 "DRIVER:N" "$burin" run "$plan" --device vulkan:x
expect 1 "no driver" "$burin" run "$plan" --device quantum:0
expect 1 "none.plan" "$burin" inspect "$dir/none.plan"
head -c 1000 "$plan" > "$dir/cut.plan"
expect 1 "truncated" "$burin" inspect "$dir/cut.plan"

if [ "${device%%:*}" != null ]; then
  # y = x * i / 16 + noise: the difference of two rows is free of neither, but
  # the same run twice gives the same bytes, and NaN poison does not reach y.
  "$burin" run "$plan" --entry main --in x="$dir/x.npy" --out y="$dir/y2.npy" --device "$device"
  cmp -s "$dir/y.npy" "$dir/y2.npy" || fail "two runs differ"
  # Weights from a file are those that were generated.
  "$burin" run "$dir/stored.plan" --entry main --in x="$dir/x.npy" --out y="$dir/y3.npy" --device "$device"
  cmp -s "$dir/y.npy" "$dir/y3.npy" || fail "stored weights differ from synthetic ones"
  expect 0 " 0 not finite" "$burin" run "$plan" --entry main --in x="$dir/x.npy" --device "$device" --poison
fi
exit $failed
