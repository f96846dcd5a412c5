// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: rm -rf %t && burin-translate --export-spirv %t.mlir -o %t
// RUN: for f in %t/*.spv; do %spirv_val $f || exit 1; done

// Local memory: arrays of the Workgroup class, of vectors where every access is one.

module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
// An array of floats; a barrier orders what lies there.
// CHECK-LABEL: spirv.module @scalars Logical GLSL450
// CHECK: spirv.GlobalVariable @__builtin__LocalInvocationId__ built_in("LocalInvocationId") : !spirv.ptr<vector<3xi32>, Input>
// CHECK: spirv.GlobalVariable @arg0 bind(0, 0) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @local0 : !spirv.ptr<!spirv.array<16 x f32>, Workgroup>
// CHECK: %[[ACCESSCHAIN:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %{{.*}}] {{.*}} -> !spirv.ptr<f32, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %[[ACCESSCHAIN]] : f32
// CHECK: %[[ACCESSCHAIN2:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}] {{.*}} -> !spirv.ptr<f32, Workgroup>
// CHECK: spirv.Store "Workgroup" %[[ACCESSCHAIN2]], %[[LOAD]] : f32
// CHECK: spirv.ControlBarrier <Workgroup>, <Workgroup>, <AcquireRelease|WorkgroupMemory>
// CHECK: %[[LOAD2:.*]] = spirv.Load "Workgroup" %[[ACCESSCHAIN2]] : f32
// CHECK: spirv.Store "StorageBuffer" %[[ACCESSCHAIN]], %[[LOAD2]] : f32
// CHECK: spirv.ExecutionMode @scalars "LocalSize", 8, 1, 1
gpu.module @scalars {
  gpu.func @scalars(%a: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %l = memref.alloc() : memref<16xf32, #gpu.address_space<workgroup>>
    %0 = memref.load %a[%i] : memref<16xf32, #gpu.address_space<global>>
    memref.store %0, %l[%i] : memref<16xf32, #gpu.address_space<workgroup>>
    gpu.barrier
    %1 = memref.load %l[%i] : memref<16xf32, #gpu.address_space<workgroup>>
    memref.store %1, %a[%i] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// All accesses are four lanes wide: four elements of 16 bytes.
// CHECK-LABEL: spirv.module @vectors Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0_by4 bind(0, 0) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf32>, stride=16> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @local0 : !spirv.ptr<!spirv.array<4 x vector<4xf32>>, Workgroup>
// CHECK: %[[ACCESSCHAIN:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %{{.*}}] {{.*}} -> !spirv.ptr<vector<4xf32>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %[[ACCESSCHAIN]] : vector<4xf32>
// CHECK: %[[ACCESSCHAIN2:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}] {{.*}} -> !spirv.ptr<vector<4xf32>, Workgroup>
// CHECK: spirv.Store "Workgroup" %[[ACCESSCHAIN2]], %[[LOAD]] : vector<4xf32>
// CHECK: spirv.ControlBarrier <Workgroup>, <Workgroup>, <AcquireRelease|WorkgroupMemory>
// CHECK: %[[LOAD2:.*]] = spirv.Load "Workgroup" %[[ACCESSCHAIN2]] : vector<4xf32>
// CHECK: spirv.Store "StorageBuffer" %[[ACCESSCHAIN]], %[[LOAD2]] : vector<4xf32>
// CHECK: spirv.ExecutionMode @vectors "LocalSize", 8, 1, 1
gpu.module @vectors {
  gpu.func @vectors(%a: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %l = memref.alloc() : memref<16xf32, #gpu.address_space<workgroup>>
    %0 = vector.load %a[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %0, %l[%c0] : memref<16xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    gpu.barrier
    %1 = vector.load %l[%c0] : memref<16xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    vector.store %1, %a[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// A scalar in an array of vectors is a component.
// CHECK-LABEL: spirv.module @component Logical GLSL450
// CHECK: spirv.GlobalVariable @__builtin__LocalInvocationId__ built_in("LocalInvocationId") : !spirv.ptr<vector<3xi32>, Input>
// CHECK: spirv.GlobalVariable @arg0 bind(0, 0) {aliased} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg0_by4 bind(0, 0) {aliased} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf32>, stride=16> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @local0 : !spirv.ptr<!spirv.array<4 x vector<4xf32>>, Workgroup>
// CHECK: %[[ACCESSCHAIN:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %{{.*}}] {{.*}} -> !spirv.ptr<vector<4xf32>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %[[ACCESSCHAIN]] : vector<4xf32>
// CHECK: %[[ACCESSCHAIN2:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}] {{.*}} -> !spirv.ptr<vector<4xf32>, Workgroup>
// CHECK: spirv.Store "Workgroup" %[[ACCESSCHAIN2]], %[[LOAD]] : vector<4xf32>
// CHECK: spirv.ControlBarrier <Workgroup>, <Workgroup>, <AcquireRelease|WorkgroupMemory>
// CHECK: %[[SHIFTRIGHTLOGICAL:.*]] = spirv.ShiftRightLogical %{{.*}}, %{{.*}} : i32, i32
// CHECK: %[[BITWISEAND:.*]] = spirv.BitwiseAnd %{{.*}}, %{{.*}} : i32
// CHECK: %[[ACCESSCHAIN3:.*]] = spirv.AccessChain %{{.*}}[%[[SHIFTRIGHTLOGICAL]], %[[BITWISEAND]]] {{.*}} -> !spirv.ptr<f32, Workgroup>
// CHECK: %[[LOAD2:.*]] = spirv.Load "Workgroup" %[[ACCESSCHAIN3]] : f32
// CHECK: %[[ACCESSCHAIN4:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %{{.*}}] {{.*}} -> !spirv.ptr<f32, StorageBuffer>
// CHECK: spirv.Store "StorageBuffer" %[[ACCESSCHAIN4]], %[[LOAD2]] : f32
// CHECK: spirv.ExecutionMode @component "LocalSize", 8, 1, 1
gpu.module @component {
  gpu.func @component(%a: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %c0 = arith.constant 0 : index
    %l = memref.alloc() : memref<16xf32, #gpu.address_space<workgroup>>
    %0 = vector.load %a[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %0, %l[%c0] : memref<16xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    gpu.barrier
    %1 = memref.load %l[%i] : memref<16xf32, #gpu.address_space<workgroup>>
    memref.store %1, %a[%i] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// Vectors of two widths: an array of scalars, lane by lane.
// CHECK-LABEL: spirv.module @two_widths Logical GLSL450
// CHECK: spirv.GlobalVariable @local0 : !spirv.ptr<!spirv.array<16 x f32>, Workgroup>
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.ControlBarrier <Workgroup>, <Workgroup>, <AcquireRelease|WorkgroupMemory>
// CHECK: spirv.Load "Workgroup" %{{.*}} : f32
// CHECK: spirv.Load "Workgroup" %{{.*}} : f32
gpu.module @two_widths {
  gpu.func @two_widths(%a: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %l = memref.alloc() : memref<16xf32, #gpu.address_space<workgroup>>
    %0 = vector.load %a[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %0, %l[%c0] : memref<16xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    gpu.barrier
    %1 = vector.load %l[%c0] : memref<16xf32, #gpu.address_space<workgroup>>, vector<2xf32>
    vector.store %1, %a[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<2xf32>
    gpu.return
  }
}

// 10 elements are no whole vectors.
// CHECK-LABEL: spirv.module @odd_size Logical GLSL450
// CHECK: spirv.GlobalVariable @local0 : !spirv.ptr<!spirv.array<10 x f32>, Workgroup>
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.ControlBarrier <Workgroup>, <Workgroup>, <AcquireRelease|WorkgroupMemory>
// CHECK: spirv.Load "Workgroup" %{{.*}} : f32
// CHECK: spirv.Load "Workgroup" %{{.*}} : f32
// CHECK: spirv.Load "Workgroup" %{{.*}} : f32
// CHECK: spirv.Load "Workgroup" %{{.*}} : f32
gpu.module @odd_size {
  gpu.func @odd_size(%a: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %l = memref.alloc() : memref<10xf32, #gpu.address_space<workgroup>>
    %0 = vector.load %a[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %0, %l[%c0] : memref<10xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    gpu.barrier
    %1 = vector.load %l[%c0] : memref<10xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    vector.store %1, %a[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// Arrays are numbered; two dimensions are linear.
// CHECK-LABEL: spirv.module @two_arrays Logical GLSL450
// CHECK: spirv.GlobalVariable @local0 : !spirv.ptr<!spirv.array<32 x f32>, Workgroup>
// CHECK: spirv.GlobalVariable @local1 : !spirv.ptr<!spirv.array<8 x f16>, Workgroup>
// CHECK: spirv.IMul %{{.*}}, %{{.*}} : i32
// CHECK: %[[LOAD:.*]] = spirv.Load "Workgroup" %{{.*}} : f32
// CHECK: %[[FCONVERT:.*]] = spirv.FConvert %[[LOAD]] : f32 to f16
// CHECK: spirv.Store "Workgroup" %{{.*}}, %[[FCONVERT]] : f16
// CHECK: spirv.ControlBarrier <Workgroup>, <Workgroup>, <AcquireRelease|WorkgroupMemory>
// CHECK: %[[LOAD2:.*]] = spirv.Load "Workgroup" %{{.*}} : f16
// CHECK: spirv.FConvert %[[LOAD2]] : f16 to f32
gpu.module @two_arrays {
  gpu.func @two_arrays(%a: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %c0 = arith.constant 0 : index
    %l = memref.alloc() : memref<4x8xf32, #gpu.address_space<workgroup>>
    %m = memref.alloc() : memref<8xf16, #gpu.address_space<workgroup>>
    %0 = memref.load %l[%i, %c0] : memref<4x8xf32, #gpu.address_space<workgroup>>
    %1 = arith.truncf %0 : f32 to f16
    memref.store %1, %m[%i] : memref<8xf16, #gpu.address_space<workgroup>>
    gpu.barrier
    %2 = memref.load %m[%i] : memref<8xf16, #gpu.address_space<workgroup>>
    %3 = arith.extf %2 : f16 to f32
    memref.store %3, %a[%i] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}
}
