#define _GNU_SOURCE
#include "include/braid_memory.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

static void *map(void *where, size_t size, int flags) {
    flags |= MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *start = mmap(where, size, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    // One page of a stack must cost one page, not a huge one.
    madvise(start, size, MADV_NOHUGEPAGE);
    return start;
}

void *braid_memory_map(size_t size) { return map(NULL, size, 0); }
int braid_memory_map_anew(void *start, size_t size) { return map(start, size, MAP_FIXED) ? 0 : -errno; }
void braid_memory_unmap(void *start, size_t size) { munmap(start, size); }

int braid_memory_can_install_guards(void) {
    size_t size = braid_memory_page_size();
    void *page = braid_memory_map(size);
    if (!page)
        return 0;
    int can = madvise(page, size, MADV_GUARD_INSTALL) == 0;
    munmap(page, size);
    return can;
}

int braid_memory_install_guard(void *start, size_t size) {
    return madvise(start, size, MADV_GUARD_INSTALL) < 0 ? -errno : 0;
}

int braid_memory_protect(void *start, size_t size) { return mprotect(start, size, PROT_NONE) < 0 ? -errno : 0; }

void braid_memory_release(void *start, size_t size) { madvise(start, size, MADV_DONTNEED); }

size_t braid_memory_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }
