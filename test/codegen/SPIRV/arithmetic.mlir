// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: rm -rf %t && burin-translate --export-spirv %t.mlir -o %t
// RUN: for f in %t/*.spv; do %spirv_val $f || exit 1; done

// Arithmetic: GLSL's extended instructions, comparisons, selection, control flow.

module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
// Functions of the extended set, each on the result of the one before.
// CHECK-LABEL: spirv.module @functions Logical GLSL450
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : f32
// CHECK: %[[GLEXP:.*]] = spirv.GL.Exp %[[LOAD]] : f32
// CHECK: %[[GLSQRT:.*]] = spirv.GL.Sqrt %[[GLEXP]] : f32
// CHECK: %[[GLINVERSESQRT:.*]] = spirv.GL.InverseSqrt %[[GLSQRT]] : f32
// CHECK: %[[GLTANH:.*]] = spirv.GL.Tanh %[[GLINVERSESQRT]] : f32
// CHECK: %[[GLSIN:.*]] = spirv.GL.Sin %[[GLTANH]] : f32
// CHECK: %[[GLCOS:.*]] = spirv.GL.Cos %[[GLSIN]] : f32
// CHECK: %[[GLFLOOR:.*]] = spirv.GL.Floor %[[GLCOS]] : f32
// CHECK: %[[GLCEIL:.*]] = spirv.GL.Ceil %[[GLFLOOR]] : f32
// CHECK: %[[GLLOG:.*]] = spirv.GL.Log %[[GLCEIL]] : f32
// CHECK: %[[GLFABS:.*]] = spirv.GL.FAbs %[[GLLOG]] : f32
// CHECK: %[[GLROUNDEVEN:.*]] = spirv.GL.RoundEven %[[GLFABS]] : f32
// CHECK: %[[FNEGATE:.*]] = spirv.FNegate %[[GLROUNDEVEN]] : f32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[FNEGATE]] : f32
gpu.module @functions {
  gpu.func @functions(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %a = memref.load %x[%i] : memref<64xf32, #gpu.address_space<global>>
    %m0 = math.exp %a : f32
    %m1 = math.sqrt %m0 : f32
    %m2 = math.rsqrt %m1 : f32
    %m3 = math.tanh %m2 : f32
    %m4 = math.sin %m3 : f32
    %m5 = math.cos %m4 : f32
    %m6 = math.floor %m5 : f32
    %m7 = math.ceil %m6 : f32
    %m8 = math.log %m7 : f32
    %m9 = math.absf %m8 : f32
    %m10 = math.roundeven %m9 : f32
    %r = arith.negf %m10 : f32
    memref.store %r, %x[%i] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// The same instructions on four lanes.
// CHECK-LABEL: spirv.module @lanes Logical GLSL450
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : vector<4xf32>
// CHECK: %[[GLEXP:.*]] = spirv.GL.Exp %[[LOAD]] : vector<4xf32>
// CHECK: %[[GLFMA:.*]] = spirv.GL.Fma %[[GLEXP]], %[[LOAD]], %[[GLEXP]] : vector<4xf32>
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[GLFMA]] : vector<4xf32>
gpu.module @lanes {
  gpu.func @lanes(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c4 = arith.constant 4 : index
    %i = gpu.thread_id x
    %j = arith.muli %i, %c4 : index
    %a = vector.load %x[%j] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    %e = math.exp %a : vector<4xf32>
    %f = math.fma %e, %a, %e : vector<4xf32>
    vector.store %f, %x[%j] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// A scalar condition is splat: OpSelect on vectors takes one only since SPIR-V 1.4.
// CHECK-LABEL: spirv.module @selected_lanes Logical GLSL450
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : vector<4xf32>
// CHECK: %[[FORDGREATERTHAN:.*]] = spirv.FOrdGreaterThan %{{.*}}, %{{.*}} : f32
// CHECK: %[[FNEGATE:.*]] = spirv.FNegate %[[LOAD]] : vector<4xf32>
// CHECK: %[[COMPOSITECONSTRUCT:.*]] = spirv.CompositeConstruct %[[FORDGREATERTHAN]], %[[FORDGREATERTHAN]], %[[FORDGREATERTHAN]], %[[FORDGREATERTHAN]] : (i1, i1, i1, i1) -> vector<4xi1>
// CHECK: %[[SELECT:.*]] = spirv.Select %[[COMPOSITECONSTRUCT]], %[[LOAD]], %[[FNEGATE]] : vector<4xi1>, vector<4xf32>
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[SELECT]] : vector<4xf32>
gpu.module @selected_lanes {
  gpu.func @selected_lanes(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    %s = vector.extract %a[0] : f32 from vector<4xf32>
    %z = arith.constant 0.0 : f32
    %p = arith.cmpf ogt, %s, %z : f32
    %n = arith.negf %a : vector<4xf32>
    %r = arith.select %p, %a, %n : vector<4xf32>
    vector.store %r, %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// A mask per lane is used as it is.
// CHECK-LABEL: spirv.module @masked_lanes Logical GLSL450
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : vector<4xf32>
// CHECK: %[[FORDLESSTHAN:.*]] = spirv.FOrdLessThan %[[LOAD]], %{{.*}} : vector<4xf32>
// CHECK: %[[SELECT:.*]] = spirv.Select %[[FORDLESSTHAN]], %{{.*}}, %[[LOAD]] : vector<4xi1>, vector<4xf32>
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[SELECT]] : vector<4xf32>
gpu.module @masked_lanes {
  gpu.func @masked_lanes(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    %z = arith.constant dense<0.0> : vector<4xf32>
    %p = arith.cmpf olt, %a, %z : vector<4xf32>
    %r = arith.select %p, %z, %a : vector<4xi1>, vector<4xf32>
    vector.store %r, %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// An unsigned comparison catches negative coordinates.
// CHECK-LABEL: spirv.module @unsigned Logical GLSL450
// CHECK: %[[LOAD:.*]] = spirv.Load "StorageBuffer" %{{.*}} : i32
// CHECK: %[[ULESSTHAN:.*]] = spirv.ULessThan %[[LOAD]], %{{.*}} : i32
// CHECK: %[[SELECT:.*]] = spirv.Select %[[ULESSTHAN]], %[[LOAD]], %{{.*}} : i1, i32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[SELECT]] : i32
gpu.module @unsigned {
  gpu.func @unsigned(%x: memref<64xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %a = memref.load %x[%i] : memref<64xi32, #gpu.address_space<global>>
    %c = arith.constant 5 : i32
    %p = arith.cmpi ult, %a, %c : i32
    %r = arith.select %p, %a, %c : i32
    memref.store %r, %x[%i] : memref<64xi32, #gpu.address_space<global>>
    gpu.return
  }
}

// Unsigned division and remainder of indices.
// CHECK-LABEL: spirv.module @division Logical GLSL450
// CHECK: %[[UDIV:.*]] = spirv.UDiv %{{.*}}, %{{.*}} : i32
// CHECK: %[[UMOD:.*]] = spirv.UMod %{{.*}}, %{{.*}} : i32
// CHECK: %[[IADD:.*]] = spirv.IAdd %[[UDIV]], %[[UMOD]] : i32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[IADD]] : i32
gpu.module @division {
  gpu.func @division(%x: memref<64xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %c6 = arith.constant 6 : index
    %q = arith.divui %i, %c6 : index
    %m = arith.remui %i, %c6 : index
    %s = arith.addi %q, %m : index
    %r = arith.index_cast %s : index to i32
    memref.store %r, %x[%i] : memref<64xi32, #gpu.address_space<global>>
    gpu.return
  }
}

// A loop is a structured one: its header merges, its value lies in a variable,
// which holds the start where the loop has no iteration.
// CHECK-LABEL: spirv.module @loop Logical GLSL450
// CHECK: %[[ZERO:.*]] = spirv.Constant 0.000000e+00 : f32
// CHECK: %[[VARIABLE:.*]] = spirv.Variable : !spirv.ptr<f32, Function>
// CHECK: spirv.Store "Function" %[[VARIABLE]], %[[ZERO]] : f32
// CHECK-NEXT: spirv.mlir.loop
// CHECK: spirv.BranchConditional %{{.*}}, ^bb2, ^bb3
// CHECK: %[[FADD:.*]] = spirv.FAdd %{{.*}}, %{{.*}} : f32
// CHECK: spirv.Store "Function" %[[VARIABLE]], %[[FADD]] : f32
// CHECK: spirv.mlir.merge
// CHECK: %[[LOAD:.*]] = spirv.Load "Function" %[[VARIABLE]] : f32
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[LOAD]] : f32
gpu.module @loop {
  gpu.func @loop(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c8 = arith.constant 8 : index
    %z = arith.constant 0.0 : f32
    %r = scf.for %j = %c0 to %c8 step %c1 iter_args(%s = %z) -> (f32) {
      %v = memref.load %x[%j] : memref<64xf32, #gpu.address_space<global>>
      %n = arith.addf %s, %v : f32
      scf.yield %n : f32
    }
    memref.store %r, %x[%c0] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// Variables of an inner loop start anew in each iteration of the outer one, with what
// that carries; two values have two variables, in their order.
// CHECK-LABEL: spirv.module @nested Logical GLSL450
// CHECK: %[[OUTER1:.*]] = spirv.Variable : !spirv.ptr<f32, Function>
// CHECK: %[[OUTER2:.*]] = spirv.Variable : !spirv.ptr<i32, Function>
// CHECK: spirv.Store "Function" %[[OUTER1]], %[[START1:.*]] : f32
// CHECK: spirv.Store "Function" %[[OUTER2]], %[[START2:.*]] : i32
// CHECK-NEXT: spirv.mlir.loop
// CHECK: spirv.Branch ^[[HEADER:.*]](%{{.*}}, %[[START1]], %[[START2]] : i32, f32, i32)
// CHECK: ^[[HEADER]](%{{.*}}: i32, %[[CARRIED:.*]]: f32, %{{.*}}: i32):
// CHECK: spirv.Store "Function" %[[INNER:.*]], %[[CARRIED]] : f32
// CHECK-NEXT: spirv.mlir.loop
// CHECK: spirv.Store "Function" %[[INNER]], %{{.*}} : f32
// CHECK: spirv.mlir.merge
// CHECK: %[[RESULT:.*]] = spirv.Load "Function" %[[INNER]] : f32
// CHECK: spirv.Store "Function" %[[OUTER1]], %[[RESULT]] : f32
// CHECK: spirv.Store "Function" %[[OUTER2]], %{{.*}} : i32
gpu.module @nested {
  gpu.func @nested(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c1 = arith.constant 1 : index
    %c8 = arith.constant 8 : index
    %z = arith.constant 0.0 : f32
    %i = gpu.thread_id x
    %r:2 = scf.for %j = %i to %c8 step %c1 iter_args(%s = %z, %k = %i) -> (f32, index) {
      %inner = scf.for %l = %k to %c8 step %c1 iter_args(%t = %s) -> (f32) {
        %v = memref.load %x[%l] : memref<64xf32, #gpu.address_space<global>>
        %n = arith.addf %t, %v : f32
        scf.yield %n : f32
      }
      %next = arith.addi %k, %c8 : index
      scf.yield %inner, %next : f32, index
    }
    memref.store %r#0, %x[%r#1] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// Abramowitz and Stegun 7.1.26: one division, one exponential, a polynomial by four
// multiply-adds; near zero a multiple of x.
// CHECK-LABEL: spirv.module @erf Logical GLSL450
// CHECK: %[[X:.*]] = spirv.Load "StorageBuffer" %{{.*}} : vector<4xf32>
// CHECK: %[[SIZE:.*]] = spirv.GL.FAbs %[[X]]
// CHECK: spirv.GL.Fma %[[SIZE]]
// CHECK: spirv.FDiv
// CHECK-COUNT-4: spirv.GL.Fma
// CHECK: spirv.GL.Exp2
// CHECK: %[[FAR:.*]] = spirv.Select
// CHECK: %[[IS_NEAR:.*]] = spirv.FOrdLessThan %[[SIZE]]
// CHECK: %[[NEAR:.*]] = spirv.FMul %[[X]]
// CHECK: %[[ERF:.*]] = spirv.Select %[[IS_NEAR]], %[[NEAR]], %[[FAR]]
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %[[ERF]] : vector<4xf32>
// CHECK-NOT: spirv.FDiv
// One number.
// CHECK: spirv.FDiv %{{.*}} : f32
gpu.module @erf {
  gpu.func @erf(%x: memref<64xf32, #gpu.address_space<global>>, %y: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %c4 = arith.constant 4 : index
    %i = gpu.thread_id x
    %j = arith.muli %i, %c4 : index
    %a = vector.load %x[%j] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    %e = math.erf %a : vector<4xf32>
    vector.store %e, %x[%j] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    %b = memref.load %y[%i] : memref<64xf32, #gpu.address_space<global>>
    %f = math.erf %b : f32
    memref.store %f, %y[%i] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// A branch merges as well.
// CHECK-LABEL: spirv.module @branch Logical GLSL450
// CHECK: %[[FORDGREATERTHAN:.*]] = spirv.FOrdGreaterThan %{{.*}}, %{{.*}} : f32
// CHECK: spirv.mlir.selection
// CHECK: spirv.BranchConditional %[[FORDGREATERTHAN]], ^bb1, ^bb2
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %{{.*}} : f32
// CHECK: spirv.mlir.merge
gpu.module @branch {
  gpu.func @branch(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    %i = gpu.thread_id x
    %a = memref.load %x[%i] : memref<64xf32, #gpu.address_space<global>>
    %z = arith.constant 0.0 : f32
    %p = arith.cmpf ogt, %a, %z : f32
    scf.if %p {
      memref.store %z, %x[%i] : memref<64xf32, #gpu.address_space<global>>
    }
    gpu.return
  }
}

// Numbers of items and of groups are built-in inputs; sizes are of the entry point.
// CHECK-LABEL: spirv.module @groups Logical GLSL450
// CHECK: spirv.GlobalVariable @__builtin__WorkgroupId__ built_in("WorkgroupId") : !spirv.ptr<vector<3xi32>, Input>
// CHECK: spirv.GlobalVariable @__builtin__LocalInvocationId__ built_in("LocalInvocationId") : !spirv.ptr<vector<3xi32>, Input>
// CHECK: %[[COMPOSITEEXTRACT:.*]] = spirv.CompositeExtract %{{.*}}[1 : i32] : vector<3xi32>
// CHECK: %[[COMPOSITEEXTRACT2:.*]] = spirv.CompositeExtract %{{.*}}[2 : i32] : vector<3xi32>
// CHECK: spirv.IAdd %[[COMPOSITEEXTRACT]], %[[COMPOSITEEXTRACT2]] : i32
// CHECK: spirv.EntryPoint "GLCompute" @groups, @__builtin__LocalInvocationId__, @__builtin__WorkgroupId__
// CHECK: spirv.ExecutionMode @groups "LocalSize", 4, 8, 2
gpu.module @groups {
  gpu.func @groups(%x: memref<64xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 4, 8, 2>} {
    %t = gpu.thread_id y
    %b = gpu.block_id z
    %s = arith.addi %t, %b : index
    %r = arith.index_cast %s : index to i32
    memref.store %r, %x[%t] : memref<64xi32, #gpu.address_space<global>>
    gpu.return
  }
}
}
