"""lit configuration: passes through FileCheck, programs end to end."""
import os
import shutil

import lit.formats
from lit.llvm import llvm_config

config.name = "burin"
config.test_format = lit.formats.ShTest(not llvm_config.use_lit_shell)
config.suffixes = [".mlir", ".test"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.burin_build_dir, "test")
config.excludes = ["numerics", "utils", "perf", "Inputs", ".venv", "CMakeLists.txt"]

# Folders whose tests run plans name this group (lit.local.cfg), which runs one test at a
# time: processes that share PoCL's kernel cache make it crash now and then.
lit_config.parallelism_groups["device"] = 1

llvm_config.use_default_substitutions()
llvm_config.with_environment("PATH", config.llvm_tools_dir, append_path=True)
llvm_config.with_environment("PATH", os.path.join(config.burin_build_dir, "bin"), append_path=True)
for variable in ("XDG_CACHE_HOME", "BURIN_CACHE_DIR", "OCL_ICD_VENDORS", "POCL_CACHE_DIR", "HOME", "BURIN_DEVICE", "BURIN_SLOW_TESTS"):
    if variable in os.environ:
        config.environment[variable] = os.environ[variable]

config.substitutions.append(("%test_root", config.test_source_root))
# Every generated kernel must pass a front end that we did not write.
config.substitutions.append((
    "%cl_check",
    os.path.join(config.llvm_tools_dir, "clang")
    + " -x cl -cl-std=CL2.0 -target spir64 -Xclang -finclude-default-header -fsyntax-only -Wall -Werror",
))
# Kernels with inline PTX: the same front end, NVIDIA's constraints.
config.substitutions.append((
    "%ptx_check",
    os.path.join(config.llvm_tools_dir, "clang")
    + " -x cl -cl-std=CL2.0 -target nvptx64 -Xclang -finclude-default-header -Xclang -cl-ext=+cl_khr_fp16 -fsyntax-only -Wall -Werror",
))
# Debian's spirv-val is older than cooperative matrices; that of the tests' virtual
# environment knows them (test/utils/install_deps.sh).
spirv_val = os.path.join(config.test_source_root, ".venv", "bin", "spirv-val")
if os.path.exists(spirv_val):
    config.available_features.add("spirv-val-matrix")
config.substitutions.append(("%spirv_val_matrix", spirv_val + " --target-env vulkan1.3"))
config.substitutions.append(("%spirv_val", "spirv-val --target-env vulkan1.1"))
if shutil.which("oclgrind"):
    config.available_features.add("oclgrind")
# Pages that programs write are opened in a real browser.
for browser in ("chromium-headless-shell", "chromium"):
    if shutil.which(browser):
        config.available_features.add("browser")
        config.substitutions.append(("%browser", shutil.which(browser)))
        break
