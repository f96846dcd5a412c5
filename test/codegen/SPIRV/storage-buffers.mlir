// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: rm -rf %t && burin-translate --export-spirv %t.mlir -o %t
// RUN: for f in %t/*.spv; do %spirv_val $f || exit 1; done

// Storage buffers: one binding per argument, in order, an array of the element type.

module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
// Integers of every width, and what they need of a device.
// CHECK-LABEL: spirv.module @types Logical GLSL450 requires #spirv.vce<v1.3, {{.*}}StorageBuffer8BitAccess
// CHECK: spirv.GlobalVariable @arg0 bind(0, 0) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<i8, stride=1> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg1 bind(0, 1) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<i16, stride=2> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg2 bind(0, 2) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<i64, stride=8> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg3 bind(0, 3) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<i32, stride=4> [0])>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : i8
// CHECK: %[[SCONVERT:.*]] = spirv.SConvert %[[LOAD]] : i8 to i32
// CHECK: %[[LOAD2:.*]] = spirv.Load "StorageBuffer" %{{.*}} : i16
// CHECK: %[[SCONVERT2:.*]] = spirv.SConvert %[[LOAD2]] : i16 to i32
// CHECK: %[[LOAD3:.*]] = spirv.Load "StorageBuffer" %{{.*}} : i64
// CHECK: %[[SCONVERT3:.*]] = spirv.SConvert %[[LOAD3]] : i64 to i32
// CHECK: %[[IADD:.*]] = spirv.IAdd %[[SCONVERT]], %[[SCONVERT2]] : i32
// CHECK: %[[IADD2:.*]] = spirv.IAdd %[[IADD]], %[[SCONVERT3]] : i32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[IADD2]] : i32
gpu.module @types {
  gpu.func @types(%a: memref<16xi8, #gpu.address_space<global>>, %b: memref<16xi16, #gpu.address_space<global>>, %c: memref<16xi64, #gpu.address_space<global>>, %d: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %0 = memref.load %a[%i] : memref<16xi8, #gpu.address_space<global>>
    %1 = arith.extsi %0 : i8 to i32
    %2 = memref.load %b[%i] : memref<16xi16, #gpu.address_space<global>>
    %3 = arith.extsi %2 : i16 to i32
    %4 = memref.load %c[%i] : memref<16xi64, #gpu.address_space<global>>
    %5 = arith.trunci %4 : i64 to i32
    %6 = arith.addi %1, %3 : i32
    %7 = arith.addi %6, %5 : i32
    memref.store %7, %d[%i] : memref<16xi32, #gpu.address_space<global>>
    gpu.return
  }
}

