// Shims › Wait note: what somebody who waits leaves for those who ask what he waits for.
//
// Which kind of wait it is, and where the things were made that can end it. The one who waits writes and does not look:
// things first, reason last, and no reason when he goes on. Every store is a release, which on x86-64 is a `mov`.
//
// A reader changes the reason, by setting its highest bit. Whoever waits writes a reason without the bit; so where the bit
// is still set after everything else has been read, all of it belongs to one wait. Two readers of one note must take turns.
#ifndef BRAID_WAIT_NOTE_H
#define BRAID_WAIT_NOTE_H

#include <stdint.h>

// How many of the things are named: enough for nearly all selects.
#define BRAID_WAIT_SITES 4

struct braid_wait_note {
    uint8_t reason;                   // a WaitReason; 0 while nothing is waited for
    uint32_t count;                   // of a select: how many things there are; of a descriptor: its number
    uint64_t sites[BRAID_WAIT_SITES]; // see braid_site.h; but for a select, the first one counts
};

// Of a select, before it begins: one of its things, and how many there are. Of a wait for a descriptor, its number.
static inline void braid_wait_name(struct braid_wait_note *note, uint32_t place, uint64_t site) {
    if (place < BRAID_WAIT_SITES)
        __atomic_store_n(&note->sites[place], site, __ATOMIC_RELEASE);
}
static inline void braid_wait_count(struct braid_wait_note *note, uint32_t count) {
    __atomic_store_n(&note->count, count, __ATOMIC_RELEASE);
}

// The wait begins. `site` is where the thing was made, of a select the first one; 0 if nobody knows.
static inline void braid_wait_begin(struct braid_wait_note *note, uint8_t reason, uint64_t site) {
    __atomic_store_n(&note->sites[0], site, __ATOMIC_RELEASE);
    __atomic_store_n(&note->reason, reason, __ATOMIC_RELEASE);
}

static inline void braid_wait_end(struct braid_wait_note *note) {
    __atomic_store_n(&note->reason, 0, __ATOMIC_RELEASE);
}

#endif
