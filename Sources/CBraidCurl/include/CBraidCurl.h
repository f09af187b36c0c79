// HTTP › CBraidCurl: the part of libcurl that we use, found at run time.
//
// The machine has libcurl.so.4 but not its headers, so nothing here includes or links it. The library
// is opened by name, once, on first use; if it or one of its functions is missing, braid_curl_load
// says so in one line and every other function fails politely (a null handle, or an error code).
//
// libcurl's setopt and getinfo are variadic, which Swift cannot call and no compiler can check. Here
// each has one wrapper per type of argument. Which type an option wants is in its number: below 10000
// a long, from 10000 a pointer or string, from 20000 a function, from 30000 a 64-bit integer; the
// wrappers refuse a mismatch, so that a wrong one is an error code and never a wild read.
//
// Rejected: linking with -lcurl (no development symlink on a plain machine), a pkg-config system
// library target (needs the development package), bundling curl (a second TLS stack to keep safe).

#ifndef CBRAIDCURL_H
#define CBRAIDCURL_H

#ifndef __linux__
#error "Braid's HTTP client is written for Linux: another platform needs its own way to find libcurl."
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CBraidCurlConstants.h"

// MARK: The library

/// Opens libcurl and initialises it, once for the process; any thread may call it, at any time.
/// Returns null if it is ready, otherwise the reason in one line, which lives as long as the process.
const char *_Nullable braid_curl_load(void);

/// Opens the library of that name and looks for every function that we need, without using any.
/// Writes the reason to `message` (of `size` bytes, always terminated) and returns false if one is
/// missing. The library stays open: libcurl cannot be unloaded safely.
bool braid_curl_probe(const char *_Nonnull library, char *_Nonnull message, size_t size);

/// Whether this build compared our constants and structures with the real <curl/curl.h>.
bool braid_curl_checked_against_headers(void);

/// What the library was built with. Strings are null where a feature is absent.
typedef struct braid_curl_features {
    unsigned int version_number; // 0xMMmmpp
    int bits; // BRAID_CURL_VERSION_…
    const char *_Nullable version;
    const char *_Nullable tls;
    const char *_Nullable zlib;
    const char *_Nullable idn;
    const char *_Nullable brotli;
    const char *_Nullable http2;
    const char *_Nullable zstd;
    const char *_Nullable ca_file;
} braid_curl_features;

/// Fills in `features`; all zero if the library could not be loaded.
void braid_curl_read_features(braid_curl_features *_Nonnull features);

// MARK: Easy handles: one transfer each

/// libcurl's CURL, of which only the address is ours to know.
typedef struct braid_curl_easy braid_curl_easy;
/// libcurl's curl_slist.
typedef struct braid_curl_list braid_curl_list;

/// Receives `size * count` bytes of a body, or one line of a header; returns how many it took.
/// BRAID_CURL_PAUSE pauses; any other number ends the transfer with BRAID_CURLE_WRITE_ERROR. Or, for the body of a
/// request, writes at most that many and returns how many; 0 is the end, BRAID_CURL_ABORT ends the transfer.
typedef size_t (*braid_curl_data_callback)(
    char *_Nonnull bytes, size_t size, size_t count, void *_Nullable owner);

braid_curl_easy *_Nullable braid_curl_easy_init(void);
void braid_curl_easy_cleanup(braid_curl_easy *_Nonnull easy);
/// Sets every option back; keeps live connections, the lookup cache and TLS sessions.
void braid_curl_easy_reset(braid_curl_easy *_Nonnull easy);

/// Goes on in both directions after a callback has returned BRAID_CURL_PAUSE; returns a CURLcode.
int braid_curl_easy_resume(braid_curl_easy *_Nonnull easy);

// Each returns a CURLcode; BRAID_CURLE_UNKNOWN_OPTION for an option of another type or a newer libcurl.
int braid_curl_easy_set_long(braid_curl_easy *_Nonnull easy, int option, long value);
int braid_curl_easy_set_int64(braid_curl_easy *_Nonnull easy, int option, int64_t value);
int braid_curl_easy_set_string(braid_curl_easy *_Nonnull easy, int option, const char *_Nullable value);
int braid_curl_easy_set_pointer(braid_curl_easy *_Nonnull easy, int option, void *_Nullable value);
int braid_curl_easy_set_list(braid_curl_easy *_Nonnull easy, int option, braid_curl_list *_Nullable value);
int braid_curl_easy_set_data_callback(
    braid_curl_easy *_Nonnull easy, int option, braid_curl_data_callback _Nullable value);

/// libcurl is about to make `owner`'s host name an address; returns 0 if it may, anything else to have the transfer fail.
/// It asks for a host that is an address already, too, but not for one that it has looked up lately.
typedef int (*braid_curl_lookup_callback)(
    void *_Nullable state, void *_Nullable reserved, void *_Nullable owner);
/// BRAID_CURLE_UNKNOWN_OPTION from a libcurl before 7.59, which never asks.
int braid_curl_easy_set_lookup_callback(
    braid_curl_easy *_Nonnull easy, braid_curl_lookup_callback _Nullable callback, void *_Nullable owner);

