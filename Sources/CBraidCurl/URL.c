// HTTP › URL: libcurl's URL parser, with international host names in every locale.

#include "FunctionTable.h"
#include "Surroundings.h"

braid_curl_url *braid_curl_url_init(void) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    return curl ? curl->url() : NULL;
}

// From here on a handle exists, so the library is loaded.

void braid_curl_url_cleanup(braid_curl_url *url) {
    braid_curl_functions()->url_cleanup(url);
}

int braid_curl_url_set(braid_curl_url *url, int part, const char *text, unsigned int flags) {
    return braid_curl_functions()->url_set(url, part, text, flags);
}

int braid_curl_url_get(braid_curl_url *url, int part, char **text, unsigned int flags) {
    struct braid_curl_surroundings surroundings;
    braid_curl_enter(&surroundings);
    int code = braid_curl_functions()->url_get(url, part, text, flags);
    braid_curl_leave(&surroundings);
    return code;
}
