// Shims › Memory: address space for stacks.
#ifndef BRAID_MEMORY_H
#define BRAID_MEMORY_H

#include <stddef.h>

// Reserves `size` bytes of zeroed memory that becomes resident page by page as it is touched. NULL without space.
void *braid_memory_map(size_t size);
void braid_memory_unmap(void *start, size_t size);

// Makes [start, start + size) fault on every touch. MADV_GUARD_INSTALL where the kernel has it (Linux 6.13): it does
// not split the mapping, so a million stacks fit below vm.max_map_count. mprotect elsewhere. 0 or -errno.
int braid_memory_guard(void *start, size_t size);

// Gives the pages of [start, start + size) back to the kernel; they read as zero afterwards. Guards stay.
void braid_memory_release(void *start, size_t size);

size_t braid_memory_page_size(void);

#endif
