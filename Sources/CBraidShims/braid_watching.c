#define _GNU_SOURCE
#include "include/braid_watching.h"

#include <dlfcn.h>
#include <errno.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

int32_t braid_thread_id(void) { return (int32_t)syscall(SYS_gettid); }

// Above this function's own frame lie its saved frame pointer and its return address, then the caller's frame. The
// address of a variable would not do: AddressSanitizer keeps variables elsewhere.
__attribute__((noinline)) uint64_t braid_thread_stack_position(void) {
    return (uint64_t)(uintptr_t)__builtin_frame_address(0) + 2 * sizeof(void *);
}

// By number rather than by name: the sanitizers intercept the name, and would check what the kernel may well read.
int64_t braid_memory_copy(uint64_t address, void *into, size_t size) {
    struct iovec local = {into, size}, remote = {(void *)(uintptr_t)address, size};
    // Full words, each of them: the seventh argument goes over the stack, where an int leaves half a word unset.
    long copied = syscall(SYS_process_vm_readv, (long)getpid(), &local, 1L, &remote, 1L, 0L);
    return copied < 0 ? -errno : copied;
}

// From the compiler's run-time library, where the unwinder of C++ exceptions looks functions up.
struct dwarf_eh_bases {
    void *text;
    void *data;
    void *function;
};
extern const void *_Unwind_Find_FDE(void *address, struct dwarf_eh_bases *bases);

const uint8_t *braid_frame_description(uint64_t address, uint64_t *function) {
    struct dwarf_eh_bases bases = {0};
    const void *description = _Unwind_Find_FDE((void *)(uintptr_t)address, &bases);
    *function = (uint64_t)(uintptr_t)bases.function;
    return description;
}

const char *braid_exported_symbol(uint64_t address, const char **image) {
    Dl_info info;
    if (dladdr((void *)(uintptr_t)address, &info) == 0)
        return NULL;
    *image = info.dli_fname;
    return info.dli_sname;
}
