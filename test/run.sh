#!/usr/bin/env bash
# Builds everything and runs every test. Safe to run again: a second run builds
# and installs only what changed. Ends with one line "N passed, N failed".
#
#   test/run.sh              unit, lit, end-to-end and numeric tests
#   test/run.sh --slow       also the Stable Diffusion 1.5 UNets, every ONNX
#                            operator test and the operator report (CI runs these)
#   test/run.sh --sanitize   also the runtime's tests under ASan and UBSan
#
# Parts run side by side, one per processor (at most 4); build/NAME.log has what each printed.
# BURIN_SLOW_SECONDS: after this long, parts begin in their quick form, and long forms leave out
# what they have not begun, so that a slow machine still finishes (CI: 1800; else no limit).
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
    *) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
  esac
done
slow_until="${BURIN_SLOW_SECONDS:-$([ -n "${CI:-}" ] && echo 1800 || echo 1000000)}"
build="$root/build"
python="$root/test/.venv/bin/python"
export BURIN_SLOW_UNTIL=$(($(date +%s) + slow_until)) BURIN_SLOW_TESTS=$slow BURIN_DEVICE="${BURIN_DEVICE:-opencl:0}"
source test/utils/parts.sh

unit_tests() { # unit_tests FOLDER
  # One at a time: some of them start a driver with all processors.
  ctest --test-dir "$1" --output-on-failure | tee "$1/ctest.log"
  sed -nE 's/.*% tests passed, ([0-9]+) tests? failed out of ([0-9]+)/\1 \2/p' "$1/ctest.log" |
    { read -r bad total && echo "$((total - bad)) passed, $bad failed"; }
}
sanitized() {
  # The compiler is left out: Debian's MLIR is not instrumented, which makes
  # ASan report its containers.
  cmake --preset debug -DBURIN_BUILD_COMPILER=OFF && cmake --build --preset debug &&
    # PoCL keeps what it builds: no search for leaks.
    ASAN_OPTIONS=detect_leaks=0 unit_tests "$root/build-debug"
}
numerics() { # numerics NAME SLOW-FLAG: test/numerics/NAME.py
  part "$1" "$2" "$python" "test/numerics/$1.py" --bin "$build/bin" --work "$build/$1"
}

require dependencies bash test/utils/install_deps.sh
require configure cmake --preset release
require build cmake --build --preset release

part unit-tests - unit_tests "$build"
part lit - "$python" test/utils/run_lit.py "$build"
# The long ones first: what begins late is quick. Attention, the longest, has quick cases to fall back to.
numerics matrix_units --all
[ $sanitize = 0 ] || part sanitized - sanitized
numerics mma_sync -
numerics operators --all
numerics targets --all
numerics emoji --slow
numerics fusion --slow
if is_slow; then numerics stable_diffusion -; fi
numerics attention --all
numerics winograd --all
numerics kernels -
numerics norm_statistics -
numerics norm_prologues -
numerics part_sums -
numerics contrib -
numerics exporters -
finish
