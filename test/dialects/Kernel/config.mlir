// RUN: burin-opt %s | burin-opt | FileCheck %s

// CHECK: func.func private @tiled(tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 8, 16, 0], vector = 4>}
func.func private @tiled(tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 8, 16, 0], vector = 4>}

// Schedules without a tile have an empty one.
// CHECK: func.func private @untiled(tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 1>}
func.func private @untiled(tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 1>}
