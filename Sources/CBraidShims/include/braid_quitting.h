// Shims › Quitting: SIGQUIT (Ctrl-\) as a question, which a thread answers.
#ifndef BRAID_QUITTING_H
#define BRAID_QUITTING_H

#include <stdint.h>

// From now on SIGQUIT is counted instead of ending the process; a handler that was there before is called too. Does
// nothing the second time. 0 or -errno.
int braid_quit_watch(void);

// Waits until more signals than `seen` have come; their number.
uint32_t braid_quit_wait(uint32_t seen);

#endif
