// Shims › Site: a place in the program's text, in one word, for what is many and small.
//
// The address of the file's name, a literal that is there as long as the program, has 48 bits; above it stands the line,
// in the 16 that are left. 0 is no place.
#ifndef BRAID_SITE_H
#define BRAID_SITE_H

#include <stddef.h>
#include <stdint.h>

// `file` is a literal that ends with a zero. Lines from 65,535 on are all one.
static inline uint64_t braid_site(const void *file, uint64_t line) {
    uint64_t address = (uint64_t)(uintptr_t)file;
    if (address >> 48)
        return 0;
    return address | (line < 0xFFFF ? line : 0xFFFF) << 48;
}

static inline const char *braid_site_file(uint64_t site) {
    return (const char *)(uintptr_t)(site & 0xFFFFFFFFFFFF);
}

static inline uint64_t braid_site_line(uint64_t site) { return site >> 48; }

#endif
