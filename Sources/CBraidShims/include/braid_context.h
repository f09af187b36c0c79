// Shims › Context: the switch from one stack to another.
//
// A context begins with three words: stack pointer, frame pointer, the address to go on at. The switch stores the three,
// loads the three of the other side, and jumps. It saves no other register itself: it declares all of them clobbered,
// so the compiler spills just those that are live where the switch is inlined.
//
// Roads rejected:
//  - Ending in `ret`: the processor predicts a return to the caller of this stack and misses every time (26-59 ns
//    against 3-9).
//  - Pushing registers: would overwrite the red zone below the stack pointer of a leaf function.
//  - makecontext/swapcontext: two system calls for the signal mask.
//
// The floating-point control words (MXCSR, x87) stay with the thread, as they do in Go.
#ifndef BRAID_CONTEXT_H
#define BRAID_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

struct braid_context {
    void *stack_pointer;
    void *frame_pointer;
    void *resume_address;
    uint8_t running;       // Not 0 from just before a switch to this context until the switch away from it is done.
    void *open_accesses;   // What belongs to a fiber but is kept per thread by the Swift runtime:
    void *task_locals;     // see BraidCore's TravellingState.
    void *sanitizer_state; // ThreadSanitizer's fiber or AddressSanitizer's fake stack; NULL in ordinary builds.
};

// Prepares `context` so that the first switch to it calls `braid_fiber_main(context)`, which BraidCore defines and
// which never returns, on the stack that ends at `stack_top` (16-byte aligned).
void braid_fiber_entry(void);
static inline __attribute__((always_inline)) void braid_context_prepare(struct braid_context *context,
                                                                        void *stack_top) {
    context->stack_pointer = stack_top;
    context->frame_pointer = NULL;
    context->resume_address = (void *)braid_fiber_entry;
}

// Whether the stack of `context` is in use. Once this has said 0, the caller may switch to it.
static inline int braid_context_is_running(const struct braid_context *context) {
    return __atomic_load_n(&context->running, __ATOMIC_ACQUIRE);
}

// Saves the caller in `from`, then clears `from->running` (a release), then goes on in `to`. Returns when somebody
// switches back to `from`, perhaps on another thread.
static inline __attribute__((always_inline)) void
braid_context_switch(struct braid_context *from, struct braid_context *to) {
#if defined(__x86_64__)
    __asm__ volatile("leaq 1f(%%rip), %%rax\n\t"
                     "movq %%rsp, 0(%%rdi)\n\t"
                     "movq %%rbp, 8(%%rdi)\n\t"
                     "movq %%rax, 16(%%rdi)\n\t"
                     "movb $0, 24(%%rdi)\n\t" // x86 keeps the order of stores, so this one is a release.
                     "movq 0(%%rsi), %%rsp\n\t"
                     "movq 8(%%rsi), %%rbp\n\t"
                     "jmpq *16(%%rsi)\n\t"
                     "1:\n\t"
                     : "+D"(from), "+S"(to)
                     :
                     : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm1",
                       "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
                       "xmm13", "xmm14", "xmm15", "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)",
                       "st(7)", "cc", "memory");
#elif defined(__aarch64__)
    // Compiled by CI, not yet run: unproven.
    register struct braid_context *x0 __asm__("x0") = from;
    register struct braid_context *x1 __asm__("x1") = to;
    __asm__ volatile("adr x9, 1f\n\t"
                     "mov x10, sp\n\t"
                     "stp x10, x29, [x0]\n\t"
                     "str x9, [x0, #16]\n\t"
                     "add x9, x0, #24\n\t"
                     "stlrb wzr, [x9]\n\t"
                     "ldp x10, x29, [x1]\n\t"
                     "ldr x9, [x1, #16]\n\t"
                     "mov sp, x10\n\t"
                     "br x9\n\t"
                     "1:\n\t"
                     : "+r"(x0), "+r"(x1)
                     :
                     : "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16",
                       "x17", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x30", "v0",
                       "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",
                       "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28",
                       "v29", "v30", "v31", "cc", "memory");
#else
#error "Braid knows how to switch stacks on x86-64 and arm64 only."
#endif
}

#endif
