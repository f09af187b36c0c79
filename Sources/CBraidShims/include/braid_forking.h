// Shims › Forking: what is left of a process that forks without an exec.
//
// The child has one thread, the one that called fork. The workers, the monitor and every event loop's thread are gone,
// and locks that they held stay held. Whatever a child does with Braid would hang sooner or later, or break what it finds
// half done; so each call that locks or waits is to stop it at once, with a reason. Until it calls exec or _exit it may do
// everything else.
//
// The calls pay nothing for it. The child's thread forgets that it was a worker's or a loop's, which sends every call the
// way of a plain thread's, and there the next lock looks taken: what a free lock contains is a variable, which only the
// child changes. Only the slow path of a lock, and of a thread that is about to wait, asks whether this is such a child.
#ifndef BRAID_FORKING_H
#define BRAID_FORKING_H

#include <stdint.h>

// From now on, a child that this process forks is such a child. Called when the first scheduler or loop is made: who forks
// before that, as daemons do, has nothing to fear.
void braid_fork_watch(void);

extern uint32_t braid_free_lock[16];

// What a lock contains that can be taken.
static inline __attribute__((always_inline)) uint32_t braid_fork_free_lock(void) {
    return __atomic_load_n(&braid_free_lock[0], __ATOMIC_RELAXED);
}

// Not 0 in such a child.
static inline int braid_fork_is_child(void) { return braid_fork_free_lock() != 0; }

#endif
