// HTTP › Library: opens libcurl once and keeps the addresses of its functions.
//
// pthread_once makes the first use from several threads one use, and gives every later reader a
// complete table. curl_global_init runs inside it as well, because before libcurl 7.84 it was not
// safe to call from two threads. Nothing ever closes the library: its TLS backend registers handlers
// that would outlive it.

#include "FunctionTable.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"
#define GLOBAL_ALL 3 // CURL_GLOBAL_ALL
#define MINIMUM_VERSION 0x073e00 // 7.62.0, the first with the URL interface

static struct braid_curl_functions table;
static const struct braid_curl_functions *ready;
static char failure[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool find_functions(
    const char *library, struct braid_curl_functions *functions, char *message, size_t size) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *reason = dlerror();
        snprintf(message, size, "cannot open %s: %s", library, reason ? reason : "no reason given");
        return false;
    }
#define FIND(RESULT, NAME, PARAMETERS)                                                                \
    *(void **)(&functions->NAME) = dlsym(handle, "curl_" #NAME);                                      \
    if (!functions->NAME) {                                                                           \
        snprintf(message, size, "%s has no function curl_" #NAME, library);                           \
        return false;                                                                                 \
    }
    BRAID_CURL_FUNCTIONS(FIND)
#undef FIND
    return true;
}

static void load(void) {
    if (!find_functions(LIBRARY, &table, failure, sizeof failure)) return;
    int code = table.global_init(GLOBAL_ALL);
    if (code != BRAID_CURLE_OK) {
        snprintf(failure, sizeof failure, "cannot initialise " LIBRARY ": %s", table.easy_strerror(code));
        return;
    }
    const struct braid_curl_version *version = table.version_info(BRAID_CURLVERSION_EIGHTH);
    if (version->version_num < MINIMUM_VERSION) {
        snprintf(failure, sizeof failure, LIBRARY " is version %s; 7.62 or later is needed", version->version);
        return;
    }
    ready = &table;
}

const struct braid_curl_functions *braid_curl_functions(void) {
    pthread_once(&once, load);
    return ready;
}

const char *braid_curl_load(void) {
    return braid_curl_functions() ? NULL : failure;
}

bool braid_curl_probe(const char *library, char *message, size_t size) {
    struct braid_curl_functions unused;
    message[0] = '\0';
    return find_functions(library, &unused, message, size);
}

void braid_curl_read_features(braid_curl_features *features) {
    memset(features, 0, sizeof *features);
    const struct braid_curl_functions *curl = braid_curl_functions();
    if (!curl) return;
    const struct braid_curl_version *version = curl->version_info(BRAID_CURLVERSION_EIGHTH);
    features->version_number = version->version_num;
    features->bits = version->features;
    features->version = version->version;
    features->tls = version->ssl_version;
    features->zlib = version->libz_version;
    features->idn = version->libidn;
    // An older library's structure ends early: `age` says how far it may be read.
    if (version->age >= 4) features->brotli = version->brotli_version;
    if (version->age >= 5) features->http2 = version->nghttp2_version;
    if (version->age >= 6) features->ca_file = version->cainfo;
    if (version->age >= 7) features->zstd = version->zstd_version;
}

void braid_curl_free(void *memory) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    if (curl) curl->free(memory);
}
