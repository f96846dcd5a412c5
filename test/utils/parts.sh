# Parts of a test run, side by side: sourced by test/run.sh.
#
# A part is a command whose output ends with "N passed, N failed". It writes to
# build/NAME.log; only what failed is shown. Parts share no kernel cache: processes that
# share PoCL's make it crash now and then (pocl issues 430, 1480).

passed=0
failed=0
failures=()      # "name: count"
failed_checks=() # the lines that a reader of the log looks for first
declare -A running=() began=()
lanes=$(nproc)
[ "$lanes" -le 4 ] || lanes=4 # memory is the limit, the UNet of Stable Diffusion takes a lot

is_slow() { # slow forms are wanted, and there is time for them
  [ "$slow" = 1 ] && [ "$(date +%s)" -lt "$BURIN_SLOW_UNTIL" ]
}
count() { # count NAME PASSED FAILED
  passed=$((passed + $2)) failed=$((failed + $3))
  [ "$3" = 0 ] || failures+=("$1: $3")
}
finish() {
  while [ ${#running[@]} != 0 ]; do reap; done
  if [ ${#failures[@]} != 0 ]; then
    printf '\nfailed in:\n'
    printf '  %s\n' "${failures[@]}"
    [ ${#failed_checks[@]} = 0 ] || printf '%s\n' "${failed_checks[@]}"
  fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
  exit
}
require() { # require NAME COMMAND...: nothing works without it
  printf '\n== %s (%d s)\n' "$1" "$SECONDS"
  "${@:2}" || { count "$1" 0 1; finish; }
}
part() { # part NAME SLOW-FLAG COMMAND...: starts it when a lane is free; - where it has no slow form
  while [ ${#running[@]} -ge "$lanes" ]; do reap; done
  local name="$1" flag=()
  if [ "$2" != - ] && is_slow; then flag=("$2"); fi
  printf -- '-- %s%s began (%d s)\n' "$name" "${flag[0]:+ ${flag[0]}}" "$SECONDS"
  (
    export POCL_CACHE_DIR="$build/cache/pocl-$name" BURIN_CACHE_DIR="$build/cache/burin-$name"
    mkdir -p "$POCL_CACHE_DIR" "$BURIN_CACHE_DIR"
    "${@:3}" "${flag[@]}"
  ) >"$build/$name.log" 2>&1 &
  running[$!]="$name" began[$!]=$SECONDS
}
find_ended() { # sets ended to the process of a part that has ended
  # No wait -n: it forgets a part that ends together with another.
  while true; do
    for ended in "${!running[@]}"; do
      kill -0 "$ended" 2>/dev/null || return 0
    done
    sleep 0.2
  done
}
reap() { # waits for one part and counts it
  local ended pid status=0
  find_ended
  pid=$ended
  wait "$pid" || status=$?
  local name="${running[$pid]}" log="$build/${running[$pid]}.log"
  local summary good bad
  unset "running[$pid]"
  summary=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -1)
  good=$(sed -E 's/^([0-9]+) passed.*/\1/' <<<"${summary:-0 passed}")
  bad=$(sed -E 's/.* ([0-9]+) failed.*/\1/' <<<"${summary:-, 1 failed}")
  [ "$bad" != 0 ] || [ "$status" = 0 ] || bad=1
  count "$name" "$good" "$bad"
  printf '== %s (%d to %d s): %s\n' "$name" "${began[$pid]}" "$SECONDS" "${summary:-no summary, exit code $status}"
  grep -E '^[0-9]+ (cases|models) left out' "$log"
  [ "$bad" = 0 ] || show_failure "$log"
}
show_failure() { # show_failure LOG: the checks that failed, or its end where no check did
  local lines
  mapfile -t lines < <(grep -E '^(FAIL|failed:|crashed:)' "$1" | head -40)
  [ ${#lines[@]} != 0 ] || mapfile -t lines < <(tail -20 "$1")
  failed_checks+=("${lines[@]}")
  tail -60 "$1"
}
