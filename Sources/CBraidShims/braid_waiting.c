#define _GNU_SOURCE
#include "include/braid_waiting.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

uint64_t braid_monotonic_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

const long braid_futex_call = SYS_futex;

int braid_futex_wait_as(const void *word, uint32_t expected, uint64_t deadline, uint32_t bits) {
    struct timespec until = {(time_t)(deadline / 1000000000u), (long)(deadline % 1000000000u)};
    // FUTEX_WAIT_BITSET takes an absolute time of the monotonic clock; FUTEX_WAIT a relative one.
    long result = syscall(SYS_futex, word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, expected,
                          deadline == UINT64_MAX ? NULL : &until, NULL, bits);
    return result < 0 ? -errno : 0;
}

int braid_futex_wait(const void *word, uint32_t expected, uint64_t deadline) {
    return braid_futex_wait_as(word, expected, deadline, FUTEX_BITSET_MATCH_ANY);
}

void braid_futex_wake(const void *word, int count) {
    syscall(SYS_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, count, NULL, NULL, 0);
}

void braid_thread_yield(void) { sched_yield(); }

void braid_spin_hint(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
