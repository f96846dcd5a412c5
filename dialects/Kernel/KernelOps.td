//===- KernelOps.td - Attributes that carry lowering decisions -*- tablegen -*-===//

#ifndef DIALECTS_KERNEL_KERNELOPS_TD
#define DIALECTS_KERNEL_KERNELOPS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"

def Kernel_Dialect : Dialect {
  let name = "kernel";
  let cppNamespace = "::mlir::burin::kernel";
  let summary = "Lowering decisions, and nothing else";
  let description = [{
    A strategy writes one `#kernel.config` on each outlined group function; a
    verifier checks it against the target's limits; a schedule obeys it. A tuner
    may write other configs.
  }];
  let useDefaultAttributePrinterParser = 1;
}

def Kernel_ConfigAttr : AttrDef<Kernel_Dialect, "Config"> {
  let mnemonic = "config";
  let summary = "How a group becomes a kernel";
  let description = [{
    * `schedule`: the C++ schedule that builds the loop nest (codegen/Schedule).
    * `workgroup`: work items per work group in x, y, z.
    * `tile`: sizes whose meaning the schedule documents.
    * `vector`: elements per vector access along the contiguous dimension.

    ```mlir
    #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 8, 16], vector = 4>
    ```
  }];
  let parameters = (ins StringRefParameter<"schedule name">:$schedule,
    ArrayRefParameter<"int64_t">:$workgroup, ArrayRefParameter<"int64_t">:$tile,
    "int64_t":$vector);
  let assemblyFormat = [{
    `<` `schedule` `=` $schedule `,` `workgroup` `=` custom<DimList>($workgroup) `,`
    `tile` `=` custom<DimList>($tile) `,` `vector` `=` $vector `>`
  }];
}

#endif // DIALECTS_KERNEL_KERNELOPS_TD
