// Shims › Attention: whether calls that mostly need not wait should look who makes them.
//
// A goroutine may send and receive, lock and unlock for ever without a wait, and so never come to where a scheduler sees it.
// If it has lost its seat it is to rejoin the others, and in the child of a fork it is to be stopped. Such calls ask first
// whether there is any such goroutine, or child: one load of a word that hardly ever changes.
#ifndef BRAID_ATTENTION_H
#define BRAID_ATTENTION_H

#include <stdint.h>

extern int64_t braid_attention[8];

// Not 0 if somebody is to look.
static inline __attribute__((always_inline)) int braid_attention_is_wanted(void) {
    return __atomic_load_n(&braid_attention[0], __ATOMIC_RELAXED) != 0;
}

// One reason more to look, or one less.
void braid_attention_add(int64_t reasons);

#endif
