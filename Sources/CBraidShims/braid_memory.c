#define _GNU_SOURCE
#include "include/braid_memory.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// Debian's headers are older than the kernels that have these.
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif
#ifndef PIDFD_SELF
#define PIDFD_SELF (-10000)
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

static int advise_each(void *const *starts, size_t count, size_t size, int advice) {
    struct iovec ranges[BRAID_MEMORY_MOST_RANGES];
    if (count > BRAID_MEMORY_MOST_RANGES)
        return -EINVAL;
    for (size_t place = 0; place < count; place++)
        ranges[place] = (struct iovec){starts[place], size};
    long advised = syscall(SYS_process_madvise, PIDFD_SELF, ranges, count, advice, 0);
    if (advised < 0)
        return -errno;
    return (size_t)advised == count * size ? 0 : -EAGAIN;
}

int braid_memory_install_guards(void *const *starts, size_t count, size_t size) {
    return advise_each(starts, count, size, MADV_GUARD_INSTALL);
}

int braid_memory_populate(void *const *starts, size_t count, size_t size) {
    return advise_each(starts, count, size, MADV_POPULATE_WRITE);
}

int braid_memory_can_advise_each(void) {
    size_t size = braid_memory_page_size();
    void *pages = braid_memory_map(2 * size);
    if (!pages)
        return 0;
    void *starts[] = {pages, (char *)pages + size};
    int can = braid_memory_populate(starts, 2, size) == 0 && braid_memory_install_guards(starts, 2, size) == 0;
    munmap(pages, 2 * size);
    return can;
}

int braid_memory_protect(void *start, size_t size) { return mprotect(start, size, PROT_NONE) < 0 ? -errno : 0; }

void braid_memory_release(void *start, size_t size) { madvise(start, size, MADV_DONTNEED); }

size_t braid_memory_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }
