#define _GNU_SOURCE
#include "include/braid_quitting.h"

#include "include/braid_signals.h"
#include "include/braid_waiting.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

static _Atomic uint32_t count;
static struct sigaction previous;
static int result;

// A signal handler may do next to nothing: it counts, and wakes who waits for the count.
static void on_quit(int number, siginfo_t *info, void *context) {
    int saved = errno;
    atomic_fetch_add(&count, 1);
    braid_futex_wake(&count, 1);
    if (previous.sa_flags & SA_SIGINFO)
        previous.sa_sigaction(number, info, context);
    else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN)
        previous.sa_handler(number);
    errno = saved;
}

static void install(void) {
    struct sigaction ours = {.sa_sigaction = on_quit, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
    if (sigaction(SIGQUIT, NULL, &previous) != 0 || sigaction(SIGQUIT, &ours, NULL) != 0)
        result = -errno;
}

int braid_quit_watch(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    return result;
}

uint32_t braid_quit_wait(uint32_t seen) {
    uint32_t now;
    while ((now = atomic_load(&count)) == seen)
        braid_futex_wait_as(&count, seen, UINT64_MAX, BRAID_WAIT_SERVICE);
    return now;
}

const void *braid_quit_behind(const void *handler) {
    return handler == (const void *)on_quit ? braid_signal_handler(&previous) : handler;
}
