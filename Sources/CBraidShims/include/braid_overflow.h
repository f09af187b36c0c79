// Shims › Overflow: what a goroutine's stack overflow says before it ends the process.
//
// A touch of the guard below a stack raises SIGSEGV. The stack that was overrun has no room for a signal handler, so
// each worker's thread has a small stack of its own for it (sigaltstack). The handler prints who it was, formatted from
// plain C data in the fiber's record, and then lets happen what would have happened without it: a handler that was there
// before is called, and the default action dumps core.
#ifndef BRAID_OVERFLOW_H
#define BRAID_OVERFLOW_H

#include "braid_context.h"
#include "braid_wait_note.h"

#define BRAID_FIBER_NAME_SIZE 47

// Who a fiber is, for code that can run nothing of Swift's.
struct braid_fiber_identity {
    char *stack;
    size_t stack_size;
    size_t guard_size; // bytes below `stack`
    uint64_t id;
    uint64_t site; // where it was created (see braid_site.h)
    uint8_t name_length; // 0 without a name
    char name[BRAID_FIBER_NAME_SIZE]; // UTF-8, cut where it is too long
};

// Tells a fiber's record from a stack that has none; fresh stacks are zero.
#define BRAID_FIBER_MARK 0x6272616964466962ull

// How BraidCore's FiberRecord and WorkerRecord begin; where they differ, the tests of dumps and overflows fail. What every
// wait and every switch touches lies in the first two lines of the cache, and what only reports and a fiber's beginning and
// end need, behind them.
struct braid_fiber_record {
    struct braid_context context;
    void *scheduler;
    uint64_t waiter[5];         // BraidCore's own
    struct braid_wait_note wait; // looked at by others while the fiber runs (see braid_glimpse.h), as what follows
    uint64_t mark;
    struct braid_fiber_identity identity;
};
struct braid_worker_record {
    struct braid_context base;
    struct braid_fiber_record *fiber;  // NULL while nothing or something else than a goroutine runs
    struct braid_fiber_record *pinned; // the goroutine that runs all the same, because it has the thread to itself
};

// The fiber that the worker of the calling thread says it runs; NULL on every other thread.
const struct braid_fiber_record *braid_overflow_fiber(void);

// Cuts `length` bytes of UTF-8 to what fits, between two characters.
void braid_fiber_set_name(struct braid_fiber_identity *identity, const char *name, size_t length);

// Writes the report about `fiber` into `text`, as much of it as there is room for. Returns its length.
size_t braid_overflow_report(const struct braid_fiber_record *fiber, char *text, size_t room);

// Installs the handler; once for the process. Does nothing in sanitizer builds, which have handlers of their own.
void braid_overflow_watch(void);

// Gives the calling thread a stack for signal handlers, unless it has one. NULL if it has, or if there is no memory for
// one; otherwise what `braid_overflow_leave_thread` wants before the thread goes on without a worker.
void *braid_overflow_enter_thread(void);
void braid_overflow_leave_thread(void *signal_stack);

#endif
