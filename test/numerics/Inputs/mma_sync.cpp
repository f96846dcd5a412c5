// Runs a kernel that multiplies with mma.sync, one thread per work item: asynchronous
// copies arrive when they are waited for, not before, matrices are exchanged between
// the 32 items of a sub-group as the PTX ISA says ("Matrix fragments for
// mma.m16n8k16", "ldmatrix"), and local memory starts as NaN.
//
// mma_sync ITEMS GX GY GZ RESULT_BYTES RESULT_FILE INPUT_FILE...
// Several results: their bytes and files with commas.
#include <pthread.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

extern "C" {
void mma_kernel(void **arguments); // calls the kernel
void mma_poison(void);             // fills its local memory with NaN
}

namespace {
struct Copy {
  void *to;
  char bytes[16];
};
struct Item {
  int number;
  std::vector<std::vector<Copy>> groups;
  std::vector<Copy> open;
};

constexpr int kLanes = 32, kMaxItems = 1024;
thread_local Item *self;
int group[3];
void **arguments;
pthread_barrier_t everybody, subgroups[kMaxItems / kLanes];
// What the items of a sub-group show each other.
const void *rows[kMaxItems];
uint32_t left[kMaxItems][4], right[kMaxItems][2];
float values[kMaxItems];

int lane() { return self->number % kLanes; }
int firstOfSubgroup() { return self->number - lane(); }
void meet() { pthread_barrier_wait(&subgroups[self->number / kLanes]); }

void *run(void *item) {
  self = static_cast<Item *>(item);
  mma_kernel(arguments);
  return nullptr;
}

// Where the inputs lie: nothing else may be read.
std::vector<std::pair<const char *, const char *>> inputs;

bool isInput(const void *from, int bytes) {
  auto *first = static_cast<const char *>(from);
  for (auto [begin, end] : inputs)
    if (first >= begin && first + bytes <= end)
      return true;
  return false;
}

void *readFile(const char *path) {
  FILE *file = std::fopen(path, "rb");
  if (!file) {
    std::perror(path);
    std::exit(1);
  }
  std::fseek(file, 0, SEEK_END);
  size_t size = size_t(std::ftell(file));
  std::rewind(file);
  void *data = std::aligned_alloc(256, (size + 255) / 256 * 256);
  size_t got = std::fread(data, 1, size, file);
  std::fclose(file);
  inputs.push_back({static_cast<char *>(data), static_cast<char *>(data) + size});
  return got == size ? data : nullptr;
}

void runGroup(int items) {
  mma_poison();
  std::vector<pthread_t> threads(items);
  std::vector<Item> state(items);
  for (int i = 0; i < items; ++i) {
    state[i].number = i;
    pthread_create(&threads[i], nullptr, run, &state[i]);
  }
  for (pthread_t thread : threads)
    pthread_join(thread, nullptr);
}
} // namespace

extern "C" {
float mma_to_float(uint16_t bits) {
  _Float16 half;
  std::memcpy(&half, &bits, 2);
  return float(half);
}
uint16_t mma_to_half(float value) {
  _Float16 half = _Float16(value);
  uint16_t bits;
  std::memcpy(&bits, &half, 2);
  return bits;
}
int mma_item(int dimension) { return dimension == 0 ? self->number : 0; }
int mma_group(int dimension) { return group[dimension]; }
void mma_barrier() { pthread_barrier_wait(&everybody); }

void mma_copy(void *to, const void *from, int bytes) {
  Copy copy{to, {}};
  if (bytes && !isInput(from, bytes)) {
    std::fprintf(stderr, "cp.async: reads past the end of an input\n");
    std::exit(1);
  }
  std::memcpy(copy.bytes, from, size_t(bytes));
  self->open.push_back(copy);
}
void mma_commit() {
  self->groups.push_back(std::move(self->open));
  self->open.clear();
}
void mma_wait(int pending) {
  while (int(self->groups.size()) > pending) {
    for (const Copy &copy : self->groups.front())
      std::memcpy(copy.to, copy.bytes, 16);
    self->groups.erase(self->groups.begin());
  }
}

void mma_load(const void *row, uint32_t *result, int transpose) {
  if (uintptr_t(row) % 16) {
    std::fprintf(stderr, "ldmatrix: a row is not aligned to 16 bytes\n");
    std::exit(1);
  }
  rows[self->number] = row;
  meet();
  for (int m = 0; m < 4; ++m) {
    const void **matrix = rows + firstOfSubgroup() + 8 * m;
    if (!transpose) {
      result[m] = static_cast<const uint32_t *>(matrix[lane() / 4])[lane() % 4];
      continue;
    }
    auto low = static_cast<const uint16_t *>(matrix[2 * (lane() % 4)]);
    auto high = static_cast<const uint16_t *>(matrix[2 * (lane() % 4) + 1]);
    result[m] = low[lane() / 4] | uint32_t(high[lane() / 4]) << 16;
  }
  meet();
}

void mma_multiply(const uint32_t *lhs, const uint32_t *rhs, float *acc) {
  std::memcpy(left[self->number], lhs, 16);
  std::memcpy(right[self->number], rhs, 8);
  meet();
  auto half = [](uint32_t pair, int k) { return mma_to_float(uint16_t(k % 2 ? pair >> 16 : pair)); };
  for (int i = 0; i < 4; ++i) {
    int row = lane() / 4 + 8 * (i / 2), column = 2 * (lane() % 4) + i % 2;
    for (int k = 0; k < 16; ++k) {
      uint32_t a = left[firstOfSubgroup() + row % 8 * 4 + k % 8 / 2][row / 8 + 2 * (k / 8)];
      uint32_t b = right[firstOfSubgroup() + column * 4 + k % 8 / 2][k / 8];
      acc[i] += half(a, k) * half(b, k);
    }
  }
  meet();
}

float mma_take(float value, int from) {
  values[self->number] = value;
  meet();
  float other = values[firstOfSubgroup() + from];
  meet();
  return other;
}

float mma_exchange(float value, int distance) { return mma_take(value, lane() ^ distance); }
}

/// The parts of a list with commas.
static std::vector<std::string> split(const std::string &list) {
  std::vector<std::string> parts(1);
  for (char c : list) {
    if (c == ',')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

int main(int argc, char **argv) {
  if (argc < 7)
    return 2;
  int items = std::atoi(argv[1]), grid[3] = {std::atoi(argv[2]), std::atoi(argv[3]), std::atoi(argv[4])};
  std::vector<std::string> sizes = split(argv[5]), paths = split(argv[6]);
  if (sizes.size() != paths.size())
    return 2;
  std::vector<void *> buffers;
  for (int i = 7; i < argc; ++i)
    buffers.push_back(readFile(argv[i]));
  size_t firstResult = buffers.size();
  for (const std::string &size : sizes) {
    size_t bytes = size_t(std::atol(size.c_str()));
    buffers.push_back(std::aligned_alloc(256, (bytes + 255) / 256 * 256));
    std::memset(buffers.back(), 0xff, bytes);
  }
  arguments = buffers.data();
  pthread_barrier_init(&everybody, nullptr, unsigned(items));
  for (int i = 0; i < items / kLanes; ++i)
    pthread_barrier_init(&subgroups[i], nullptr, kLanes);
  for (group[2] = 0; group[2] < grid[2]; ++group[2])
    for (group[1] = 0; group[1] < grid[1]; ++group[1])
      for (group[0] = 0; group[0] < grid[0]; ++group[0])
        runGroup(items);
  for (size_t i = 0; i < paths.size(); ++i) {
    size_t bytes = size_t(std::atol(sizes[i].c_str()));
    FILE *file = std::fopen(paths[i].c_str(), "wb");
    if (!file || std::fwrite(buffers[firstResult + i], 1, bytes, file) != bytes)
      return 1;
    std::fclose(file);
  }
  return 0;
}
