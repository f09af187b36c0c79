// HTTP › URL: libcurl's URL parser, with international host names in every locale.
//
// libcurl hands a host name to libidn2 in the encoding of the current locale, and a Swift program
// runs in "C" unless it says otherwise: "http://bücher.example/" would not be converted there. A
// parsed URL is UTF-8 to us, so we borrow a UTF-8 locale for the length of one call, on this thread
// only (uselocale). Where no such locale exists the thread's own stays.

#define _GNU_SOURCE
#include "FunctionTable.h"

#include <locale.h>
#include <pthread.h>

static locale_t utf8;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void find_locale(void) {
    utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

braid_curl_url *braid_curl_url_init(void) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    return curl ? curl->url() : NULL;
}

void braid_curl_url_cleanup(braid_curl_url *url) {
    braid_curl_functions()->url_cleanup(url);
}

int braid_curl_url_set(braid_curl_url *url, int part, const char *text, unsigned int flags) {
    return braid_curl_functions()->url_set(url, part, text, flags);
}

int braid_curl_url_get(braid_curl_url *url, int part, char **text, unsigned int flags) {
    pthread_once(&once, find_locale);
    locale_t previous = utf8 ? uselocale(utf8) : (locale_t)0;
    int code = braid_curl_functions()->url_get(url, part, text, flags);
    if (previous) uselocale(previous);
    return code;
}
