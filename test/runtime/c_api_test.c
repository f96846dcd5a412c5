/*===- c_api_test.c - The C API from C11 -----------------------------------===*
 *
 * usage: c_api_test DEVICE DIRECTORY_OF_SAMPLE
 *
 *===-----------------------------------------------------------------------===*/

#include "burin/burin.h"

#include <stdio.h>
#include <string.h>

#define COUNT 256

static int failures = 0;

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: %s failed (last error: %s)\n", __FILE__,         \
              __LINE__, #condition, burin_last_error());                       \
      ++failures;                                                              \
    }                                                                          \
  } while (0)

static void on_progress(void *user, const char *stage, uint64_t done,
                        uint64_t total) {
  (void)stage;
  CHECK(done <= total);
  ++*(int *)user;
}

static void test_errors(burin_device *device, const char *plan) {
  burin_session *session = NULL;
  burin_device *none = NULL;
  CHECK(burin_device_open("cuda:7", &none) == BURIN_NOT_FOUND);
  CHECK(none == NULL);
  CHECK(strstr(burin_last_error(), "cuda") != NULL);
  CHECK(burin_device_open("", NULL) == BURIN_INVALID_ARGUMENT);
  CHECK(burin_session_open(device, "/no/such.plan", NULL, &session) ==
        BURIN_NOT_FOUND);
  CHECK(session == NULL);
  CHECK(strstr(burin_last_error(), "/no/such.plan") != NULL);
  CHECK(burin_session_open(NULL, plan, NULL, &session) ==
        BURIN_INVALID_ARGUMENT);
  CHECK(strcmp(burin_status_name(BURIN_DEVICE_LOST), "DeviceLost") == 0);
  burin_session_close(NULL);
  burin_device_close(NULL);
  burin_cancel_destroy(NULL);
}

static void test_run(burin_session *session, int computes) {
  const int64_t shape[2] = {16, 16};
  float x[COUNT], y[COUNT];
  memset(y, 0, sizeof y);
  for (int i = 0; i < COUNT; ++i)
    x[i] = (float)i;
  burin_tensor in = {"x", BURIN_F32, 2, shape, x, sizeof x};
  burin_tensor out = {NULL, BURIN_F32, 2, shape, y, sizeof y};
  int calls = 0;
  burin_options options = {0};
  options.struct_size = sizeof options;
  options.progress = on_progress;
  options.user = &calls;
  CHECK(burin_session_run(session, "main", &in, 1, &out, 1, &options) ==
        BURIN_OK);
  CHECK(calls > 0);
  /* y = x * i / 16 + noise; the noise is the same in both runs. */
  float first = y[160];
  x[160] += 1;
  CHECK(burin_session_set_input(session, "main", &in, NULL) == BURIN_OK);
  CHECK(burin_session_execute(session, "main", NULL) == BURIN_OK);
  CHECK(burin_session_get_output(session, "main", &out, NULL) ==
        BURIN_NOT_FOUND); /* needs a name */
  out.name = "y";
  CHECK(burin_session_get_output(session, "main", &out, NULL) == BURIN_OK);
  if (computes)
    CHECK(y[160] - first > 9.99f && y[160] - first < 10.01f);

  in.byte_size = 12;
  CHECK(burin_session_run(session, "main", &in, 1, NULL, 0, NULL) ==
        BURIN_INVALID_ARGUMENT);
  in.data = NULL;
  CHECK(burin_session_run(session, "main", &in, 1, NULL, 0, NULL) ==
        BURIN_INVALID_ARGUMENT);
  in.data = x;
  in.byte_size = sizeof x;
  in.dtype = (burin_dtype)99;
  CHECK(burin_session_run(session, "main", &in, 1, NULL, 0, NULL) ==
        BURIN_INVALID_ARGUMENT);
  in.dtype = BURIN_F32;

  burin_cancel *cancel = burin_cancel_create();
  burin_cancel_raise(cancel);
  options.cancel = cancel;
  CHECK(burin_session_run(session, "main", &in, 1, NULL, 0, &options) ==
        BURIN_CANCELLED);
  burin_cancel_reset(cancel);
  CHECK(burin_session_run(session, "main", &in, 1, NULL, 0, &options) ==
        BURIN_OK);
  burin_cancel_destroy(cancel);
}

static void test_description(const burin_session *session) {
  burin_tensor_info info;
  CHECK(burin_session_entry_count(session) == 2);
  CHECK(strcmp(burin_session_entry_name(session, 1), "accumulate") == 0);
  CHECK(burin_session_entry_name(session, 2) == NULL);
  CHECK(burin_session_input_count(session, 0) == 1);
  CHECK(burin_session_output_count(session, 9) == 0);
  CHECK(burin_session_input(session, 0, 1, &info) == BURIN_NOT_FOUND);
  CHECK(burin_session_output(session, 1, 0, &info) == BURIN_OK);
  CHECK(strcmp(info.name, "total") == 0 && info.dtype == BURIN_F16);
  CHECK(info.rank == 2 && info.shape[0] == 16 && info.byte_size == 512);
}

int main(int argc, char **argv) {
  if (argc != 3)
    return 2;
  char plan[4096];
  snprintf(plan, sizeof plan, "%s/sample.plan", argv[2]);
  burin_device *device = NULL;
  burin_session *session = NULL;
  if (burin_device_open(argv[1], &device) != BURIN_OK) {
    fprintf(stderr, "SKIP: %s\n", burin_last_error());
    return 77;
  }
  test_errors(device, plan);
  CHECK(burin_session_open(device, plan, NULL, &session) == BURIN_OK);
  int computes = strcmp(burin_device_name(device), "null") != 0;
  burin_device_close(device); /* the session keeps it alive */
  if (session) {
    test_description(session);
    test_run(session, computes);
  }
  burin_session_close(session);
  return failures ? 1 : 0;
}
