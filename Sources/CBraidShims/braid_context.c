#include "include/braid_context.h"

// The first thing a fresh stack executes. The switch leaves the address of the context it jumped to in the register
// of its second argument; it becomes the argument of braid_fiber_main. The return address is marked as undefined and
// the frame pointer is zero, so that debuggers and unwinders see where the stack ends.

#if defined(__x86_64__)
__asm__(".text\n"
        ".globl braid_fiber_entry\n"
        ".type braid_fiber_entry,@function\n"
        "braid_fiber_entry:\n\t"
        ".cfi_startproc\n\t"
        ".cfi_undefined rip\n\t"
        "movq %rsi, %rdi\n\t"
        "callq braid_fiber_main@PLT\n\t"
        "ud2\n\t"
        ".cfi_endproc\n"
        ".size braid_fiber_entry, .-braid_fiber_entry\n");
#elif defined(__aarch64__)
__asm__(".text\n"
        ".globl braid_fiber_entry\n"
        ".type braid_fiber_entry,%function\n"
        "braid_fiber_entry:\n\t"
        ".cfi_startproc\n\t"
        ".cfi_undefined x30\n\t"
        "mov x0, x1\n\t"
        "mov x30, xzr\n\t"
        "bl braid_fiber_main\n\t"
        "brk #1\n\t"
        ".cfi_endproc\n"
        ".size braid_fiber_entry, .-braid_fiber_entry\n");
#endif
