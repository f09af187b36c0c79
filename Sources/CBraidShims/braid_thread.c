#define _GNU_SOURCE
#include "include/braid_thread.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Thread_local void *current_worker;
static _Thread_local void *current_loop;
static _Thread_local struct braid_thread_parking parking;
static _Thread_local uint64_t held_ranks;
static _Thread_local uint64_t random_state;

__attribute__((noinline)) void *braid_thread_worker(void) { return current_worker; }
__attribute__((noinline)) void braid_thread_set_worker(void *worker) { current_worker = worker; }
__attribute__((noinline)) void *braid_thread_loop(void) { return current_loop; }
__attribute__((noinline)) void braid_thread_set_loop(void *loop) { current_loop = loop; }
__attribute__((noinline)) struct braid_thread_parking *braid_thread_own_parking(void) { return &parking; }
__attribute__((noinline)) uint64_t *braid_thread_held_ranks(void) { return &held_ranks; }

// Xorshift, begun from where and when the thread first asks: no two threads share both.
__attribute__((noinline)) uint64_t braid_thread_random(void) {
    uint64_t state = random_state;
    if (state == 0) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        state = ((uintptr_t)&random_state ^ (uint64_t)now.tv_nsec << 32) * 0x9E3779B97F4A7C15 | 1;
    }
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    random_state = state;
    return state * 0x2545F4914F6CDD1D;
}

struct block_search {
    const void *symbol;
    void *block;
    size_t size;
};

static int search_object(struct dl_phdr_info *info, size_t info_size, void *argument) {
    struct block_search *search = argument;
    const ElfW(Phdr) *thread_local_segment = NULL;
    int defines_symbol = 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + segment->p_vaddr;
        uintptr_t symbol = (uintptr_t)search->symbol;
        if (segment->p_type == PT_LOAD && symbol >= start && symbol < start + segment->p_memsz)
            defines_symbol = 1;
        if (segment->p_type == PT_TLS)
            thread_local_segment = segment;
    }
    if (!defines_symbol)
        return 0;
    if (thread_local_segment && info_size >= offsetof(struct dl_phdr_info, dlpi_tls_data) + sizeof(void *)) {
        search->block = info->dlpi_tls_data;
        search->size = thread_local_segment->p_memsz;
    }
    return 1;
}

void *braid_thread_local_block(const void *symbol, size_t *size) {
    struct block_search search = {symbol, NULL, 0};
    dl_iterate_phdr(search_object, &search);
    *size = search.size;
    return search.block;
}

// The Swift runtime's exported functions. Their flags: 1 is a modification, 0x20 asks that it be tracked.
extern void swift_beginAccess(void *pointer, void *buffer, uintptr_t flags, void *pc);
extern void swift_endAccess(void *buffer);
extern void swift_task_enterThreadLocalContext(char *state);
extern void swift_task_exitThreadLocalContext(char *state);
extern void *swift_task_getCurrent(void) __attribute__((swiftcall));

void braid_swift_begin_access(void *variable, void *record) { swift_beginAccess(variable, record, 0x21, NULL); }
void braid_swift_end_access(void *record) { swift_endAccess(record); }
const void *braid_swift_access_symbol(void) { return (const void *)swift_beginAccess; }
// The names are those of a task: what leaves the thread goes back into the task's state.
void braid_swift_take_accesses(void *state) { swift_task_exitThreadLocalContext(state); }
void braid_swift_restore_accesses(void *state) { swift_task_enterThreadLocalContext(state); }
__attribute__((noinline)) int braid_swift_in_task(void) { return swift_task_getCurrent() != NULL; }
const void *braid_swift_task_symbol(void) { return (const void *)swift_task_getCurrent; }

int braid_thread_processors(void) {
    // The kernel refuses a set that is smaller than its own, which may be larger than the usual one.
    for (int most = CPU_SETSIZE; most <= 1 << 20; most *= 2) {
        cpu_set_t *allowed = CPU_ALLOC(most);
        if (!allowed)
            return 0;
        int refusal = sched_getaffinity(0, CPU_ALLOC_SIZE(most), allowed) == 0 ? 0 : errno;
        int count = refusal ? 0 : CPU_COUNT_S(CPU_ALLOC_SIZE(most), allowed);
        CPU_FREE(allowed);
        if (refusal != EINVAL)
            return count;
    }
    return 0;
}

int braid_thread_cpu_clock(void) {
    clockid_t clock;
    return pthread_getcpuclockid(pthread_self(), &clock) == 0 ? clock : CLOCK_THREAD_CPUTIME_ID;
}

uint64_t braid_thread_cpu_time(int clock) {
    struct timespec time;
    return clock_gettime(clock, &time) == 0 ? (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec : 0;
}

int braid_thread_number(void) { return (int)syscall(SYS_gettid); }

int braid_thread_is_blocked(int number) {
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", number);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    ssize_t length = read(file, line, sizeof line - 1);
    close(file);
    if (length <= 0)
        return -1;
    line[length] = 0;
    // The state is the letter after the name, which stands in parentheses and may hold any character.
    const char *end = strrchr(line, ')');
    return end && end[1] == ' ' && end[2] != 'R' && end[2] != 0;
}

void braid_thread_set_name(const char *name) { pthread_setname_np(pthread_self(), name); }
