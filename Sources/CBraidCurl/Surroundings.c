// HTTP › Surroundings: see the header for the why.

#define _GNU_SOURCE
#include "Surroundings.h"

#include "FunctionTable.h"

#include <pthread.h>
#include <time.h>

// The first version whose TLS writes go through its own sockets with MSG_NOSIGNAL.
#define WRITES_WITHOUT_SIGNALS 0x075700

static locale_t utf8;
static bool writes_may_signal;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void find_out(void) {
    utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    braid_curl_features features;
    braid_curl_read_features(&features);
    writes_may_signal = features.version_number < WRITES_WITHOUT_SIGNALS;
}

static sigset_t broken_pipe(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

void braid_curl_enter(struct braid_curl_surroundings *surroundings) {
    pthread_once(&once, find_out);
    surroundings->locale = utf8 ? uselocale(utf8) : (locale_t)0;
    surroundings->guards_pipes = writes_may_signal;
    if (!writes_may_signal) return;
    sigset_t pending, set = broken_pipe();
    sigpending(&pending);
    surroundings->was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &set, &surroundings->signals);
}

void braid_curl_leave(const struct braid_curl_surroundings *surroundings) {
    if (surroundings->guards_pipes) {
        const struct timespec now = {0, 0};
        sigset_t set = broken_pipe();
        // One that was pending before is the program's own business.
        if (!surroundings->was_pending) sigtimedwait(&set, NULL, &now);
        pthread_sigmask(SIG_SETMASK, &surroundings->signals, NULL);
    }
    if (surroundings->locale) uselocale(surroundings->locale);
}
