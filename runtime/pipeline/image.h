//===- image.h - Pictures and PNG files ------------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_PIPELINE_IMAGE_H
#define BURIN_RUNTIME_PIPELINE_IMAGE_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"

#include <string>
#include <utility>
#include <vector>

namespace burin {

/// 8-bit RGB, row by row from the top, 3 bytes a pixel.
struct Image {
  uint32_t width = 0, height = 0;
  std::vector<uint8_t> pixels;
};

/// From planes of red, green and blue in [-1, 1] (3 x height x width), as a VAE
/// decodes them. Values outside are clamped; rounds to nearest even.
Image imageFromPlanes(Span<const float> planes, uint32_t width,
                      uint32_t height);

/// What a VAE decoder's infinities and NaNs are reported as.
Status pictureNotFinite();

/// Keyword (Latin-1, 1 to 79 bytes) and UTF-8 text.
using ImageText = std::vector<std::pair<std::string, std::string>>;

/// The bytes of a PNG file with `text` in iTXt chunks.
StatusOr<std::string> encodePng(const Image &image, const ImageText &text);

/// Writes a PNG file that appears under its name only when complete.
Status writePng(const std::string &path, const Image &image,
                const ImageText &text);

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_IMAGE_H
