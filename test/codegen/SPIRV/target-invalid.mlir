// RUN: burin-opt %s -split-input-file -verify-diagnostics -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))'

// A description's `vulkan` names what a driver has, in the specification's words.

// Version 1.3 is what Vulkan 1.1 takes; no less.
// expected-error @below {{target description: 'vulkan.spirv_version' is '1.2'; it must be 1.3 (Vulkan 1.1) or later}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {spirv_version = "1.2"}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// A version that does not exist.
// expected-error @below {{target description: 'vulkan.spirv_version' is '2.7'; it must be 1.3 (Vulkan 1.1) or later}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {spirv_version = "2.7"}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// A number is no version: 1.30 and 1.3 would be the same.
// expected-error @below {{target description: 'vulkan.spirv_version' must be a string}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {spirv_version = 1.3}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// A capability that nobody knows.
// expected-error @below {{target description: 'vulkan.capabilities' has "Magic", which is no name of the SPIR-V specification}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {capabilities = ["Shader", "Magic"]}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// A number is no name.
// expected-error @below {{target description: 'vulkan.capabilities' has 1 : i64, which is no name of the SPIR-V specification}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {capabilities = [1]}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// One name is no list.
// expected-error @below {{target description: 'vulkan.capabilities' must be a list of names}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {capabilities = "Shader"}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// An extension that nobody knows.
// expected-error @below {{target description: 'vulkan.extensions' has "SPV_KHR_magic", which is no name of the SPIR-V specification}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {extensions = ["SPV_KHR_magic"]}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// One extension is no list either.
// expected-error @below {{target description: 'vulkan.extensions' must be a list of names}}
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], vulkan = {extensions = "SPV_KHR_16bit_storage"}}} {
  // expected-error @below {{kernel k has no SPIR-V form}}
  gpu.module @k {
    gpu.func @k() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}
