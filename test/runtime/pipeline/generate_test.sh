#!/usr/bin/env bash
# burin generate from a directory and from a self-contained executable.
# Usage: generate_test.sh BURIN MAKE_TOY_PIPELINE MODEL DEVICE WORK_DIR
# Exits with 77 (skipped) where the device does not exist.
set -u
burin=$1 make=$2 model=$3 device=$4 work=$5
"$burin" devices 2>/dev/null | grep -q "$device" || { echo "no $device"; exit 77; }
rm -rf "$work" && mkdir -p "$work" && cd "$work" || exit 1
export BURIN_CACHE_DIR="$work/cache"
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
# expect STATUS PATTERN COMMAND...: runs it, compares status and output.
expect() {
  local status=$1 pattern=$2 output code
  shift 2
  output=$("$@" 2>&1); code=$?
  if [ "$status" = fails ]; then [ $code -ne 0 ] && [ $code -lt 128 ]; else [ $code -eq "$status" ]; fi ||
    fail "status $code of: $* ($output)"
  grep -q -- "$pattern" <<<"$output" || fail "no '$pattern' from: $* ($output)"
}

"$make" "$model" pipe "$burin" toy || fail "make_toy_pipeline"
run=("$burin" generate pipe "a red apple" -d "$device")
expect 0 "seed 7, 20 steps, guidance 5" "${run[@]}" --seed 7 -o a.png
expect 0 "total" "${run[@]}" --seed 7 -o b.png
cmp -s a.png b.png || fail "the same seed gave another picture"
expect 0 "64x64" "${run[@]}" --seed 8 -o c.png
cmp -s a.png c.png && fail "another seed gave the same picture"
for scheduler in pndm ddim euler euler-a dpm++2m; do
  expect 0 "4 steps" "${run[@]}" --scheduler $scheduler --steps 4 --seed 1 -o s.png
done
expect 0 "3 pictures" "${run[@]}" --count 3 --seed 7 --steps 2 -o n.png
for i in 0 1 2; do [ -s n-$i.png ] || fail "n-$i.png is missing"; done
expect 0 "guidance 1" "${run[@]}" -g 1 --steps 2 --preview p.png --preview-every 1 -o g.png
[ -s p.png ] || fail "no preview"
long=$(printf 'apple %.0s' {1..90})
expect 0 "reads the first 75" "$burin" generate pipe "$long" -d "$device" --steps 1 -o long.png
expect 0 "^$" "${run[@]}" --quiet --steps 1 -o q.png

# The program with the pipeline inside.
expect 0 "model is inside" ./toy --help
expect 0 "seed 7" ./toy "a red apple" -d "$device" --seed 7 -o d.png
cmp -s a.png d.png || fail "the executable drew another picture"
expect 0 "seed 7" "$burin" generate toy "a red apple" -d "$device" --seed 7 -o e.png
cmp -s a.png e.png || fail "generate from an executable drew another picture"
expect 1 "required" ./toy

# Wrong usage.
expect 1 "steps" "${run[@]}" --steps 0
expect 1 "steps" "${run[@]}" --steps -1
expect 1 "steps" "${run[@]}" --steps 1001 -o x.png
expect 1 "guidance" "${run[@]}" --guidance nan
expect 1 "seed" "${run[@]}" --seed 9223372036854775808
expect 1 "count" "${run[@]}" --count 0
expect fails "scheduler" "${run[@]}" --scheduler heun
expect fails "steps" "${run[@]}" --steps 1e9
expect fails "none/x.png" "${run[@]}" -o none/x.png
expect fails "nothing" "$burin" generate nothing "a cat"
expect fails "no pipeline" "$burin" generate "$model/NOTICE" "a cat"
expect fails "pipeline.json" "$burin" generate cache "a cat" -d "$device"
[ -e x.png ] && fail "x.png was written"

# Damage is noticed, before or while the device is opened.
cp -r pipe bad && printf 'x' | dd of=bad/unet.plan bs=1 seek=300 conv=notrunc 2>/dev/null
expect fails "unet.plan" "$burin" generate bad "a cat" -d "$device"
head -c -10 toy > cut && chmod +x cut
expect fails "" ./cut "a cat"

# Ctrl-C stops it, no picture is left behind.
"${run[@]}" --steps 500 --scheduler ddim --count 1000 -o i.png >/dev/null 2>&1 &
pid=$!
sleep 2; kill -INT $pid; wait $pid; code=$?
[ $code -eq 130 ] || fail "status $code after Ctrl-C"
ls ./*tmp* 2>/dev/null && fail "temporary files are left"
[ $failures -eq 0 ] && echo "passed"
exit $((failures > 0))
