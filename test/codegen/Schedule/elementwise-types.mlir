// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Element types: what is loaded, what is computed with, what is stored.

// Halves are arithmetic in f32: one rounding, at the store.
// CHECK-LABEL: gpu.func @half_arithmetic(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%c0{{[_0-9]*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%c0{{[_0-9]*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE2:.*]] = arith.extf %[[LOADED2]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[WIDE]], %[[WIDE2]] : vector<8xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[PRODUCT]], %[[WIDE]] : vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %[[ADDED]] : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg2[%c0{{[_0-9]*}}] {{.*}}, vector<8xf16>
func.func private @half_arithmetic(%a: tensor<8xf16>, %b: tensor<8xf16>) -> tensor<8xf16>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [1, 1, 1], tile = [], vector = 8>} {
  %e = tensor.empty() : tensor<8xf16>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : tensor<8xf16>, tensor<8xf16>) outs(%e : tensor<8xf16>) {
  ^bb0(%x: f16, %y: f16, %o: f16):
    %p = arith.mulf %x, %y : f16
    %s = arith.addf %p, %x : f16
    linalg.yield %s : f16
  } -> tensor<8xf16>
  return %0 : tensor<8xf16>
}
// CHECK-LABEL: func.func @run_half_arithmetic(
func.func @run_half_arithmetic(%a: tensor<8xf16>, %b: tensor<8xf16>) -> tensor<8xf16> {
  // CHECK: plan.dispatch @half_arithmetic::@half_arithmetic grid [1, 1, 1]
  %r = call @half_arithmetic(%a, %b) : (tensor<8xf16>, tensor<8xf16>) -> tensor<8xf16>
  return %r : tensor<8xf16>
}

// Casts between precisions that are one type in registers vanish.
// CHECK-LABEL: gpu.func @half_casts(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<4xf16> to vector<4xf32>
// CHECK: %[[EXP:.*]] = math.exp %[[WIDE]] : vector<4xf32>
// CHECK: vector.store %[[EXP]], %arg1[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @half_casts(%a: tensor<8xf16>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xf16>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f16, %o: f32):
    %w = arith.extf %x : f16 to f32
    %s = math.exp %w : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_half_casts(
func.func @run_half_casts(%a: tensor<8xf16>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @half_casts::@half_casts grid [1, 1, 1]
  %r = call @half_casts(%a) : (tensor<8xf16>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// A constant of a half's body has the half's value in f32: 0.1 is not representable.
// CHECK-LABEL: gpu.func @half_constant(
// CHECK: arith.constant 0.0999755859 : f32
// CHECK: vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: arith.mulf %{{.*}} : vector<4xf32>
// CHECK: arith.truncf %{{.*}} : vector<4xf32> to vector<4xf16>
func.func private @half_constant(%a: tensor<8xf16>) -> tensor<8xf16>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8xf16>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xf16>) outs(%e : tensor<8xf16>) {
  ^bb0(%x: f16, %o: f16):
    %c = arith.constant 1.000000e-01 : f16
    %s = arith.mulf %x, %c : f16
    linalg.yield %s : f16
  } -> tensor<8xf16>
  return %0 : tensor<8xf16>
}
// CHECK-LABEL: func.func @run_half_constant(
func.func @run_half_constant(%a: tensor<8xf16>) -> tensor<8xf16> {
  // CHECK: plan.dispatch @half_constant::@half_constant grid [1, 1, 1]
  %r = call @half_constant(%a) : (tensor<8xf16>) -> tensor<8xf16>
  return %r : tensor<8xf16>
}

// A comparison of halves compares f32; its result is a byte, 0 or 1.
// CHECK-LABEL: gpu.func @comparison(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<4xf16> to vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SCALED]]] {{.*}}, vector<4xf16>
// CHECK: %[[WIDE2:.*]] = arith.extf %[[LOADED2]] : vector<4xf16> to vector<4xf32>
// CHECK: %[[CMPF:.*]] = arith.cmpf olt, %[[WIDE]], %[[WIDE2]] : vector<4xf32>
// CHECK: %[[EXTUI:.*]] = arith.extui %[[CMPF]] : vector<4xi1> to vector<4xi8>
// CHECK: vector.store %[[EXTUI]], %arg2[%[[SCALED]]] {{.*}}, vector<4xi8>
func.func private @comparison(%a: tensor<8xf16>, %b: tensor<8xf16>) -> tensor<8xi1>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8xi1>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : tensor<8xf16>, tensor<8xf16>) outs(%e : tensor<8xi1>) {
  ^bb0(%x: f16, %y: f16, %o: i1):
    %c = arith.cmpf olt, %x, %y : f16
    linalg.yield %c : i1
  } -> tensor<8xi1>
  return %0 : tensor<8xi1>
}
// CHECK-LABEL: func.func @run_comparison(
func.func @run_comparison(%a: tensor<8xf16>, %b: tensor<8xf16>) -> tensor<8xi1> {
  // CHECK: plan.dispatch @comparison::@comparison grid [1, 1, 1]
  %r = call @comparison(%a, %b) : (tensor<8xf16>, tensor<8xf16>) -> tensor<8xi1>
  return %r : tensor<8xi1>
}

