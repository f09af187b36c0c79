#include "include/braid_attention.h"

// Read with nearly every call: nothing that changes more often may lie on its cache line.
_Alignas(64) int64_t braid_attention[8] = {0};

void braid_attention_add(int64_t reasons) {
    __atomic_fetch_add(&braid_attention[0], reasons, __ATOMIC_RELAXED);
}
