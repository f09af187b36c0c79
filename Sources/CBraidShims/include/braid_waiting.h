// Shims › Waiting: the futex, and the clock that its deadlines are read on.
#ifndef BRAID_WAITING_H
#define BRAID_WAITING_H

#include <stdint.h>

// Nanoseconds of CLOCK_MONOTONIC.
uint64_t braid_monotonic_now(void);

// Sleeps while `*word == expected`, at most until `deadline` (nanoseconds of the monotonic clock; UINT64_MAX: no
// limit). 0 after a wake-up, otherwise -EAGAIN, -EINTR or -ETIMEDOUT. May wake without cause.
int braid_futex_wait(const void *word, uint32_t expected, uint64_t deadline);

// The same, and shown to whoever reads /proc/self/task/…/syscall: the kernel keeps the bits with the other arguments of
// the call. So it costs nothing to tell who waits for what. Any wake-up wakes them.
int braid_futex_wait_as(const void *word, uint32_t expected, uint64_t deadline, uint32_t bits);

#define BRAID_WAIT_PARKED 0x42726121u  // a wait of the program's own: for a channel, a lock, a goroutine
#define BRAID_WAIT_SERVICE 0x42726122u // a thread of Braid's that only looks at others

// The number of that system call.
extern const long braid_futex_call;

// Wakes up to `count` sleepers. Harmless on memory that is gone.
void braid_futex_wake(const void *word, int count);

// Lets another thread run.
void braid_thread_yield(void);

// Tells the processor that this is a spinning loop.
void braid_spin_hint(void);

#endif
