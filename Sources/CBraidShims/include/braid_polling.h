// Shims › Polling: epoll and eventfd, which the Glibc module does not show.
#ifndef BRAID_POLLING_H
#define BRAID_POLLING_H

#include <stdint.h>

#define BRAID_READABLE 1u // data, end of file, or an error that a read would report
#define BRAID_WRITABLE 2u // room, or an error that a write would report

struct braid_poll_event {
    int32_t descriptor;
    uint32_t readiness;
};

// A new epoll instance, or -errno.
int braid_poll_create(void);

// Sets what is reported of `descriptor`: a mask of BRAID_READABLE and BRAID_WRITABLE. With `one_shot`, reporting stops
// after one event until it is set again. 0 or -errno (-ENOENT to change or remove one that is not there).
int braid_poll_add(int poll, int descriptor, uint32_t interest, int one_shot);
int braid_poll_change(int poll, int descriptor, uint32_t interest, int one_shot);
int braid_poll_remove(int poll, int descriptor);

// Waits for events, at most `timeout` nanoseconds (UINT64_MAX: no limit). The number of events, or -errno.
int braid_poll_wait(int poll, struct braid_poll_event *events, int capacity, uint64_t timeout);

// A descriptor that becomes readable when it is signalled, until it is drained. Or -errno.
int braid_signal_create(void);
void braid_signal_raise(int descriptor);
void braid_signal_drain(int descriptor);

#endif
