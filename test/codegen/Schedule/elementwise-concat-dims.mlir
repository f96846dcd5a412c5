// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Concatenations: along each dimension, in vectors, and of what is computed.

// Along an outer dimension any extent keeps vectors; rows of the second operand count from its start.
// CHECK-LABEL: gpu.func @rows(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[BRANCH:.*]] = scf.if %[[COND]] -> (vector<4xf32>)
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED]] : vector<4xf32>
// CHECK: } else
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SHIFTED]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED2]] : vector<4xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[SCALED]]
// CHECK: vector.store %[[BRANCH]], %arg2[%[[SUM3]]] {{.*}}, vector<4xf32>
func.func private @rows(%a: tensor<3x8xf32>, %b: tensor<2x8xf32>) -> tensor<5x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.concat dim(0) %a, %b : (tensor<3x8xf32>, tensor<2x8xf32>) -> tensor<5x8xf32>
  return %0 : tensor<5x8xf32>
}
// CHECK-LABEL: func.func @run_rows(
func.func @run_rows(%a: tensor<3x8xf32>, %b: tensor<2x8xf32>) -> tensor<5x8xf32> {
  // CHECK: plan.dispatch @rows::@rows grid [5, 1, 1]
  %r = call @rows(%a, %b) : (tensor<3x8xf32>, tensor<2x8xf32>) -> tensor<5x8xf32>
  return %r : tensor<5x8xf32>
}

// The middle of three dimensions: the branch looks at one coordinate only.
// CHECK-LABEL: gpu.func @middle(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[REM]], %c1{{[_0-9]*}}
// CHECK: %[[BRANCH:.*]] = scf.if %[[COND]] -> (vector<4xf32>)
// CHECK: %[[SCALED:.*]] = arith.muli %[[DIV]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED]] : vector<4xf32>
// CHECK: } else
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[REM]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SHIFTED]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SCALED3]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED2]] : vector<4xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[DIV]], %c4{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED4]], %[[REM]]
// CHECK: %[[SCALED5:.*]] = arith.muli %[[SUM2]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[BRANCH]], %arg2[%[[SCALED5]]] {{.*}}, vector<4xf32>
func.func private @middle(%a: tensor<2x1x4xf32>, %b: tensor<2x3x4xf32>) -> tensor<2x4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.concat dim(1) %a, %b : (tensor<2x1x4xf32>, tensor<2x3x4xf32>) -> tensor<2x4x4xf32>
  return %0 : tensor<2x4x4xf32>
}
// CHECK-LABEL: func.func @run_middle(
func.func @run_middle(%a: tensor<2x1x4xf32>, %b: tensor<2x3x4xf32>) -> tensor<2x4x4xf32> {
  // CHECK: plan.dispatch @middle::@middle grid [1, 1, 1]
  %r = call @middle(%a, %b) : (tensor<2x1x4xf32>, tensor<2x3x4xf32>) -> tensor<2x4x4xf32>
  return %r : tensor<2x4x4xf32>
}

// Three operands are two nested branches, each with the sum of the extents before it.
// CHECK-LABEL: gpu.func @three(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[BRANCH:.*]] = scf.if %[[COND]] -> (vector<4xf32>)
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED]] : vector<4xf32>
// CHECK: } else
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi slt, %[[SCALED]], %c12{{[_0-9]*}}
// CHECK: %[[BRANCH2:.*]] = scf.if %[[COND2]] -> (vector<4xf32>)
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SHIFTED]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED2]] : vector<4xf32>
// CHECK: } else
// CHECK: %[[SHIFTED2:.*]] = arith.subi %[[SCALED]], %c12{{[_0-9]*}}
// CHECK: %[[LOADED3:.*]] = vector.load %arg2[%[[SHIFTED2]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED3]] : vector<4xf32>
// CHECK: scf.yield %[[BRANCH2]] : vector<4xf32>
// CHECK: vector.store %[[BRANCH]], %arg3[%[[SCALED]]] {{.*}}, vector<4xf32>
func.func private @three(%a: tensor<4xf32>, %b: tensor<8xf32>, %c: tensor<4xf32>) -> tensor<16xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.concat dim(0) %a, %b, %c : (tensor<4xf32>, tensor<8xf32>, tensor<4xf32>) -> tensor<16xf32>
  return %0 : tensor<16xf32>
}
// CHECK-LABEL: func.func @run_three(
func.func @run_three(%a: tensor<4xf32>, %b: tensor<8xf32>, %c: tensor<4xf32>) -> tensor<16xf32> {
  // CHECK: plan.dispatch @three::@three grid [1, 1, 1]
  %r = call @three(%a, %b, %c) : (tensor<4xf32>, tensor<8xf32>, tensor<4xf32>) -> tensor<16xf32>
  return %r : tensor<16xf32>
}

