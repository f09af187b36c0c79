#define _GNU_SOURCE
#include "include/braid_memory.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

void *braid_memory_map(size_t size) {
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    // One page of a stack must cost one page, not a huge one.
    madvise(start, size, MADV_NOHUGEPAGE);
    return start;
}

void braid_memory_unmap(void *start, size_t size) { munmap(start, size); }

int braid_memory_guard(void *start, size_t size) {
    if (madvise(start, size, MADV_GUARD_INSTALL) == 0)
        return 0;
    return mprotect(start, size, PROT_NONE) < 0 ? -errno : 0;
}

void braid_memory_release(void *start, size_t size) { madvise(start, size, MADV_DONTNEED); }

size_t braid_memory_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }
