// RUN: burin-opt %S/decompose-upsampled-convolutions.mlir --decompose-upsampled-convolutions --split-input-file > %t.once
// RUN: burin-opt %t.once --decompose-upsampled-convolutions --split-input-file | diff %t.once -
