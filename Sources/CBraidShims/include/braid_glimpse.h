// Shims › Glimpse: what a thread may see of a fiber that runs, parks or ends on another one at the same moment.
//
// No lock is taken and the fiber does nothing for it. What is read may be half of one goroutine and half of the next on
// the same stack; the order in which both sides go tells: a new goroutine's launch is written first and the number in
// the identity last, so an identity whose number is the launch's is of one piece.
#ifndef BRAID_GLIMPSE_H
#define BRAID_GLIMPSE_H

#include "braid_context.h"
#include "braid_overflow.h"

struct braid_glimpse {
    struct braid_fiber_identity identity;
    uint64_t stack_pointer; // the last three are where it was left, unless it is running
    uint64_t frame_pointer;
    uint64_t resume_address;
    uint8_t is_running;
    uint8_t reason;
};

// Whether a fiber lives where its record may be. Not 0 if so; it may have ended since. The memory must be mapped, no more.
int braid_glimpse_is_there(const struct braid_fiber_record *record);

// Looks at the fiber whose record may be at `record`; `launch_id` is where its launch has the number. Not 0 if a goroutine
// lives there. The memory must be mapped, no more.
int braid_glimpse_take(const struct braid_fiber_record *record, const uint64_t *launch_id,
                       struct braid_glimpse *glimpse);

// Changes the reason from `expected` to `wanted`, and says whether it has: the fiber may be changing it too.
int braid_glimpse_mark(struct braid_fiber_record *record, uint8_t expected, uint8_t wanted);

// Copies what goroutine `id` says of its wait, whose reason was marked before and is `marked` now. Not 0 if the copy is of
// that wait (see braid_wait_note.h).
int braid_glimpse_read_note(const struct braid_fiber_record *record, const uint64_t *launch_id, uint64_t id,
                            uint8_t marked, struct braid_wait_note *note);

// Writes the number into an identity that is complete otherwise.
static inline void braid_fiber_set_id(struct braid_fiber_identity *identity, uint64_t id) {
    __atomic_store_n(&identity->id, id, __ATOMIC_RELEASE);
}

#endif
