#include "include/braid_sanitizers.h"

#define UNINSTRUMENTED __attribute__((disable_sanitizer_instrumentation, noinline))

#if defined(BRAID_THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>

void braid_sanitizer_fiber_created(struct braid_context *context) {
    context->sanitizer_state = __tsan_create_fiber(0);
}
void braid_sanitizer_fiber_destroyed(struct braid_context *context) {
    __tsan_destroy_fiber(context->sanitizer_state);
    context->sanitizer_state = NULL;
}
void braid_sanitizer_stack_begins(const void *stack, size_t size) { (void)stack, (void)size; }
// Not instrumented: the entry of this function would be recorded on one fiber and its exit on the other.
UNINSTRUMENTED void braid_sanitizer_switch_begins(struct braid_context *from, struct braid_context *to,
                                                  const void *stack, size_t size) {
    (void)stack, (void)size;
    if (from)
        __tsan_release(from);
    __tsan_switch_to_fiber(to->sanitizer_state, 0);
}
void braid_sanitizer_switch_ended(struct braid_context *to) { (void)to; }
void braid_sanitizer_departure_seen(struct braid_context *context) { __tsan_acquire(context); }
void braid_sanitizer_adopt_thread(struct braid_context *base) { base->sanitizer_state = __tsan_get_current_fiber(); }
const int braid_sanitizer_active = 1;

#elif defined(BRAID_ADDRESS_SANITIZER)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

// A thread's own stack is learnt when it is left for the first time.
static _Thread_local const void *thread_stack;
static _Thread_local size_t thread_stack_size;
static _Thread_local int leaves_thread_stack;

void braid_sanitizer_fiber_created(struct braid_context *context) { context->sanitizer_state = NULL; }
void braid_sanitizer_fiber_destroyed(struct braid_context *context) { (void)context; }
void braid_sanitizer_stack_begins(const void *stack, size_t size) {
    // Frames that do not return lie at the top. All of the stack would cost 32 KiB of the sanitizer's own memory.
    size_t used = size < 16 * 1024 ? size : 16 * 1024;
    __asan_unpoison_memory_region((const char *)stack + size - used, used);
}
UNINSTRUMENTED void braid_sanitizer_switch_begins(struct braid_context *from, struct braid_context *to,
                                                  const void *stack, size_t size) {
    (void)to;
    leaves_thread_stack = stack != NULL && thread_stack == NULL;
    __sanitizer_start_switch_fiber(from ? &from->sanitizer_state : NULL, stack ? stack : thread_stack,
                                   stack ? size : thread_stack_size);
}
UNINSTRUMENTED void braid_sanitizer_switch_ended(struct braid_context *to) {
    const void *left;
    size_t left_size;
    __sanitizer_finish_switch_fiber(to ? to->sanitizer_state : NULL, &left, &left_size);
    if (leaves_thread_stack) {
        thread_stack = left;
        thread_stack_size = left_size;
        leaves_thread_stack = 0;
    }
}
void braid_sanitizer_departure_seen(struct braid_context *context) { (void)context; }
void braid_sanitizer_adopt_thread(struct braid_context *base) { base->sanitizer_state = NULL; }
const int braid_sanitizer_active = 1;

#else

void braid_sanitizer_fiber_created(struct braid_context *context) { context->sanitizer_state = NULL; }
void braid_sanitizer_fiber_destroyed(struct braid_context *context) { (void)context; }
void braid_sanitizer_stack_begins(const void *stack, size_t size) { (void)stack, (void)size; }
void braid_sanitizer_switch_begins(struct braid_context *from, struct braid_context *to, const void *stack,
                                   size_t size) {
    (void)from, (void)to, (void)stack, (void)size;
}
void braid_sanitizer_switch_ended(struct braid_context *to) { (void)to; }
void braid_sanitizer_departure_seen(struct braid_context *context) { (void)context; }
void braid_sanitizer_adopt_thread(struct braid_context *base) { base->sanitizer_state = NULL; }
const int braid_sanitizer_active = 0;

#endif
