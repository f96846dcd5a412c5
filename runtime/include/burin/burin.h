/*===- burin.h - Running compiled models from C ----------------------------===*
 *
 * Open a device, open a plan on it, run its entry points:
 *
 *   burin_device *device;
 *   burin_session *session;
 *   if (burin_device_open("", &device) != BURIN_OK ||
 *       burin_session_open(device, "unet.plan", NULL, &session) != BURIN_OK) {
 *     fprintf(stderr, "%s\n", burin_last_error());
 *     return 1;
 *   }
 *   burin_session_run(session, "main", inputs, 2, outputs, 1, NULL);
 *
 * Functions that can fail return a burin_status; the message for the calling
 * thread's latest failure is burin_last_error(). Nothing here aborts or throws.
 * Strings are UTF-8. Strings and pointers that are returned belong to the
 * object they were asked of and live as long as it does.
 *
 *===-----------------------------------------------------------------------===*/
#ifndef BURIN_BURIN_H
#define BURIN_BURIN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define BURIN_API __attribute__((visibility("default")))
#else
#define BURIN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum burin_status {
  BURIN_OK = 0,
  BURIN_INVALID_ARGUMENT = 1,    /**< the caller passed something wrong */
  BURIN_NOT_FOUND = 2,           /**< no such file, device, entry or tensor */
  BURIN_DATA_LOSS = 3,           /**< a file is damaged */
  BURIN_FAILED_PRECONDITION = 4, /**< wrong time, or the device cannot do it */
  BURIN_OUT_OF_MEMORY = 5,
  BURIN_UNIMPLEMENTED = 6,
  BURIN_BUILD_FAILURE = 7, /**< the device's compiler refused a kernel */
  BURIN_DEVICE_LOST = 8,   /**< close everything and open the device anew */
  BURIN_CANCELLED = 9,
  BURIN_IO = 10,
  BURIN_INTERNAL = 11
} burin_status;

typedef enum burin_dtype {
  BURIN_F32 = 0,
  BURIN_F16 = 1,
  BURIN_BF16 = 2,
  BURIN_I8 = 3,
  BURIN_U8 = 4,
  BURIN_I16 = 5,
  BURIN_U16 = 6,
  BURIN_I32 = 7,
  BURIN_U32 = 8,
  BURIN_I64 = 9,
  BURIN_U64 = 10,
  BURIN_BOOL = 11, /**< one byte, 0 or 1 */
  /** Not a type: makes every int a valid value, so that a wrong one from the
   *  caller is an error and not undefined behaviour. */
  BURIN_DTYPE_MAX = 0x7fffffff
} burin_dtype;

typedef struct burin_device burin_device;
typedef struct burin_session burin_session;
typedef struct burin_cancel burin_cancel;

/** The library's version, "0.1.0". */
BURIN_API const char *burin_version(void);
/** "InvalidArgument" and so on; never NULL. */
BURIN_API const char *burin_status_name(burin_status status);
/** Message of this thread's latest failure; "" if none; never NULL. Valid until
 *  the thread's next failure. */
BURIN_API const char *burin_last_error(void);

/* Cancelling. */

/** A flag that stops a running call from another thread. NULL if out of
 *  memory. */
BURIN_API burin_cancel *burin_cancel_create(void);
/** Makes calls that were given `cancel` return BURIN_CANCELLED soon. Safe from
 *  any thread and from a signal handler. */
BURIN_API void burin_cancel_raise(burin_cancel *cancel);
/** Lowers the flag, for another run. */
BURIN_API void burin_cancel_reset(burin_cancel *cancel);
/** No call may still be using it. NULL is allowed. */
BURIN_API void burin_cancel_destroy(burin_cancel *cancel);

/* Devices. */

/** Opens "opencl:0", or for "" or NULL the best device that there is. */
BURIN_API burin_status burin_device_open(const char *spec,
                                         burin_device **device);
/** May come before the sessions on it are closed. NULL is allowed. */
BURIN_API void burin_device_close(burin_device *device);
/** The name that the driver gives, e.g. "NVIDIA H100 80GB HBM3". */
BURIN_API const char *burin_device_name(const burin_device *device);
/** "opencl:0". */
BURIN_API const char *burin_device_id(const burin_device *device);

/* Sessions. */

/** `stage` is "kernels" or "weights" while opening, "run" while running;
 *  `done` of `total` modules, bytes or dispatches. While opening it may come
 *  from another thread, one call at a time. */
typedef void (*burin_progress)(void *user, const char *stage, uint64_t done,
                               uint64_t total);

/** Zero-initialise it and set struct_size = sizeof(burin_options). */
typedef struct burin_options {
  size_t struct_size;
  burin_progress progress; /**< may be NULL */
  void *user;              /**< passed to `progress` */
  burin_cancel *cancel;    /**< may be NULL */
  int verify_weights;      /**< opening: compare all checksums */
  int convert;             /**< running: convert element types where they differ
                                from the plan's, instead of refusing */
} burin_options;

/** Opens a plan and the weights file beside it; `options` may be NULL. */
BURIN_API burin_status burin_session_open(burin_device *device,
                                          const char *plan_path,
                                          const burin_options *options,
                                          burin_session **session);

/** The same for byte ranges of files. `weights_path` may be NULL if the plan
 *  needs no weights. */
BURIN_API burin_status burin_session_open_range(
    burin_device *device, const char *plan_path, uint64_t plan_offset,
    uint64_t plan_size, const char *weights_path, uint64_t weights_offset,
    uint64_t weights_size, const burin_options *options,
    burin_session **session);

/** NULL is allowed. */
BURIN_API void burin_session_close(burin_session *session);

/** How many entry points the plan has. */
BURIN_API size_t burin_session_entry_count(const burin_session *session);
/** NULL if `entry` is out of range. */
BURIN_API const char *burin_session_entry_name(const burin_session *session,
                                               size_t entry);

typedef struct burin_tensor_info {
  const char *name;
  burin_dtype dtype;
  size_t rank;
  const int64_t *shape; /**< `rank` dimensions, row-major */
  size_t byte_size;
} burin_tensor_info;

/** 0 if `entry` is out of range. */
BURIN_API size_t burin_session_input_count(const burin_session *session,
                                           size_t entry);
/** Describes an input of an entry point. */
BURIN_API burin_status burin_session_input(const burin_session *session,
                                           size_t entry, size_t index,
                                           burin_tensor_info *info);
/** 0 if `entry` is out of range. */
BURIN_API size_t burin_session_output_count(const burin_session *session,
                                            size_t entry);
/** Describes an output of an entry point. */
BURIN_API burin_status burin_session_output(const burin_session *session,
                                            size_t entry, size_t index,
                                            burin_tensor_info *info);

/** A dense row-major tensor of the caller. */
typedef struct burin_tensor {
  const char *name; /**< NULL: by position */
  burin_dtype dtype;
  size_t rank;
  const int64_t *shape;
  void *data; /**< read for inputs, written for outputs */
  size_t byte_size;
} burin_tensor;

/** Runs an entry point: all inputs in, some or all outputs out. One call at a
 *  time on a session. `options` may be NULL. */
BURIN_API burin_status burin_session_run(
    burin_session *session, const char *entry, const burin_tensor *inputs,
    size_t input_count, const burin_tensor *outputs, size_t output_count,
    const burin_options *options);

/** The three steps of burin_session_run on their own: an input that stays the
 *  same over many runs is set once. Tensors need their names here. */
BURIN_API burin_status burin_session_set_input(burin_session *session,
                                               const char *entry,
                                               const burin_tensor *input,
                                               const burin_options *options);
/** Runs with the inputs set before. */
BURIN_API burin_status burin_session_execute(burin_session *session,
                                             const char *entry,
                                             const burin_options *options);
/** Copies an output of the latest run. */
BURIN_API burin_status burin_session_get_output(burin_session *session,
                                                const char *entry,
                                                const burin_tensor *output,
                                                const burin_options *options);

#ifdef __cplusplus
}
#endif

#endif /* BURIN_BURIN_H */
