#!/usr/bin/env bash
# Builds everything and runs every test. Safe to run again: a second run builds
# and installs only what changed. Ends with one line "N passed, N failed".
#
#   test/run.sh              unit, lit, end-to-end and numeric tests
#   test/run.sh --slow       also the Stable Diffusion 1.5 UNets, every ONNX
#                            operator test and the operator report (CI runs these)
#   test/run.sh --sanitize   also the runtime's tests under ASan and UBSan
#
# BURIN_SLOW_SECONDS: parts that begin later than this run in their quick form, so
# that a slow machine still finishes (CI: 3000; else no limit).
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
slow=0
sanitize=0
[ -n "${CI:-}" ] && slow=1 && sanitize=1
for argument in "$@"; do
  case "$argument" in
    --slow) slow=1 ;;
    --sanitize) sanitize=1 ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
  esac
done

slow_until="${BURIN_SLOW_SECONDS:-$([ -n "${CI:-}" ] && echo 3000 || echo 1000000)}"

build="$root/build"
# Kernels that a driver has built are kept between runs, but in the build folder.
export POCL_CACHE_DIR="$build/cache/pocl" BURIN_CACHE_DIR="$build/cache/burin" BURIN_SLOW_TESTS=$slow
export BURIN_DEVICE="${BURIN_DEVICE:-opencl:0}"
mkdir -p "$POCL_CACHE_DIR" "$BURIN_CACHE_DIR"
passed=0
failed=0
failures=()
failed_checks=() # the lines that a reader of the log looks for first

step() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }
is_slow() { # slow forms are wanted, and there is time for them
  [ $slow = 1 ] && [ "$SECONDS" -lt "$slow_until" ]
}
with_slow() { is_slow && echo "$1"; } # with_slow FLAG
count() { # count NAME PASSED FAILED
  passed=$((passed + $2)) failed=$((failed + $3))
  [ "$3" = 0 ] || failures+=("$1: $3")
}
finish() {
  if [ ${#failures[@]} != 0 ]; then
    printf "\nfailed in:\n"
    printf "  %s\n" "${failures[@]}"
    [ ${#failed_checks[@]} = 0 ] || printf "%s\n" "${failed_checks[@]}"
  fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
  exit
}
require() { # require NAME COMMAND...: nothing works without it
  step "$1"
  "${@:2}" || { count "$1" 0 1; finish; }
}
run_ctest() { # run_ctest NAME FOLDER
  step "$1"
  local log="$2/ctest.log" summary
  # One at a time: processes that share PoCL's kernel cache make it crash now and then.
  ctest --test-dir "$2" --output-on-failure | tee "$log"
  summary=$(grep -E 'tests passed, [0-9]+ tests failed out of [0-9]+' "$log" | tail -1)
  local bad total
  bad=$(sed -E 's/.*, ([0-9]+) tests failed out of ([0-9]+).*/\1/' <<<"$summary")
  total=$(sed -E 's/.*, ([0-9]+) tests failed out of ([0-9]+).*/\2/' <<<"$summary")
  if [ -z "$summary" ]; then count "$1" 0 1; else count "$1" $((total - bad)) "$bad"; fi
}
run_counted() { # run_counted NAME COMMAND...: its last line is "N passed, N failed"
  step "$1"
  local log="$build/$1.log" summary status
  "${@:2}" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  summary=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -1)
  if [ -z "$summary" ]; then
    count "$1" 0 1
    mapfile -t -O ${#failed_checks[@]} failed_checks < <(tail -20 "$log")
  else
    mapfile -t -O ${#failed_checks[@]} failed_checks < <(grep -E '^(FAIL|failed:|crashed:)' "$log" | head -40)
    local bad
    bad=$(sed -E 's/.* ([0-9]+) failed.*/\1/' <<<"$summary")
    [ "$bad" != 0 ] || [ "$status" = 0 ] || bad=1
    count "$1" "$(sed -E 's/^([0-9]+) passed.*/\1/' <<<"$summary")" "$bad"
  fi
}

require dependencies bash test/utils/install_deps.sh
require configure cmake --preset release
require build cmake --build --preset release
python="$root/test/.venv/bin/python"

run_ctest unit-tests "$build"
run_counted lit "$python" test/utils/run_lit.py "$build"
if [ $sanitize = 1 ]; then
  # The compiler is left out: Debian's MLIR is not instrumented, which makes
  # ASan report its containers.
  require configure-sanitized cmake --preset debug -DBURIN_BUILD_COMPILER=OFF
  require build-sanitized cmake --build --preset debug
  # PoCL keeps what it builds: no search for leaks.
  ASAN_OPTIONS=detect_leaks=0 run_ctest unit-tests-sanitized "$root/build-debug"
fi
run_counted numerics "$python" test/numerics/emoji.py --bin "$build/bin" --work "$build/numerics" \
  $(with_slow --slow)
run_counted mma-sync "$python" test/numerics/mma_sync.py --bin "$build/bin" --work "$build/mma-sync"
run_counted norm-statistics "$python" test/numerics/norm_statistics.py --bin "$build/bin" --work "$build/norm-statistics"
run_counted kernels "$python" test/numerics/kernels.py --bin "$build/bin" --work "$build/kernels"
run_counted targets "$python" test/numerics/targets.py --bin "$build/bin" --work "$build/targets" \
  $(with_slow --all)
run_counted attention "$python" test/numerics/attention.py --bin "$build/bin" --work "$build/attention" \
  $(with_slow --all)
run_counted matrix-units "$python" test/numerics/matrix_units.py --bin "$build/bin" --work "$build/matrix-units" \
  $(with_slow --all)
run_counted winograd "$python" test/numerics/winograd.py --bin "$build/bin" --work "$build/winograd" \
  $(with_slow --all)
run_counted norm-prologues "$python" test/numerics/norm_prologues.py --bin "$build/bin" --work "$build/norm-prologues"
run_counted operators "$python" test/numerics/operators.py --bin "$build/bin" --work "$build/operators" \
  $(with_slow --all)
run_counted exporters "$python" test/numerics/exporters.py --bin "$build/bin" --work "$build/exporters"
run_counted contrib "$python" test/numerics/contrib.py --bin "$build/bin" --work "$build/contrib"
run_counted fusion "$python" test/numerics/fusion.py --bin "$build/bin" --work "$build/fusion" \
  $(with_slow --slow)
if is_slow; then
  run_counted stable-diffusion "$python" test/numerics/stable_diffusion.py --bin "$build/bin" --work "$build/stable-diffusion"
fi
finish