// An argument that nobody reads keeps its binding: the plan passes all of them.
// CHECK-LABEL: spirv.module @unused Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0 bind(0, 0) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg1 bind(0, 1) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %{{.*}} : f32
gpu.module @unused {
  gpu.func @unused(%a: memref<16xf32, #gpu.address_space<global>>, %b: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %z = arith.constant 1.0 : f32
    memref.store %z, %b[%i] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// Pairs of halves; the index is halved where it is computed.
// CHECK-LABEL: spirv.module @pairs Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0_by2 bind(0, 0) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<2xf16>, stride=4> [0])>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "Input" %{{.*}} : vector<3xi32>
// CHECK: %[[COMPOSITEEXTRACT:.*]] = spirv.CompositeExtract %[[LOAD]][0 : i32] : vector<3xi32>
// CHECK: %[[ACCESSCHAIN:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %[[COMPOSITEEXTRACT]]] {{.*}} -> !spirv.ptr<vector<2xf16>, StorageBuffer>
// CHECK: %[[LOAD2:.*]] = spirv.Load "StorageBuffer" %[[ACCESSCHAIN]] : vector<2xf16>
// CHECK: %[[FADD:.*]] = spirv.FAdd %[[LOAD2]], %[[LOAD2]] : vector<2xf16>
// CHECK: spirv.Store "StorageBuffer" %[[ACCESSCHAIN]], %[[FADD]] : vector<2xf16>
gpu.module @pairs {
  gpu.func @pairs(%a: memref<16xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %c2 = arith.constant 2 : index
    %j = arith.muli %i, %c2 : index
    %0 = vector.load %a[%j] : memref<16xf16, #gpu.address_space<global>>, vector<2xf16>
    %1 = arith.addf %0, %0 : vector<2xf16>
    vector.store %1, %a[%j] : memref<16xf16, #gpu.address_space<global>>, vector<2xf16>
    gpu.return
  }
}

// A constant offset that the width divides is divided here.
// CHECK-LABEL: spirv.module @constant_offset Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0_by4 bind(0, 0) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf32>, stride=16> [0])>, StorageBuffer>
// CHECK: %[[IADD:.*]] = spirv.IAdd %{{.*}}, %{{.*}} : i32
// CHECK: %[[ACCESSCHAIN:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %[[IADD]]] {{.*}} -> !spirv.ptr<vector<4xf32>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %[[ACCESSCHAIN]] : vector<4xf32>
// CHECK: %[[ACCESSCHAIN2:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %{{.*}}] {{.*}} -> !spirv.ptr<vector<4xf32>, StorageBuffer>
// CHECK: spirv.Store "StorageBuffer" %[[ACCESSCHAIN2]], %[[LOAD]] : vector<4xf32>
gpu.module @constant_offset {
  gpu.func @constant_offset(%a: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %c4 = arith.constant 4 : index
    %c8 = arith.constant 8 : index
    %j = arith.muli %i, %c4 : index
    %n = arith.addi %j, %c8 : index
    %0 = vector.load %a[%n] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %0, %a[%j] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// An index whose factors are not seen is shifted.
// CHECK-LABEL: spirv.module @unknown_offset Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0_by4 bind(0, 0) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf32>, stride=16> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg1 bind(0, 1) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<i32, stride=4> [0])>, StorageBuffer>
// CHECK: %[[ACCESSCHAIN:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %{{.*}}] {{.*}} -> !spirv.ptr<i32, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %[[ACCESSCHAIN]] : i32
// CHECK: %[[SHIFTRIGHTLOGICAL:.*]] = spirv.ShiftRightLogical %[[LOAD]], %{{.*}} : i32, i32
// CHECK: %[[ACCESSCHAIN2:.*]] = spirv.AccessChain %{{.*}}[%{{.*}}, %[[SHIFTRIGHTLOGICAL]]] {{.*}} -> !spirv.ptr<vector<4xf32>, StorageBuffer>
// CHECK: %[[LOAD2:.*]] = spirv.Load "StorageBuffer" %[[ACCESSCHAIN2]] : vector<4xf32>
// CHECK: spirv.Store "StorageBuffer" %[[ACCESSCHAIN2]], %[[LOAD2]] : vector<4xf32>
gpu.module @unknown_offset {
  gpu.func @unknown_offset(%a: memref<64xf32, #gpu.address_space<global>>, %b: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %0 = memref.load %b[%i] : memref<16xi32, #gpu.address_space<global>>
    %j = arith.index_cast %0 : i32 to index
    %1 = vector.load %a[%j] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %1, %a[%j] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// Two widths of a buffer that is only read need no aliasing.
// CHECK-LABEL: spirv.module @read_twice Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0_by2 bind(0, 0) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<2xf32>, stride=8> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg0_by4 bind(0, 0) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf32>, stride=16> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg1 bind(0, 1) {aliased} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK: spirv.GlobalVariable @arg1_by4 bind(0, 1) {aliased} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf32>, stride=16> [0])>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : vector<2xf32>
// CHECK: %[[LOAD2:.*]] = spirv.Load "StorageBuffer" %{{.*}} : vector<4xf32>
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[LOAD2]] : vector<4xf32>
// CHECK: %[[COMPOSITEEXTRACT:.*]] = spirv.CompositeExtract %[[LOAD]][1 : i32] : vector<2xf32>
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[COMPOSITEEXTRACT]] : f32
gpu.module @read_twice {
  gpu.func @read_twice(%a: memref<64xf32, #gpu.address_space<global>>, %b: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = vector.load %a[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<2xf32>
    %1 = vector.load %a[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %1, %b[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    %2 = vector.extract %0[1] : f32 from vector<2xf32>
    %c4 = arith.constant 4 : index
    memref.store %2, %b[%c4] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// A vector of one lane is its scalar.
// CHECK-LABEL: spirv.module @one_lane Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0 bind(0, 0) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : f32
// CHECK: %[[FNEGATE:.*]] = spirv.FNegate %[[LOAD]] : f32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[FNEGATE]] : f32
gpu.module @one_lane {
  gpu.func @one_lane(%a: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %0 = vector.load %a[%i] : memref<64xf32, #gpu.address_space<global>>, vector<1xf32>
    %1 = vector.extract %0[0] : f32 from vector<1xf32>
    %2 = arith.negf %1 : f32
    memref.store %2, %a[%i] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// Three lanes have no stride of their own: one by one.
// CHECK-LABEL: spirv.module @three_lanes Logical GLSL450
// CHECK: spirv.GlobalVariable @arg0 bind(0, 0) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : f32
// CHECK: %[[LOAD2:.*]] = spirv.Load "StorageBuffer" %{{.*}} : f32
// CHECK: %[[LOAD3:.*]] = spirv.Load "StorageBuffer" %{{.*}} : f32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[LOAD]] : f32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[LOAD2]] : f32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[LOAD3]] : f32
gpu.module @three_lanes {
  gpu.func @three_lanes(%a: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = vector.load %a[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<3xf32>
    vector.store %0, %a[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<3xf32>
    gpu.return
  }
}
}
