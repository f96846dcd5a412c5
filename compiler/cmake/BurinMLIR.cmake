# Finds MLIR 22 and defines the helpers that every compiler library uses.
find_package(MLIR 22.1 REQUIRED CONFIG HINTS /usr/lib/llvm-22/lib/cmake/mlir)
list(APPEND CMAKE_MODULE_PATH "${MLIR_CMAKE_DIR}" "${LLVM_CMAKE_DIR}")
include(TableGen)
include(AddLLVM)
include(AddMLIR)

# What compiler code sees: MLIR's headers, the source root and the generated
# files (the build root mirrors the source root).
add_library(burin_mlir_flags INTERFACE)
target_include_directories(burin_mlir_flags SYSTEM INTERFACE ${MLIR_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})
target_include_directories(burin_mlir_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
target_compile_options(burin_mlir_flags INTERFACE -fno-rtti)
target_link_libraries(burin_mlir_flags INTERFACE MLIR LLVM)

# MLIR's headers take 13 s to parse: parse them once.
file(WRITE ${PROJECT_BINARY_DIR}/burin_pch.cpp "")
add_library(burin_pch OBJECT ${PROJECT_BINARY_DIR}/burin_pch.cpp)
target_link_libraries(burin_pch PUBLIC burin_mlir_flags)
target_precompile_headers(burin_pch PRIVATE
  <mlir/Dialect/Arith/IR/Arith.h>
  <mlir/Dialect/EmitC/IR/EmitC.h>
  <mlir/Dialect/Func/IR/FuncOps.h>
  <mlir/Dialect/GPU/IR/GPUDialect.h>
  <mlir/Dialect/Linalg/IR/Linalg.h>
  <mlir/Dialect/Math/IR/Math.h>
  <mlir/Dialect/MemRef/IR/MemRef.h>
  <mlir/Dialect/SCF/IR/SCF.h>
  <mlir/Dialect/Tensor/IR/Tensor.h>
  <mlir/Dialect/Vector/IR/VectorOps.h>
  <mlir/IR/Builders.h>
  <mlir/IR/BuiltinOps.h>
  <mlir/IR/Matchers.h>
  <mlir/IR/PatternMatch.h>
  <mlir/Pass/Pass.h>
  <mlir/Pass/PassManager.h>
  <mlir/Transforms/DialectConversion.h>
  <mlir/Transforms/GreedyPatternRewriteDriver.h>)

# burin_add_library(NAME source... [TABLEGEN target...] [LINK library...])
function(burin_add_library name)
  cmake_parse_arguments(ARG "" "" "TABLEGEN;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC burin_mlir_flags ${ARG_LINK})
  target_precompile_headers(${name} REUSE_FROM burin_pch)
  if(ARG_TABLEGEN)
    add_dependencies(${name} ${ARG_TABLEGEN})
  endif()
endfunction()

# burin_tablegen(TARGET FILE.td  OUT -gen-x [options]  OUT -gen-y ...)
# Generates each OUT from FILE.td in the current binary directory.
function(burin_tablegen target td)
  set(LLVM_TARGET_DEFINITIONS ${td})
  set(rest ${ARGN})
  while(rest)
    list(POP_FRONT rest out gen)
    set(options)
    while(rest)
      list(GET rest 0 next)
      if(NOT next MATCHES "^-")
        break()
      endif()
      list(POP_FRONT rest)
      list(APPEND options ${next})
    endwhile()
    mlir_tablegen(${out} ${gen} ${options} EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
  endwhile()
  add_public_tablegen_target(${target})
endfunction()

# burin_dialect(TARGET NAME [ATTRS]): the usual generated files of NAMEOps.td.
function(burin_dialect target name)
  set(LLVM_TARGET_DEFINITIONS ${name}Ops.td)
  mlir_tablegen(${name}Dialect.h.inc -gen-dialect-decls EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
  mlir_tablegen(${name}Dialect.cpp.inc -gen-dialect-defs EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
  mlir_tablegen(${name}Ops.h.inc -gen-op-decls EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
  mlir_tablegen(${name}Ops.cpp.inc -gen-op-defs EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
  if("ATTRS" IN_LIST ARGN)
    mlir_tablegen(${name}Attrs.h.inc -gen-attrdef-decls EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
    mlir_tablegen(${name}Attrs.cpp.inc -gen-attrdef-defs EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
  endif()
  if("INTERFACES" IN_LIST ARGN)
    # Interfaces are generated only from the file that defines them.
    set(LLVM_TARGET_DEFINITIONS ${name}Interfaces.td)
    mlir_tablegen(${name}Interfaces.h.inc -gen-op-interface-decls EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
    mlir_tablegen(${name}Interfaces.cpp.inc -gen-op-interface-defs EXTRA_INCLUDES ${PROJECT_SOURCE_DIR} ${MLIR_INCLUDE_DIRS})
  endif()
  add_public_tablegen_target(${target})
endfunction()

# burin_add_tool(NAME source... LINK library...): an executable of the compiler.
function(burin_add_tool name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  # The precompiled header was built with -fPIC; -fPIE would not match it.
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE -fPIC)
  target_link_libraries(${name} PRIVATE burin_mlir_flags ${ARG_LINK})
  target_precompile_headers(${name} REUSE_FROM burin_pch)
endfunction()
