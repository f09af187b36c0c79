#define _GNU_SOURCE
#include "include/braid_barriers.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

int braid_memory_barrier_everywhere(void) {
    if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0L, 0L) == 0)
        return 0;
    if (errno != EPERM)
        return -errno;
    // The process has not registered yet. Two threads that do so at once do no harm.
    if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0L, 0L) != 0)
        return -errno;
    return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0L, 0L) == 0 ? 0 : -errno;
}

int braid_barrier_everywhere_works;

__attribute__((constructor)) static void try_barrier_everywhere(void) {
    braid_barrier_everywhere_works = braid_memory_barrier_everywhere() == 0;
}
