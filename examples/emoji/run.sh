#!/usr/bin/env bash
# Draws an emoji from a text with the model in this folder:
#   examples/emoji/run.sh "a red apple" [options of `burin generate`]
# Installs what is missing, builds Burin, compiles the model for this machine's
# first OpenCL device, and says where the PNG is. The second run is quick.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
if [ $# -lt 1 ] || [ "$1" = -h ] || [ "$1" = --help ]; then
  sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 1
fi
prompt="$1"
shift
build="$root/build"
out="$build/emoji"

BURIN_NO_VENV=1 bash "$root/test/utils/install_deps.sh"
cd "$root"
[ -f "$build/build.ninja" ] || cmake --preset release
cmake --build --preset release --target burinc burin

device="${BURIN_DEVICE:-opencl:0}"
description="$("$build/bin/burin" devices --describe --device "$device" 2>/dev/null || "$build/bin/burin" devices --describe)"
case "$description" in
  *H100* | *H200*) target=nvidia-h100 ;;
  *'"kind": "cpu"'* | *[Pp]ortable\ Computing* | *pthread-* | *cpu-*) target=cpu-pocl ;;
  *) target=opencl-generic ;;
esac

pipeline="$out/$target"
if [ ! -f "$pipeline/pipeline.json" ] || [ "$build/bin/burinc" -nt "$pipeline/pipeline.json" ]; then
  echo "compiling the model for $target"
  "$build/bin/burinc" "$here/model" --target "$target" -o "$pipeline"
fi
slug="$(tr -cs '[:alnum:]' '-' <<<"$prompt" | sed 's/^-*//; s/-*$//' | cut -c1-60)"
picture="$out/${slug:-picture}.png"
echo "drawing; the first run on a device builds its kernels, which takes a minute on a CPU"
"$build/bin/burin" generate "$pipeline" "$prompt" --device "$device" -o "$picture" "$@"
echo "the picture is $picture"
