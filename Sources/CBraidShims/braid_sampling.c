#define _GNU_SOURCE
#include "include/braid_watching.h"

#include "include/braid_overflow.h"
#include "include/braid_sanitizers.h"
#include "include/braid_signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>

// One sample is taken at a time. The handler may write to `wanted` between winning `requested` → `copying` and storing
// `copied`; whoever asked takes the request back by winning `requested` → `idle`, so neither waits for the other long.
enum { idle, requested, copying, copied };
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static atomic_int state = idle;
static struct braid_sample *wanted;
static uint64_t wanted_end; // 0: of the goroutine's stack
static struct sigaction previous;

// Each request is known by the address of one of these, which its signal carries: one that comes late is recognised
// as ours, and ignored.
static char tokens[256];
static _Atomic(char *) wanted_token = tokens;

#define UNCHECKED __attribute__((disable_sanitizer_instrumentation, noinline))

#if defined(__x86_64__)
UNCHECKED static void copy_registers(const ucontext_t *context, struct braid_sample *sample) {
    static const int in_dwarf_order[17] = {REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP,
                                           REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
                                           REG_RIP};
    for (int i = 0; i < 17; i++)
        sample->registers[i] = (uint64_t)context->uc_mcontext.gregs[in_dwarf_order[i]];
    sample->stack_pointer = (uint64_t)context->uc_mcontext.gregs[REG_RSP];
    sample->program_counter = (uint64_t)context->uc_mcontext.gregs[REG_RIP];
}
#elif defined(__aarch64__)
// Compiled, not yet run: unproven.
UNCHECKED static void copy_registers(const ucontext_t *context, struct braid_sample *sample) {
    for (int i = 0; i < 31; i++)
        sample->registers[i] = context->uc_mcontext.regs[i];
    sample->registers[31] = context->uc_mcontext.sp;
    sample->stack_pointer = context->uc_mcontext.sp;
    sample->program_counter = context->uc_mcontext.pc;
}
#else
#error "Braid knows the registers of x86-64 and arm64 only."
#endif

// Where the stack of the goroutine that runs on this thread ends; 0 if the stack pointer is elsewhere, in the middle of a
// switch, say.
UNCHECKED static uint64_t goroutine_end(struct braid_sample *sample) {
    const struct braid_fiber_record *fiber = braid_overflow_fiber();
    uint64_t end = (uint64_t)(uintptr_t)fiber;
    if (!fiber || sample->stack_pointer >= end ||
        sample->stack_pointer < (uint64_t)(uintptr_t)fiber->identity.stack)
        return 0;
    sample->goroutine = fiber->identity.id;
    return end;
}

// Copies and nothing else: no lock, no allocation, no call that a signal handler may not make. The copy goes word by
// word because the sanitizers watch memcpy, and the words of a live stack are not theirs to judge.
UNCHECKED static void copy_thread(const ucontext_t *context) {
    struct braid_sample *sample = wanted;
    copy_registers(context, sample);
    const volatile uint64_t *from = (const volatile uint64_t *)(uintptr_t)sample->stack_pointer;
    uint64_t end = wanted_end ? wanted_end : goroutine_end(sample);
    size_t words = end > sample->stack_pointer ? (end - sample->stack_pointer) / sizeof *from : 0;
    if (words < sample->stack_words)
        sample->stack_words = words;
    for (size_t i = 0; i < sample->stack_words; i++)
        sample->stack[i] = from[i];
}

UNCHECKED static void on_signal(int number, siginfo_t *info, void *context) {
    int saved = errno;
    char *token = info->si_value.sival_ptr;
    if (info->si_code == SI_TIMER && token >= tokens && token < tokens + sizeof tokens) {
        int expected = requested;
        if (token == atomic_load(&wanted_token) && atomic_compare_exchange_strong(&state, &expected, copying)) {
            copy_thread(context);
            atomic_store_explicit(&state, copied, memory_order_release);
        }
    } else if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, info, context);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(number);
    }
    errno = saved;
}

// Installed with the first request, and only once: whoever puts a handler over it later calls ours, if he is polite, and
// then ours must not call his.
static int install_handler(void) {
    static int is_installed;
    if (is_installed)
        return 0;
    struct sigaction ours;
    memset(&ours, 0, sizeof ours);
    ours.sa_sigaction = on_signal;
    ours.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    if (sigaction(SIGURG, NULL, &previous) != 0 || sigaction(SIGURG, &ours, NULL) != 0)
        return -errno;
    is_installed = 1;
    return 0;
}

const void *braid_sample_behind(const void *handler) {
    return handler == (const void *)on_signal ? braid_signal_handler(&previous) : handler;
}

// Linux numbers the CPU clock of a thread like this; glibc has a function for it that wants a pthread_t.
static clockid_t cpu_clock(int32_t thread) { return (clockid_t)((~(unsigned)thread << 3) | 6u); }

static int request(int32_t thread, struct braid_sample *sample, uint64_t stack_end) {
    struct sigevent event;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGURG;
    event._sigev_un._tid = thread;
    char *last = atomic_load(&wanted_token);
    char *token = last + 1 < tokens + sizeof tokens ? last + 1 : tokens;
    event.sigev_value.sival_ptr = token;
    timer_t timer;
    if (timer_create(cpu_clock(thread), &event, &timer) != 0)
        return -errno;
    atomic_store(&wanted_token, token);
    wanted = sample;
    wanted_end = stack_end;
    atomic_store_explicit(&state, requested, memory_order_release);
    // As soon as the thread has computed a little more: the kernel looks with every tick of its clock (1 to 10 ms).
    struct itimerspec soon = {.it_value = {.tv_nsec = 1}};
    int result = timer_settime(timer, 0, &soon, NULL) == 0 ? 0 : -errno;
    struct timespec pause = {.tv_nsec = 500 * 1000};
    for (int i = 0; result == 0 && i < 100 && atomic_load_explicit(&state, memory_order_acquire) != copied; i++)
        nanosleep(&pause, NULL);
    timer_delete(timer);
    int expected = requested;
    if (atomic_compare_exchange_strong(&state, &expected, idle))
        return result == 0 ? -EAGAIN : result;
    while (atomic_load_explicit(&state, memory_order_acquire) != copied)
        nanosleep(&pause, NULL);
    atomic_store(&state, idle);
    return 0;
}

int braid_sample_admit(void) {
    sigset_t ours, before;
    sigemptyset(&ours);
    sigaddset(&ours, SIGURG);
    return pthread_sigmask(SIG_UNBLOCK, &ours, &before) == 0 && sigismember(&before, SIGURG) == 1;
}

void braid_sample_refuse(int was_blocked) {
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGURG);
    if (was_blocked)
        pthread_sigmask(SIG_BLOCK, &ours, NULL);
}

#if defined(BRAID_THREAD_SANITIZER)
const int braid_sample_is_supported = 0;
#else
const int braid_sample_is_supported = 1;
#endif

int braid_sample_goroutine(int32_t thread, struct braid_sample *sample) {
    return braid_sample_computing(thread, 0, sample);
}

int braid_sample_computing(int32_t thread, uint64_t stack_end, struct braid_sample *sample) {
    if (!braid_sample_is_supported)
        return -ENOTSUP;
    sample->goroutine = 0;
    pthread_mutex_lock(&one_at_a_time);
    int result = install_handler();
    if (result == 0)
        result = request(thread, sample, stack_end);
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}
