#define _GNU_SOURCE
#include "include/braid_signals.h"

#include <stddef.h>

static const void *handler_of(int number, const void *unknown) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 ? braid_signal_handler(&action) : unknown;
}

int braid_signal_may_wake(int number) {
    const void *unknown = &unknown;
    const void *handler = braid_sample_behind(braid_quit_behind(handler_of(number, unknown)));
    return handler != NULL && handler != handler_of(SIGILL, NULL);
}
