#include "include/braid_glimpse.h"

// The sanitizers would take what is meant here for a mistake: reading what another thread writes.
#define UNCHECKED __attribute__((disable_sanitizer_instrumentation, noinline))

_Static_assert(sizeof(struct braid_fiber_identity) % sizeof(uint64_t) == 0, "copied by the word");
_Static_assert(sizeof(struct braid_wait_note) % sizeof(uint64_t) == 0, "copied by the word");

UNCHECKED static void copy_words(const void *from, void *to, size_t size) {
    const uint64_t *source = from;
    uint64_t *target = to;
    for (size_t i = 0; i < size / sizeof *source; i++)
        target[i] = __atomic_load_n(&source[i], __ATOMIC_ACQUIRE);
}

UNCHECKED int braid_glimpse_is_there(const struct braid_fiber_record *record) {
    return __atomic_load_n(&record->mark, __ATOMIC_ACQUIRE) == BRAID_FIBER_MARK;
}

UNCHECKED int braid_glimpse_take(const struct braid_fiber_record *record, const uint64_t *launch_id,
                                 struct braid_glimpse *glimpse) {
    if (!braid_glimpse_is_there(record))
        return 0;
    copy_words(&record->identity, &glimpse->identity, sizeof glimpse->identity);
    glimpse->reason = __atomic_load_n(&record->wait.reason, __ATOMIC_ACQUIRE);
    // After the reason: a fiber that is not running yet, or not any more, has written its reason before.
    glimpse->is_running = __atomic_load_n(&record->context.running, __ATOMIC_ACQUIRE);
    copy_words(&record->context.stack_pointer, &glimpse->stack_pointer, 3 * sizeof(uint64_t));
    return __atomic_load_n(launch_id, __ATOMIC_ACQUIRE) == glimpse->identity.id && glimpse->identity.id != 0 &&
           braid_glimpse_is_there(record);
}

UNCHECKED int braid_glimpse_mark(struct braid_fiber_record *record, uint8_t expected, uint8_t wanted) {
    return __atomic_compare_exchange_n(&record->wait.reason, &expected, wanted, 0, __ATOMIC_ACQ_REL,
                                       __ATOMIC_ACQUIRE);
}

UNCHECKED int braid_glimpse_read_note(const struct braid_fiber_record *record, const uint64_t *launch_id, uint64_t id,
                                      uint8_t marked, struct braid_wait_note *note) {
    copy_words(&record->wait, note, sizeof *note);
    return __atomic_load_n(&record->wait.reason, __ATOMIC_ACQUIRE) == marked &&
           __atomic_load_n(launch_id, __ATOMIC_ACQUIRE) == id;
}