// A boolean operand is compared with zero: any byte but 0 is true.
// CHECK-LABEL: gpu.func @selection(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xi8>
// CHECK: %[[COND:.*]] = arith.cmpi ne, %[[LOADED]], %{{.*}} : vector<4xi8>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg2[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND]], %[[LOADED2]], %[[LOADED3]] : vector<4xi1>, vector<4xf32>
// CHECK: vector.store %[[CHOSEN]], %arg3[%[[SCALED]]] {{.*}}, vector<4xf32>
func.func private @selection(%m: tensor<8xi1>, %a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%m, %a, %b : tensor<8xi1>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: i1, %y: f32, %z: f32, %o: f32):
    %s = arith.select %x, %y, %z : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_selection(
func.func @run_selection(%m: tensor<8xi1>, %a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @selection::@selection grid [1, 1, 1]
  %r = call @selection(%m, %a, %b) : (tensor<8xi1>, tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// Booleans are combined as masks.
// CHECK-LABEL: gpu.func @logic(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%c0{{[_0-9]*}}] {{.*}}, vector<4xi8>
// CHECK: %[[COND:.*]] = arith.cmpi ne, %[[LOADED]], %{{.*}} : vector<4xi8>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%c0{{[_0-9]*}}] {{.*}}, vector<4xi8>
// CHECK: %[[COND2:.*]] = arith.cmpi ne, %[[LOADED2]], %{{.*}} : vector<4xi8>
// CHECK: %[[BOTH:.*]] = arith.andi %[[COND]], %[[COND2]] : vector<4xi1>
// CHECK: %[[EXTUI:.*]] = arith.extui %[[BOTH]] : vector<4xi1> to vector<4xi8>
// CHECK: vector.store %[[EXTUI]], %arg2[%c0{{[_0-9]*}}] {{.*}}, vector<4xi8>
func.func private @logic(%a: tensor<4xi1>, %b: tensor<4xi1>) -> tensor<4xi1>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4xi1>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : tensor<4xi1>, tensor<4xi1>) outs(%e : tensor<4xi1>) {
  ^bb0(%x: i1, %y: i1, %o: i1):
    %c = arith.andi %x, %y : i1
    linalg.yield %c : i1
  } -> tensor<4xi1>
  return %0 : tensor<4xi1>
}
// CHECK-LABEL: func.func @run_logic(
func.func @run_logic(%a: tensor<4xi1>, %b: tensor<4xi1>) -> tensor<4xi1> {
  // CHECK: plan.dispatch @logic::@logic grid [1, 1, 1]
  %r = call @logic(%a, %b) : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  return %r : tensor<4xi1>
}

// Integers become floats in the width of the integers.
// CHECK-LABEL: gpu.func @to_float(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<2xi64>
// CHECK: %[[SITOFP:.*]] = arith.sitofp %[[LOADED]] : vector<2xi64> to vector<2xf32>
// CHECK: vector.store %[[SITOFP]], %arg1[%[[SCALED]]] {{.*}}, vector<2xf32>
func.func private @to_float(%a: tensor<8xi64>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 2>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xi64>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: i64, %o: f32):
    %s = arith.sitofp %x : i64 to f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_to_float(
func.func @run_to_float(%a: tensor<8xi64>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @to_float::@to_float grid [1, 1, 1]
  %r = call @to_float(%a) : (tensor<8xi64>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// Bytes are widened by the body, not by the load.
// CHECK-LABEL: gpu.func @bytes_widened(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c8{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<8xi8>
// CHECK: %[[EXTSI:.*]] = arith.extsi %[[LOADED]] : vector<8xi8> to vector<8xi32>
// CHECK: vector.store %[[EXTSI]], %arg1[%[[SCALED]]] {{.*}}, vector<8xi32>
func.func private @bytes_widened(%a: tensor<16xi8>) -> tensor<16xi32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 8>} {
  %e = tensor.empty() : tensor<16xi32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<16xi8>) outs(%e : tensor<16xi32>) {
  ^bb0(%x: i8, %o: i32):
    %s = arith.extsi %x : i8 to i32
    linalg.yield %s : i32
  } -> tensor<16xi32>
  return %0 : tensor<16xi32>
}
// CHECK-LABEL: func.func @run_bytes_widened(
func.func @run_bytes_widened(%a: tensor<16xi8>) -> tensor<16xi32> {
  // CHECK: plan.dispatch @bytes_widened::@bytes_widened grid [1, 1, 1]
  %r = call @bytes_widened(%a) : (tensor<16xi8>) -> tensor<16xi32>
  return %r : tensor<16xi32>
}

// Floats from 16-bit integers.
// CHECK-LABEL: gpu.func @short_floats(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%c0{{[_0-9]*}}] {{.*}}, vector<8xi16>
// CHECK: %[[SITOFP:.*]] = arith.sitofp %[[LOADED]] : vector<8xi16> to vector<8xf32>
// CHECK: vector.store %[[SITOFP]], %arg1[%c0{{[_0-9]*}}] {{.*}}, vector<8xf32>
func.func private @short_floats(%a: tensor<8xi16>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [1, 1, 1], tile = [], vector = 8>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xi16>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: i16, %o: f32):
    %s = arith.sitofp %x : i16 to f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_short_floats(
func.func @run_short_floats(%a: tensor<8xi16>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @short_floats::@short_floats grid [1, 1, 1]
  %r = call @short_floats(%a) : (tensor<8xi16>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// 16 lanes are the widest access.
// CHECK-LABEL: gpu.func @widest(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c16{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<16xf32>
// CHECK: %[[NEGF:.*]] = arith.negf %[[LOADED]] : vector<16xf32>
// CHECK: vector.store %[[NEGF]], %arg1[%[[SCALED]]] {{.*}}, vector<16xf32>
func.func private @widest(%a: tensor<64xf32>) -> tensor<64xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 16>} {
  %e = tensor.empty() : tensor<64xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<64xf32>) outs(%e : tensor<64xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.negf %x : f32
    linalg.yield %s : f32
  } -> tensor<64xf32>
  return %0 : tensor<64xf32>
}
// CHECK-LABEL: func.func @run_widest(
func.func @run_widest(%a: tensor<64xf32>) -> tensor<64xf32> {
  // CHECK: plan.dispatch @widest::@widest grid [1, 1, 1]
  %r = call @widest(%a) : (tensor<64xf32>) -> tensor<64xf32>
  return %r : tensor<64xf32>
}

// An operand that the body does not read is not loaded.
// CHECK-LABEL: gpu.func @unused(
// CHECK-NOT: load %arg0
// CHECK: vector.load %arg1
// CHECK-NOT: load %arg0
// CHECK: vector.store %{{.*}}, %arg2
func.func private @unused(%a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = math.absf %y : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_unused(
func.func @run_unused(%a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @unused::@unused grid [1, 1, 1]
  %r = call @unused(%a, %b) : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
