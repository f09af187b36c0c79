// Shims › Barriers: the two halves of a handshake in which one side must cost nothing.
#ifndef BRAID_BARRIERS_H
#define BRAID_BARRIERS_H

// After this call every other thread of the process sees what the caller stored before it, and the caller sees what
// they stored before they last looked: the expensive half, whose other half is a plain load after a compiler barrier.
// 0, or -errno where the kernel cannot (then the handshake must be done without).
int braid_memory_barrier_everywhere(void);

// The cheap half: the compiler moves no memory access across it, and the processor may.
// Whether it works here, found out when the program was loaded.
extern int braid_barrier_everywhere_works;
static inline __attribute__((always_inline)) int braid_has_barrier_everywhere(void) {
    return braid_barrier_everywhere_works;
}

static inline __attribute__((always_inline)) void braid_compiler_barrier(void) { __asm__ volatile("" ::: "memory"); }

#endif