/// libcurl has a new socket.
typedef void (*braid_curl_opened_callback)(void *_Nullable owner, int descriptor);
/// Closes a socket for libcurl; returns what close(2) does.
typedef int (*braid_curl_close_callback)(void *_Nullable owner, int descriptor);

/// What became of the sockets that a handle wanted, and of its requests.
struct braid_curl_openings {
    /// How many it wanted: from the first on, it has an address.
    int count;
    /// The system's error number for the last, 0 if it was opened.
    int error;
    /// How many requests were begun; 0 from a libcurl before 7.80, which does not tell.
    int requests;
    braid_curl_opened_callback _Nullable opened;
    void *_Nullable owner;
};

/// Opens libcurl's sockets for it: close-on-exec, so that no child process inherits one, and noted in
/// `openings`, since libcurl itself forgets why it could not open one; and has them closed by `close`.
/// `openings` must live until the handle is reset or cleaned up, `owner` as long as any connection that was opened for it.
int braid_curl_easy_watch_sockets(
    braid_curl_easy *_Nonnull easy, struct braid_curl_openings *_Nonnull openings,
    braid_curl_opened_callback _Nonnull opened, braid_curl_close_callback _Nonnull close, void *_Nonnull owner);

int braid_curl_easy_get_long(braid_curl_easy *_Nonnull easy, int info, long *_Nonnull value);
int braid_curl_easy_get_int64(braid_curl_easy *_Nonnull easy, int info, int64_t *_Nonnull value);
/// The string belongs to the handle and lives until its next transfer, reset or cleanup.
int braid_curl_easy_get_string(
    braid_curl_easy *_Nonnull easy, int info, const char *_Nullable *_Nonnull value);

/// One line about a CURLcode; static storage.
const char *_Nonnull braid_curl_easy_strerror(int code);

/// Appends a copy of `text` and returns the list, new if `list` is null; null if memory ran out.
braid_curl_list *_Nullable braid_curl_list_append(
    braid_curl_list *_Nullable list, const char *_Nonnull text);
void braid_curl_list_free(braid_curl_list *_Nullable list);

// MARK: Multi handles: many transfers, driven by socket events

/// libcurl's CURLM.
typedef struct braid_curl_multi braid_curl_multi;

/// libcurl wants `what` (BRAID_CURL_POLL_…) of that descriptor. `per_socket` is not used.
typedef int (*braid_curl_socket_callback)(
    braid_curl_easy *_Nullable easy, int descriptor, int what, void *_Nullable owner,
    void *_Nullable per_socket);
/// libcurl wants to be called after so many milliseconds; -1 means never.
typedef int (*braid_curl_timer_callback)(
    braid_curl_multi *_Nonnull multi, long milliseconds, void *_Nullable owner);

braid_curl_multi *_Nullable braid_curl_multi_init(void);
int braid_curl_multi_cleanup(braid_curl_multi *_Nonnull multi);
// Each returns a CURLMcode, as above.
int braid_curl_multi_set_long(braid_curl_multi *_Nonnull multi, int option, long value);
int braid_curl_multi_set_callbacks(
    braid_curl_multi *_Nonnull multi, braid_curl_socket_callback _Nullable socket,
    braid_curl_timer_callback _Nullable timer, void *_Nullable owner);
int braid_curl_multi_add(braid_curl_multi *_Nonnull multi, braid_curl_easy *_Nonnull easy);
int braid_curl_multi_remove(braid_curl_multi *_Nonnull multi, braid_curl_easy *_Nonnull easy);
/// Tells what happened to a descriptor (BRAID_CURL_CSELECT_…), or that the timer ran out
/// (descriptor BRAID_CURL_SOCKET_TIMEOUT).
int braid_curl_multi_socket_action(braid_curl_multi *_Nonnull multi, int descriptor, int events);
/// Takes one finished transfer from the queue: its handle, or null; `code` gets its CURLcode.
braid_curl_easy *_Nullable braid_curl_multi_next_done(braid_curl_multi *_Nonnull multi, int *_Nonnull code);
/// One line about a CURLMcode; static storage.
const char *_Nonnull braid_curl_multi_strerror(int code);

// MARK: URLs

/// libcurl's CURLU.
typedef struct braid_curl_url braid_curl_url;

braid_curl_url *_Nullable braid_curl_url_init(void);
void braid_curl_url_cleanup(braid_curl_url *_Nonnull url);
/// Sets one part (BRAID_CURLUPART_…), or with BRAID_CURLUPART_URL all of them; returns a CURLUcode.
int braid_curl_url_set(braid_curl_url *_Nonnull url, int part, const char *_Nonnull text, unsigned int flags);
/// Reads one part as a new string, which braid_curl_free releases; returns a CURLUcode.
int braid_curl_url_get(
    braid_curl_url *_Nonnull url, int part, char *_Nullable *_Nonnull text, unsigned int flags);
void braid_curl_free(void *_Nullable memory);

#endif
