// Shims › Watching: how one thread looks at what another one does, without disturbing it.
#ifndef BRAID_WATCHING_H
#define BRAID_WATCHING_H

#include <stddef.h>
#include <stdint.h>

// The kernel's number of the calling thread.
int32_t braid_thread_id(void);

// Where the caller's stack frame ends: all that it calls from now on lies below.
uint64_t braid_thread_stack_position(void);

// Copies memory of this process that may be changing, or gone: a bad address is an error and not a crash, and the
// sanitizers do not take the copy for a race. The number of bytes, or -errno.
int64_t braid_memory_copy(uint64_t address, void *into, size_t size);

// The unwind table's description of the function that holds `address`, and that function's first byte; NULL for
// code without one. The tables stay mapped for as long as the library that they describe.
const uint8_t *braid_frame_description(uint64_t address, uint64_t *function);

// The name of the exported function that contains `address`, and the path of its library; NULL if there is none.
const char *braid_exported_symbol(uint64_t address, const char **image);

#define BRAID_SAMPLE_REGISTERS 33 // numbered as in DWARF, which on x86-64 has 17 of them and on arm64 33

// What a thread was doing: its registers, and its stack from the stack pointer upwards.
struct braid_sample {
    uint64_t registers[BRAID_SAMPLE_REGISTERS];
    uint64_t stack_pointer;
    uint64_t program_counter;
    size_t stack_words; // in: how many there is room for; out: how many were copied
    uint64_t *stack;    // the caller's
    uint64_t goroutine; // the number of the one whose stack it is; 0 if it was not asked for
};

// Not 0 unless ThreadSanitizer, which delays signals, makes it impossible to sample a thread that computes.
extern const int braid_sample_is_supported;

// Lets that signal through on the calling thread: threads of libdispatch, and whatever they start, block most signals.
// Whether it was blocked, to be given to the second function when the thread is not to be sampled any more.
int braid_sample_admit(void);
void braid_sample_refuse(int was_blocked);

// Samples a thread of this process that is computing. The signal (SIGURG) is sent by a timer on the thread's own CPU
// clock, so that a thread which waits in the kernel cannot be interrupted by it: its clock stands still. The stack is
// copied up to `stack_end`. 0; -EAGAIN if the thread did not compute after all; -ENOTSUP under ThreadSanitizer.
// A handler that was there before is called for every other SIGURG.
int braid_sample_computing(int32_t thread, uint64_t stack_end, struct braid_sample *sample);

// Samples the goroutine that computes on a worker's thread: its number, and its stack up to its record. The thread itself
// says which one that is, when the signal has reached it. No word is copied if none is on its stack just then.
int braid_sample_goroutine(int32_t thread, struct braid_sample *sample);

#endif
