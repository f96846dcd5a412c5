// RUN: burin-opt %s -split-input-file -verify-diagnostics -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))'

// What Vulkan cannot have is refused with the kernel's name, never lowered halfway.

// Eight lanes of floats are no vector of SPIR-V.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel wide has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @wide {
    gpu.func @wide(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      %c0 = arith.constant 0 : index
      // expected-error @below {{accesses 'vector<8xf32>'; Vulkan's vectors have 2 to 4 lanes: lower the target's vector_bytes to 16}}
      %0 = vector.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<8xf32>
      %1 = vector.extract %0[7] : f32 from vector<8xf32>
      memref.store %1, %x[%c0] : memref<64xf32, #gpu.address_space<global>>
      gpu.return
    }
  }
}

// -----

// The same for a store.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel wide_store has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @wide_store {
    gpu.func @wide_store(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      %c0 = arith.constant 0 : index
      %v = arith.constant dense<0.0> : vector<16xf32>
      // expected-error @below {{accesses 'vector<16xf32>'; Vulkan's vectors have 2 to 4 lanes}}
      vector.store %v, %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<16xf32>
      gpu.return
    }
  }
}

// -----

// Doubles are no element that buffers of the supported devices have.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel doubles has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @doubles {
    // expected-error @below {{kernel doubles has a buffer of type 'memref<64xf64, #gpu.address_space<global>>', which Vulkan cannot store}}
    gpu.func @doubles(%x: memref<64xf64, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// Single bits are stored as bytes by those who lower tensors.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel bits has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @bits {
    // expected-error @below {{kernel bits has a buffer of type 'memref<64xi1, #gpu.address_space<global>>', which Vulkan cannot store}}
    gpu.func @bits(%x: memref<64xi1, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// A strided view is no flat buffer.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel strided has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @strided {
    // expected-error @below {{kernel strided has a buffer of type}}
    gpu.func @strided(%x: memref<8xf32, strided<[2]>, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// A scalar argument has no binding.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel scalar has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @scalar {
    // expected-error @below {{has an argument that is no global buffer: 'i32'}}
    gpu.func @scalar(%n: i32) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// Nor has a buffer without an address space.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel spaceless has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @spaceless {
    // expected-error @below {{has an argument that is no global buffer: 'memref<64xf32>'}}
    gpu.func @spaceless(%x: memref<64xf32>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// Local memory is allocated, not passed.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel local_argument has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @local_argument {
    // expected-error @below {{has an argument that is no global buffer}}
    gpu.func @local_argument(%x: memref<64xf32, #gpu.address_space<workgroup>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      gpu.return
    }
  }
}

// -----

// Private memory is not allocated.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel private_array has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @private_array {
    gpu.func @private_array(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      %c0 = arith.constant 0 : index
      // expected-error @below {{has no Vulkan form: only local memory can be allocated}}
      %a = memref.alloc() : memref<4xf32>
      %0 = memref.load %a[%c0] : memref<4xf32>
      memref.store %0, %x[%c0] : memref<64xf32, #gpu.address_space<global>>
      gpu.return
    }
  }
}

// -----

// Without a size of the work group there is no entry point.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel sizeless has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @sizeless {
    // expected-error @below {{must be a kernel with a known block size to be converted to SPIR-V}}
    gpu.func @sizeless(%x: memref<64xf32, #gpu.address_space<global>>) kernel {
      gpu.return
    }
  }
}

// -----

// A buffer can be loaded from and stored to, nothing else.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel cast has no SPIR-V form that the target's Vulkan driver takes}}
  gpu.module @cast {
    gpu.func @cast(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
      %c0 = arith.constant 0 : index
      // expected-error @below {{has no Vulkan form: a buffer can only be loaded from and stored to}}
      %d = memref.memory_space_cast %x : memref<64xf32, #gpu.address_space<global>> to memref<64xf32>
      %0 = memref.load %d[%c0] : memref<64xf32>
      memref.store %0, %x[%c0] : memref<64xf32, #gpu.address_space<global>>
      gpu.return
    }
  }
}

// -----

// Two kernels in one module would be two entry points of one plan kernel.
module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // expected-error @below {{kernel two has no SPIR-V form}}
  // expected-error @below {{must hold one kernel to be converted to SPIR-V}}
  gpu.module @two {
    gpu.func @a() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
    gpu.func @b() kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
      gpu.return
    }
  }
}
