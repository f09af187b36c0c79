// HTTP › Surroundings: what the thread must look like while libcurl works on it.
//
// International names. libcurl hands a host name to libidn2 in the encoding of the current locale, and
// a Swift program runs in "C" unless it says otherwise: there a redirect to "http://bücher.example/"
// is refused as malformed. To us a URL is UTF-8, so we lend the thread a UTF-8 locale for the length
// of the call (uselocale; no other thread notices). Where no such locale exists its own stays.
//
// Broken pipes. Before 7.87 libcurl let OpenSSL write with plain write(2), so a peer that had gone
// could kill the process with SIGPIPE, unless libcurl was allowed to change the program's signal
// handlers, which we forbid (CURLOPT_NOSIGNAL). With such a library the signal is blocked on this
// thread for the length of the call, and taken if it came: four system calls that newer ones save.

#ifndef BRAID_CURL_SURROUNDINGS_H
#define BRAID_CURL_SURROUNDINGS_H

#include <locale.h>
#include <signal.h>
#include <stdbool.h>

struct braid_curl_surroundings {
    locale_t locale;
    bool guards_pipes;
    bool was_pending;
    sigset_t signals;
};

// Prepares the calling thread; `leave` puts it back. Nothing in between may change threads.
void braid_curl_enter(struct braid_curl_surroundings *surroundings);
void braid_curl_leave(const struct braid_curl_surroundings *surroundings);

#endif
