// Shims › Signals: whether somebody may be woken by one.
#ifndef BRAID_SIGNALS_H
#define BRAID_SIGNALS_H

#include <signal.h>

// Whether a handler is installed that may wake somebody: not one of Braid's own with nothing behind it, and not one that
// handles SIGILL as well, which is there for crashes (such as the Swift runtime's, for SIGQUIT and SIGTRAP) and does not come
// back.
int braid_signal_may_wake(int number);

// What a handler of Braid's hands signals on to, as an address; of any other handler, itself. NULL: nothing.
const void *braid_quit_behind(const void *handler);
const void *braid_sample_behind(const void *handler);

// The address of a handler; NULL for none.
static inline const void *braid_signal_handler(const struct sigaction *action) {
    if (action->sa_flags & SA_SIGINFO)
        return (const void *)action->sa_sigaction;
    if (action->sa_handler == SIG_DFL || action->sa_handler == SIG_IGN)
        return 0;
    return (const void *)action->sa_handler;
}

#endif
