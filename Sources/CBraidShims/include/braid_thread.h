// Shims › Thread: what belongs to the thread rather than to the fiber that runs on it.
//
// No function here may be inlined: a compiler that sees a thread-local's address keeps it in a register across a
// switch, after which it is another thread's.
#ifndef BRAID_THREAD_H
#define BRAID_THREAD_H

#include "braid_wait_note.h"

#include <stddef.h>
#include <stdint.h>

// The worker that runs on this thread; NULL on every other thread.
void *braid_thread_worker(void);
void braid_thread_set_worker(void *worker);

// The event loop that runs on this thread; NULL on every other thread.
void *braid_thread_loop(void);
void braid_thread_set_loop(void *loop);

// Where this thread waits when it waits as a thread. It lives as long as the thread.
struct braid_thread_parking {
    uint64_t word; // the futex, its low half: first, so that whoever sees the thread's system call knows where the rest is
    struct braid_wait_note note;
};
struct braid_thread_parking *braid_thread_own_parking(void);

// The note's place alone. Swift's way to a field counts as an access to the whole, the word included: ThreadSanitizer
// would see a race with whoever unparks the thread.
static inline struct braid_wait_note *braid_thread_parking_note(struct braid_thread_parking *parking) {
    return &parking->note;
}

// The ranks of the locks that this thread holds, a bit each (debug builds).
uint64_t *braid_thread_held_ranks(void);

// A number that nobody can foresee, for choices where only fairness counts. Each thread draws from a sequence of its own.
uint64_t braid_thread_random(void);

// The calling thread's block of thread-local variables of the library (or program) that defines `symbol`.
// NULL where that library has none, or none yet on this thread.
void *braid_thread_local_block(const void *symbol, size_t *size);

// Begins and ends a dynamic access, as code compiled by Swift does for a class's stored property. `record` is three
// words that the Swift runtime links into its list of open accesses.
void braid_swift_begin_access(void *variable, void *record);
void braid_swift_end_access(void *record);
const void *braid_swift_access_symbol(void);

// Moves the open accesses out of the thread and back, by the runtime's own functions. Four words of state, zero before
// the first: the runtime reads them.
void braid_swift_take_accesses(void *state);
void braid_swift_restore_accesses(void *state);

// Not 0 while a Swift task runs on this thread.
int braid_swift_in_task(void);
const void *braid_swift_task_symbol(void);

// How many processors this process may use; 0 if the kernel does not say.
int braid_thread_processors(void);

// The clock of the calling thread's processor time, for other threads to read; and its time in nanoseconds, 0 once the
// thread has ended.
int braid_thread_cpu_clock(void);
uint64_t braid_thread_cpu_time(int clock);

// The calling thread's number, and whether the thread of that number waits in the kernel, as opposed to running or
// waiting for a processor; -1 if the kernel does not say, as to a process that has no descriptor left to ask with.
int braid_thread_number(void);
int braid_thread_is_blocked(int number);

// Names the calling thread, for debuggers and `top -H` (15 bytes are kept).
void braid_thread_set_name(const char *name);

#endif
