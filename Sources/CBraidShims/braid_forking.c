#include "include/braid_forking.h"

#include "include/braid_attention.h"
#include "include/braid_thread.h"

#include <pthread.h>

// Read with every lock: nothing that changes may lie on its cache line.
_Alignas(64) uint32_t braid_free_lock[16] = {0};

static void become_child(void) {
    // No lock contains this, ever.
    __atomic_store_n(&braid_free_lock[0], UINT32_MAX, __ATOMIC_RELAXED);
    // For what takes no lock.
    braid_attention_add(1);
    braid_thread_set_worker(NULL);
    braid_thread_set_loop(NULL);
}

static void watch(void) { pthread_atfork(NULL, NULL, become_child); }

void braid_fork_watch(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch);
}
