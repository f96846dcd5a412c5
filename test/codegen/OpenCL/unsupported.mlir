// RUN: burin-opt %s -split-input-file -verify-diagnostics -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))'

// expected-error @below {{kernel cbrt has an operation without an OpenCL C form}}
gpu.module @cbrt {
  gpu.func @cbrt(%x: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    // expected-error @below {{failed to legalize operation 'math.cbrt'}}
    %b = math.cbrt %a : f32
    gpu.return
  }
}

// -----

// expected-error @below {{kernel double has an operation without an OpenCL C form}}
gpu.module @double {
  // expected-error @below {{failed to legalize operation 'gpu.func'}}
  gpu.func @double(%x: memref<16xf64, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {

    gpu.return
  }
}

// -----

// expected-error @below {{kernel no_space has an operation without an OpenCL C form}}
gpu.module @no_space {
  // expected-error @below {{failed to legalize operation 'gpu.func'}}
  gpu.func @no_space(%x: memref<16xf32>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {

    gpu.return
  }
}

// -----

// expected-error @below {{kernel no_block_size has an operation without an OpenCL C form}}
gpu.module @no_block_size {
  // expected-error @below {{failed to legalize operation 'gpu.func'}}
  gpu.func @no_block_size(%x: memref<16xf32, #gpu.address_space<global>>) kernel {

    gpu.return
  }
}

// -----

// expected-error @below {{kernel two_dimensions has an operation without an OpenCL C form}}
gpu.module @two_dimensions {
  // expected-error @below {{failed to legalize operation 'gpu.func'}}
  gpu.func @two_dimensions(%x: memref<4x4xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {

    gpu.return
  }
}
