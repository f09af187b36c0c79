// CBraidShims: what Swift cannot say.
//
// Swift has no inline assembly, no thread-local variables, no variadic system calls and no access to macros such as
// EPOLLONESHOT through the Glibc module. Each gap is one small header here; no algorithm lives in C.
//
// System calls return -errno instead of setting errno: compilers cache the address of errno over a call, and a fiber
// may continue on another thread than the one it made the call on.
#ifndef CBRAID_SHIMS_H
#define CBRAID_SHIMS_H

#if !defined(__linux__)
#error "Braid runs on Linux only: its poller is epoll, its locks are futexes. A kqueue poller would be the first step."
#endif

#include "braid_attention.h"
#include "braid_barriers.h"
#include "braid_context.h"
#include "braid_forking.h"
#include "braid_glimpse.h"
#include "braid_memory.h"
#include "braid_overflow.h"
#include "braid_polling.h"
#include "braid_quitting.h"
#include "braid_sanitizers.h"
#include "braid_signals.h"
#include "braid_site.h"
#include "braid_thread.h"
#include "braid_wait_note.h"
#include "braid_waiting.h"
#include "braid_watching.h"

#endif
