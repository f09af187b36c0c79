#define _GNU_SOURCE
#include "include/braid_polling.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

int braid_poll_create(void) {
    int poll = epoll_create1(EPOLL_CLOEXEC);
    return poll < 0 ? -errno : poll;
}

static int control(int poll, int operation, int descriptor, uint32_t interest, int one_shot) {
    struct epoll_event event = {0};
    if (interest & BRAID_READABLE)
        event.events |= EPOLLIN | EPOLLRDHUP;
    if (interest & BRAID_WRITABLE)
        event.events |= EPOLLOUT;
    if (one_shot)
        event.events |= EPOLLONESHOT;
    event.data.fd = descriptor;
    return epoll_ctl(poll, operation, descriptor, &event) < 0 ? -errno : 0;
}

int braid_poll_add(int poll, int descriptor, uint32_t interest, int one_shot) {
    return control(poll, EPOLL_CTL_ADD, descriptor, interest, one_shot);
}
int braid_poll_change(int poll, int descriptor, uint32_t interest, int one_shot) {
    return control(poll, EPOLL_CTL_MOD, descriptor, interest, one_shot);
}
int braid_poll_remove(int poll, int descriptor) { return control(poll, EPOLL_CTL_DEL, descriptor, 0, 0); }

int braid_poll_wait(int poll, struct braid_poll_event *events, int capacity, uint64_t timeout) {
    struct epoll_event raw[256];
    if (capacity > 256)
        capacity = 256;
    struct timespec limit = {(time_t)(timeout / 1000000000u), (long)(timeout % 1000000000u)};
    int count = epoll_pwait2(poll, raw, capacity, timeout == UINT64_MAX ? NULL : &limit, NULL);
    if (count < 0 && (errno == ENOSYS || errno == EPERM)) {
        // Kernels before 5.11, and filters of system calls that are older and answer EPERM to what they do not know: whole
        // milliseconds, rounded up so that a timer is not found early.
        uint64_t milliseconds = timeout / 1000000u + (timeout % 1000000u != 0);
        count = epoll_wait(poll, raw, capacity, timeout == UINT64_MAX ? -1 : milliseconds > 86400000u ? 86400000 : (int)milliseconds);
    }
    if (count < 0)
        return -errno;
    for (int i = 0; i < count; i++) {
        uint32_t bits = raw[i].events;
        events[i].descriptor = raw[i].data.fd;
        // An error or a hang-up is news for both directions: the next read or write reports it.
        events[i].readiness = (bits & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR) ? BRAID_READABLE : 0) |
                              (bits & (EPOLLOUT | EPOLLHUP | EPOLLERR) ? BRAID_WRITABLE : 0);
    }
    return count;
}

int braid_signal_create(void) {
    int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

void braid_signal_raise(int descriptor) {
    uint64_t one = 1;
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written; // Fails only when the counter is full, and then it is readable already.
}

void braid_signal_drain(int descriptor) {
    uint64_t count;
    ssize_t taken = read(descriptor, &count, sizeof count);
    (void)taken; // Fails only when nothing was raised.
}
