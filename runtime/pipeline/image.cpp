//===- image.cpp - Pictures and PNG files ---------------------------------===//
#include "runtime/pipeline/image.h"

#include "runtime/base/file.h"
#include "runtime/base/strings.h"
#include "runtime/pipeline/unicode.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <csetjmp>

using namespace burin;

namespace {

/// What libpng's callbacks need. An error jumps back to the encoder.
struct Encoder {
  std::string bytes;
  std::string error;
};

void onError(png_structp png, png_const_charp message) {
  static_cast<Encoder *>(png_get_error_ptr(png))->error = message;
  std::longjmp(png_jmpbuf(png), 1);
}

void onWarning(png_structp, png_const_charp) {}

void onWrite(png_structp png, png_bytep data, png_size_t size) {
  static_cast<Encoder *>(png_get_io_ptr(png))
      ->bytes.append(reinterpret_cast<const char *>(data), size);
}

void onFlush(png_structp) {}

/// Valid UTF-8 without NUL, which ends a text in PNG.
std::string cleanText(const std::string &text) {
  std::u32string decoded = decodeUtf8(text);
  decoded.erase(std::remove(decoded.begin(), decoded.end(), U'\0'),
                decoded.end());
  return encodeUtf8(decoded);
}

/// The calls between setjmp and longjmp; owns nothing that needs a destructor.
bool encode(png_structp png, png_infop info, const Image &image,
            png_text *texts, int textCount, png_bytep *rows) {
  if (setjmp(png_jmpbuf(png)))
    return false;
  png_set_IHDR(png, info, image.width, image.height, 8, PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  if (textCount > 0)
    png_set_text(png, info, texts, textCount);
  png_write_info(png, info);
  png_write_image(png, rows);
  png_write_end(png, info);
  return true;
}

} // namespace

Image burin::imageFromPlanes(Span<const float> planes, uint32_t width,
                             uint32_t height) {
  Image image;
  image.width = width;
  image.height = height;
  size_t plane = size_t(width) * height;
  image.pixels.resize(plane * 3);
  for (size_t channel = 0; channel < 3; ++channel)
    for (size_t i = 0; i < plane; ++i) {
      float unit = planes[channel * plane + i] / 2 + 0.5f;
      // A NaN becomes 0.
      float clamped = unit > 0.0f ? std::min(unit, 1.0f) : 0.0f;
      image.pixels[i * 3 + channel] =
          static_cast<uint8_t>(std::nearbyint(clamped * 255.0f));
    }
  return image;
}

Status burin::pictureNotFinite() {
  return internalError("the VAE decoder's output is not finite; compile with "
                       "--precision=f32 to see if half precision overflows, "
                       "else report a bug");
}

StatusOr<std::string> burin::encodePng(const Image &image,
                                       const ImageText &text) {
  if (image.width == 0 || image.height == 0 ||
      image.pixels.size() != size_t(image.width) * image.height * 3)
    return invalidArgument("PNG: the picture is empty or incomplete");
  Encoder encoder;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &encoder,
                                            onError, onWarning);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  if (!info) {
    png_destroy_write_struct(&png, nullptr);
    return outOfMemory("PNG: cannot start libpng");
  }
  png_set_write_fn(png, &encoder, onWrite, onFlush);
  std::vector<std::string> values;
  for (const auto &entry : text)
    values.push_back(cleanText(entry.second));
  std::vector<png_text> texts(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    texts[i].compression = PNG_ITXT_COMPRESSION_NONE;
    texts[i].key = const_cast<char *>(text[i].first.c_str());
    texts[i].text = values[i].data();
    texts[i].itxt_length = values[i].size();
  }
  std::vector<png_bytep> rows;
  for (uint32_t y = 0; y < image.height; ++y)
    rows.push_back(const_cast<png_bytep>(image.pixels.data()) +
                   size_t(y) * image.width * 3);
  bool ok = encode(png, info, image, texts.data(),
                   static_cast<int>(texts.size()), rows.data());
  png_destroy_write_struct(&png, &info);
  if (!ok)
    return internalError(strCat("PNG: ", encoder.error));
  return std::move(encoder.bytes);
}

Status burin::writePng(const std::string &path, const Image &image,
                       const ImageText &text) {
  BURIN_ASSIGN_OR_RETURN(std::string bytes, encodePng(image, text));
  return writeFileAtomically(
      path, {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()});
}
