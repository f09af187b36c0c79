#define _GNU_SOURCE
#include "include/braid_overflow.h"

#include "include/braid_sanitizers.h"
#include "include/braid_site.h"
#include "include/braid_thread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// Room for the handler that was there before, too: Swift's backtracer, say.
static const size_t signal_stack_size = 128 * 1024;

static struct sigaction previous;

const struct braid_fiber_record *braid_overflow_fiber(void) {
    const struct braid_worker_record *worker = braid_thread_worker();
    if (!worker)
        return NULL;
    return worker->fiber ? worker->fiber : worker->pinned;
}

void braid_fiber_set_name(struct braid_fiber_identity *identity, const char *name, size_t length) {
    if (length > BRAID_FIBER_NAME_SIZE) {
        length = BRAID_FIBER_NAME_SIZE;
        // Bytes inside a character begin with the bits 10.
        while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(identity->name, name, length);
    identity->name_length = (uint8_t)length;
}

struct text {
    char *start;
    size_t length;
    size_t room;
};

static void add(struct text *text, const char *bytes, size_t length) {
    for (size_t i = 0; i < length && text->length < text->room; i++)
        text->start[text->length++] = bytes[i];
}

static void add_words(struct text *text, const char *words) { add(text, words, strlen(words)); }

static void add_number(struct text *text, uint64_t number) {
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    add(text, digits + first, sizeof digits - first);
}

size_t braid_overflow_report(const struct braid_fiber_record *fiber, char *bytes, size_t room) {
    const struct braid_fiber_identity *who = &fiber->identity;
    struct text text = {bytes, 0, room};
    add_words(&text, "Fatal error: goroutine ");
    add_number(&text, who->id);
    if (who->name_length) {
        add_words(&text, " \"");
        add(&text, who->name, who->name_length);
        add_words(&text, "\"");
    }
    add_words(&text, " created at ");
    if (who->site) {
        add_words(&text, braid_site_file(who->site));
        add_words(&text, ":");
        add_number(&text, braid_site_line(who->site));
    } else {
        add_words(&text, "an unknown place");
    }
    add_words(&text, " has overflowed its stack of ");
    add_number(&text, who->stack_size / 1024);
    add_words(&text, " KiB. Give it a larger one with go(stack:), or all of them with BRAID_STACK_SIZE (bytes).\n");
    return text.length;
}

static int is_overflow(const struct braid_fiber_record *fiber, const siginfo_t *info) {
    if (!fiber || info->si_code <= 0) // sent by somebody, with no address
        return 0;
    const struct braid_fiber_identity *who = &fiber->identity;
    const char *address = info->si_addr;
    return address < who->stack && address >= who->stack - who->guard_size;
}

// Does what the process would have done without this handler.
static void hand_on(int number, siginfo_t *info, void *context) {
    struct sigaction theirs = previous;
    if (theirs.sa_flags & SA_RESETHAND)
        previous = (struct sigaction){.sa_handler = SIG_DFL};
    if (theirs.sa_flags & SA_SIGINFO) {
        theirs.sa_sigaction(number, info, context);
    } else if (theirs.sa_handler != SIG_DFL && theirs.sa_handler != SIG_IGN) {
        theirs.sa_handler(number);
    } else if (info->si_code > 0) {
        // The faulting instruction is executed once more when this returns, and meets the default action.
        sigaction(number, &theirs, NULL);
    } else if (theirs.sa_handler == SIG_DFL) {
        // Nothing will fault once more: the signal was sent. It is blocked until this returns.
        sigaction(number, &theirs, NULL);
        syscall(SYS_rt_tgsigqueueinfo, (long)getpid(), syscall(SYS_gettid), (long)number, info);
    }
}

static void on_fault(int number, siginfo_t *info, void *context) {
    int saved = errno;
    const struct braid_fiber_record *fiber = braid_overflow_fiber();
    if (is_overflow(fiber, info)) {
        char text[1024];
        size_t length = braid_overflow_report(fiber, text, sizeof text);
        // Whoever closed standard error does not want to know.
        (void)!write(STDERR_FILENO, text, length);
    }
    hand_on(number, info, context);
    errno = saved;
}

static void install(void) {
    if (braid_sanitizer_active || sigaction(SIGSEGV, NULL, &previous) != 0)
        return;
    struct sigaction ours = {.sa_sigaction = on_fault};
    ours.sa_mask = previous.sa_mask;
    ours.sa_flags = SA_SIGINFO | SA_ONSTACK | (previous.sa_flags & (SA_NODEFER | SA_RESTART));
    sigaction(SIGSEGV, &ours, NULL);
}

void braid_overflow_watch(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
}

void *braid_overflow_enter_thread(void) {
    stack_t present;
    if (braid_sanitizer_active || sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE))
        return NULL;
    void *memory = mmap(NULL, signal_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    stack_t ours = {.ss_sp = memory, .ss_size = signal_stack_size};
    if (sigaltstack(&ours, NULL) == 0)
        return memory;
    munmap(memory, signal_stack_size);
    return NULL;
}

void braid_overflow_leave_thread(void *signal_stack) {
    if (!signal_stack)
        return;
    stack_t present, none = {.ss_flags = SS_DISABLE};
    // Only our own: somebody may have put another in its place.
    if (sigaltstack(NULL, &present) == 0 && present.ss_sp == signal_stack)
        sigaltstack(&none, NULL);
    munmap(signal_stack, signal_stack_size);
}
