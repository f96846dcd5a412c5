// RUN: burin-opt %s -split-input-file -verify-diagnostics --select-kernel-config

// expected-error @below {{has no target description: set burin.target}}
module {}

// -----

// expected-error @below {{'name' and 'kind' (cpu or gpu) must be strings}}
module attributes {burin.target = {name = "t", kind = "npu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'name' and 'kind' (cpu or gpu) must be strings}}
module attributes {burin.target = {name = 3, kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'local_memory_bytes' must be a positive integer}}
module attributes {burin.target = {name = "t", kind = "cpu", local_memory_bytes = 0, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'max_workgroup_size' must be a positive integer}}
module attributes {burin.target = {name = "t", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 0, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'subgroup_size' must be a positive integer}}
module attributes {burin.target = {name = "t", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 0, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'vector_bytes' must be a positive integer}}
module attributes {burin.target = {name = "t", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 0, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'workgroup_items' must be a positive integer}}
module attributes {burin.target = {name = "t", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 0, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'register_tile' must be two positive integers}}
module attributes {burin.target = {name = "t", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'contraction_workgroup' must be two positive integers}}
module attributes {burin.target = {name = "t", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 0]}} {}

// -----

// expected-error @below {{'bandwidth_mbps' must be an integer of at least 1}}
module attributes {burin.target = {name = "t", kind = "cpu", bandwidth_mbps = 0, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'registers_per_item' must be an integer of at least 16}}
module attributes {burin.target = {name = "t", kind = "cpu", registers_per_item = "many", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'bandwidht_mbps' is no key of a target description}}
module attributes {burin.target = {name = "t", kind = "cpu", bandwidht_mbps = 30000, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'sources' must be an object}}
module attributes {burin.target = {name = "t", kind = "cpu", sources = "a datasheet", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'sources' must hold a text for a key of the description, not for 'subgroup_size'}}
module attributes {burin.target = {name = "t", kind = "cpu", sources = {subgroup_size = 8}, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'sources' must hold a text for a key of the description, not for 'subgroup_size'}}
module attributes {burin.target = {name = "t", kind = "cpu", sources = {subgroup_size = ""}, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'sources' must hold a text for a key of the description, not for 'launch_ns'}}
module attributes {burin.target = {name = "t", kind = "cpu", sources = {launch_ns = "a datasheet"}, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'f16_gflops' must be an integer of at least 0}}
module attributes {burin.target = {name = "t", kind = "cpu", f16_gflops = -1, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'compute_units' must be an integer of at least 1}}
module attributes {burin.target = {name = "t", kind = "cpu", compute_units = 0, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}

// -----

// expected-error @below {{'workgroup_items' must not exceed max_workgroup_size}}
module attributes {burin.target = {name = "t", kind = "cpu", compute_units = 2, local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 512, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {}
