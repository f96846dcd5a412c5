// RUN: burin-opt %s -split-input-file -verify-diagnostics -pass-pipeline='builtin.module(gpu.module(poison-local-memory))'

gpu.module @square {
  gpu.func @square() kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    // expected-error@+1 {{cannot be poisoned: it is no array of numbers}}
    %m = memref.alloc() : memref<4x4xf32, #gpu.address_space<workgroup>>
    gpu.return
  }
}

// -----

gpu.module @unknown {
  // expected-error@+1 {{has no known block size}}
  gpu.func @unknown() kernel {
    %m = memref.alloc() : memref<4xf32, #gpu.address_space<workgroup>>
    gpu.return
  }
}