// An operand of 6 would split vectors of 4: four branches, one per lane.
// CHECK-LABEL: gpu.func @unaligned(
// CHECK: %[[COND:.*]] = arith.cmpi slt, %{{.*}}, %c6{{[_0-9]*}}
// CHECK: %[[BRANCH:.*]] = scf.if %[[COND]] -> (f32)
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: } else
// CHECK: memref.load %arg1[%{{.*}}]
// CHECK: %[[COND2:.*]] = arith.cmpi slt, %{{.*}}, %c6{{[_0-9]*}}
// CHECK: %[[BRANCH2:.*]] = scf.if %[[COND2]] -> (f32)
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: } else
// CHECK: memref.load %arg1[%{{.*}}]
// CHECK: %[[COND3:.*]] = arith.cmpi slt, %{{.*}}, %c6{{[_0-9]*}}
// CHECK: %[[BRANCH3:.*]] = scf.if %[[COND3]] -> (f32)
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: } else
// CHECK: memref.load %arg1[%{{.*}}]
// CHECK: %[[COND4:.*]] = arith.cmpi slt, %{{.*}}, %c6{{[_0-9]*}}
// CHECK: %[[BRANCH4:.*]] = scf.if %[[COND4]] -> (f32)
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: } else
// CHECK: memref.load %arg1[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[BRANCH]], %[[BRANCH2]], %[[BRANCH3]], %[[BRANCH4]] : vector<4xf32>
// CHECK: vector.store %[[LANES]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @unaligned(%a: tensor<2x6xf32>, %b: tensor<2x2xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.concat dim(1) %a, %b : (tensor<2x6xf32>, tensor<2x2xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_unaligned(
func.func @run_unaligned(%a: tensor<2x6xf32>, %b: tensor<2x2xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @unaligned::@unaligned grid [1, 1, 1]
  %r = call @unaligned(%a, %b) : (tensor<2x6xf32>, tensor<2x2xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// The same operand twice has one buffer.
// CHECK-LABEL: gpu.func @same_twice(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[BRANCH:.*]] = scf.if %[[COND]] -> (vector<4xf32>)
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED]] : vector<4xf32>
// CHECK: } else
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SHIFTED]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%[[SCALED2]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED2]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[BRANCH]], %arg1[%[[SCALED3]]] {{.*}}, vector<4xf32>
func.func private @same_twice(%a: tensor<2x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.concat dim(0) %a, %a : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_same_twice(
func.func @run_same_twice(%a: tensor<2x4xf32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @same_twice::@same_twice grid [1, 1, 1]
  %r = call @same_twice(%a) : (tensor<2x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// Branches yield f32: halves are widened inside.
// CHECK-LABEL: gpu.func @halves(
// CHECK: %[[BRANCH:.*]] = scf.if %{{.*}} -> (vector<8xf32>)
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<8xf16> to vector<8xf32>
// CHECK: scf.yield %[[WIDE]] : vector<8xf32>
// CHECK: } else
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE2:.*]] = arith.extf %[[LOADED2]] : vector<8xf16> to vector<8xf32>
// CHECK: scf.yield %[[WIDE2]] : vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %[[BRANCH]] : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg2[%{{.*}}] {{.*}}, vector<8xf16>
func.func private @halves(%a: tensor<4x8xf16>, %b: tensor<4x8xf16>) -> tensor<8x8xf16>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 8>} {
  %0 = tensor.concat dim(0) %a, %b : (tensor<4x8xf16>, tensor<4x8xf16>) -> tensor<8x8xf16>
  return %0 : tensor<8x8xf16>
}
// CHECK-LABEL: func.func @run_halves(
func.func @run_halves(%a: tensor<4x8xf16>, %b: tensor<4x8xf16>) -> tensor<8x8xf16> {
  // CHECK: plan.dispatch @halves::@halves grid [1, 1, 1]
  %r = call @halves(%a, %b) : (tensor<4x8xf16>, tensor<4x8xf16>) -> tensor<8x8xf16>
  return %r : tensor<8x8xf16>
}

// Branches yield i1: bytes are compared inside.
// CHECK-LABEL: gpu.func @booleans(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[BRANCH:.*]] = scf.if %{{.*}} -> (i1)
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[ID]]]
// CHECK: %[[COND:.*]] = arith.cmpi ne, %[[LOADED]], %{{.*}} : i8
// CHECK: } else
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%{{.*}}]
// CHECK: arith.cmpi ne, %[[LOADED2]], %{{.*}} : i8
// CHECK: %[[EXTUI:.*]] = arith.extui %[[BRANCH]] : i1 to i8
// CHECK: memref.store %[[EXTUI]], %arg2[%[[ID]]]
func.func private @booleans(%a: tensor<4xi1>, %b: tensor<4xi1>) -> tensor<8xi1>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %0 = tensor.concat dim(0) %a, %b : (tensor<4xi1>, tensor<4xi1>) -> tensor<8xi1>
  return %0 : tensor<8xi1>
}
// CHECK-LABEL: func.func @run_booleans(
func.func @run_booleans(%a: tensor<4xi1>, %b: tensor<4xi1>) -> tensor<8xi1> {
  // CHECK: plan.dispatch @booleans::@booleans grid [1, 1, 1]
  %r = call @booleans(%a, %b) : (tensor<4xi1>, tensor<4xi1>) -> tensor<8xi1>
  return %r : tensor<8xi1>
}

// The slice of an operand is read inside its branch.
// CHECK-LABEL: gpu.func @of_slice(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[BRANCH:.*]] = scf.if %[[COND]] -> (vector<4xf32>)
// CHECK: %[[SUM:.*]] = arith.addi %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[SUM]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED]] : vector<4xf32>
// CHECK: } else
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SHIFTED]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SCALED2]]] {{.*}}, vector<4xf32>
// CHECK: scf.yield %[[LOADED2]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[BRANCH]], %arg2[%[[SCALED3]]] {{.*}}, vector<4xf32>
func.func private @of_slice(%a: tensor<8x8xf32>, %b: tensor<2x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %s = tensor.extract_slice %a[3, 4] [2, 4] [1, 1] : tensor<8x8xf32> to tensor<2x4xf32>
  %0 = tensor.concat dim(0) %s, %b : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_of_slice(
func.func @run_of_slice(%a: tensor<8x8xf32>, %b: tensor<2x4xf32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @of_slice::@of_slice grid [1, 1, 1]
  %r = call @of_slice(%a, %b) : (tensor<8x8xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
