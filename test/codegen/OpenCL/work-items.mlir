// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// The size of a work group is part of the kernel.
// CHECK: emitc.func @ids({{.*}}!emitc.opaque<"gp_int">){{.*}}__kernel{{.*}}reqd_work_group_size(8, 4, 2)
gpu.module @ids {
  gpu.func @ids(%z: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 4, 2>} {
    // CHECK: call_opaque "get_local_id"() {args = [#emitc.opaque<"0">]}
    %0 = gpu.thread_id x
    // CHECK: call_opaque "get_local_id"() {args = [#emitc.opaque<"1">]}
    %1 = gpu.thread_id y
    // CHECK: call_opaque "get_group_id"() {args = [#emitc.opaque<"2">]}
    %2 = gpu.block_id z
    // CHECK-NEXT: return
    gpu.return
  }
}
