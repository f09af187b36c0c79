// Shims › Memory: address space for stacks.
#ifndef BRAID_MEMORY_H
#define BRAID_MEMORY_H

#include <stddef.h>

// Reserves `size` bytes of zeroed memory that becomes resident page by page as it is touched. NULL without space.
void *braid_memory_map(size_t size);
void braid_memory_unmap(void *start, size_t size);

// Makes [start, start + size) fault on every touch, by marks in the page tables: the mapping stays whole, so a million
// stacks fit below vm.max_map_count. Linux 6.13 and later, which the first function finds out. 0 or -errno.
int braid_memory_can_install_guards(void);
int braid_memory_install_guard(void *start, size_t size);

// For `count` ranges of `size` bytes at `starts` by one call: guards, and pages that are there before they are
// touched. Where the kernel lets a process advise on many ranges of its own memory, which the first function finds out.
// 0 or -errno, and then some of it may be done.
#define BRAID_MEMORY_MOST_RANGES 64
int braid_memory_can_advise_each(void);
int braid_memory_install_guards(void *const *starts, size_t count, size_t size);
int braid_memory_populate(void *const *starts, size_t count, size_t size);

// A guard made by taking the permissions away, which splits the mapping. 0 or -errno.
int braid_memory_protect(void *start, size_t size);

// Gives the pages of [start, start + size) back to the kernel; they read as zero afterwards. Guards stay.
void braid_memory_release(void *start, size_t size);

// Puts a fresh mapping in the place of an old one, whose pages and page tables go back to the kernel. Its guards are
// gone. 0 or -errno.
int braid_memory_map_anew(void *start, size_t size);

size_t braid_memory_page_size(void);

// Asks for a cache line that is about to be written to, and that another processor may have.
static inline __attribute__((always_inline)) void braid_memory_prefetch_line(const void *start) {
#if defined(__x86_64__)
    // Compilers make a prefetch for reading of it unless they are told that the processor knows this one. All that are in use
    // do; one that does not takes it for nothing.
    __asm__ volatile("prefetchw %0" : : "m"(*(const char *)start));
#else
    __builtin_prefetch(start, 1);
#endif
}

// The same for that line and the next.
static inline __attribute__((always_inline)) void braid_memory_prefetch(const void *start) {
    braid_memory_prefetch_line(start);
    braid_memory_prefetch_line((const char *)start + 64);
}

#endif
