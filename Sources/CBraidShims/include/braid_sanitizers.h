// Shims › Sanitizers: tells ThreadSanitizer and AddressSanitizer that the stack changes.
//
// Without this, ThreadSanitizer would keep one history of accesses for all fibers of a thread, and AddressSanitizer
// would take a fiber's stack for a stray pointer. In ordinary builds every function here is empty.
#ifndef BRAID_SANITIZERS_H
#define BRAID_SANITIZERS_H

#include "braid_context.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BRAID_THREAD_SANITIZER 1
#endif
#if __has_feature(address_sanitizer)
#define BRAID_ADDRESS_SANITIZER 1
#endif
#endif

// A fiber's stack begins to be used, or its last user has left it.
void braid_sanitizer_fiber_created(struct braid_context *context);
void braid_sanitizer_fiber_destroyed(struct braid_context *context);

// A stack gets a fiber, and another may have used it before. AddressSanitizer marks what lies between the variables of a
// frame and takes the marks back when the frame returns; the frames that leave a stack for good never return.
void braid_sanitizer_stack_begins(const void *stack, size_t size);

// Directly before a switch: `stack` is the stack that is switched to (NULL and 0 where it is a thread's own).
// `from` is NULL when the stack that is left will never be used again.
void braid_sanitizer_switch_begins(struct braid_context *from, struct braid_context *to, const void *stack,
                                   size_t size);
// Directly after a switch, on the new stack. `to` is the context that goes on; NULL on a stack's first entry.
void braid_sanitizer_switch_ended(struct braid_context *to);

// Directly after `braid_context_is_running` has said 0: what its last user wrote is visible. ThreadSanitizer sees the
// load, but not the store that belongs to it, which is in the switch's assembly.
void braid_sanitizer_departure_seen(struct braid_context *context);

// The thread's own stack, as the context of its base.
void braid_sanitizer_adopt_thread(struct braid_context *base);

// Not 0 in builds for which the functions above do something.
extern const int braid_sanitizer_active;

#endif
