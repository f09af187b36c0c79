// HTTP › Easy: typed, non-variadic forms of curl_easy_setopt and curl_easy_getinfo.
//
// A variadic call reads its argument with the type that the option's number implies; whatever else was
// passed is undefined behaviour. So each wrapper first compares the number's range with its own type.

#define _GNU_SOURCE
#include "FunctionTable.h"
#include "Surroundings.h"

#include <errno.h>
#include <sys/socket.h>

// CURLOPTTYPE_…: the range of an option's number is the type of its argument.
static bool takes(int option, int type) {
    return option >= type && option < type + 10000;
}
enum { TYPE_LONG = 0, TYPE_POINTER = 10000, TYPE_FUNCTION = 20000, TYPE_INT64 = 30000 };

// CURLINFO_TYPEMASK: the high bits of an info's number are the type of its value.
enum { INFO_TYPE_MASK = 0xf00000, INFO_STRING = 0x100000, INFO_LONG = 0x200000, INFO_INT64 = 0x600000 };

braid_curl_easy *braid_curl_easy_init(void) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    return curl ? curl->easy_init() : NULL;
}

// From here on a handle exists, so the library is loaded.

void braid_curl_easy_cleanup(braid_curl_easy *easy) {
    braid_curl_functions()->easy_cleanup(easy);
}

void braid_curl_easy_reset(braid_curl_easy *easy) {
    braid_curl_functions()->easy_reset(easy);
}

int braid_curl_easy_resume(braid_curl_easy *easy) {
    struct braid_curl_surroundings surroundings;
    braid_curl_enter(&surroundings);
    int code = braid_curl_functions()->easy_pause(easy, BRAID_CURLPAUSE_CONT);
    braid_curl_leave(&surroundings);
    return code;
}

int braid_curl_easy_set_long(braid_curl_easy *easy, int option, long value) {
    if (!takes(option, TYPE_LONG)) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_setopt(easy, option, value);
}

int braid_curl_easy_set_int64(braid_curl_easy *easy, int option, int64_t value) {
    if (!takes(option, TYPE_INT64)) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_setopt(easy, option, value);
}

int braid_curl_easy_set_string(braid_curl_easy *easy, int option, const char *value) {
    if (!takes(option, TYPE_POINTER)) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_setopt(easy, option, value);
}

int braid_curl_easy_set_pointer(braid_curl_easy *easy, int option, void *value) {
    if (!takes(option, TYPE_POINTER)) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_setopt(easy, option, value);
}

int braid_curl_easy_set_list(braid_curl_easy *easy, int option, braid_curl_list *value) {
    if (!takes(option, TYPE_POINTER)) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_setopt(easy, option, value);
}

int braid_curl_easy_set_data_callback(braid_curl_easy *easy, int option, braid_curl_data_callback value) {
    if (!takes(option, TYPE_FUNCTION)) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_setopt(easy, option, value);
}

int braid_curl_easy_set_lookup_callback(
    braid_curl_easy *easy, braid_curl_lookup_callback callback, void *owner) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    int code = curl->easy_setopt(easy, BRAID_CURLOPT_RESOLVER_START_DATA, owner);
    if (code != BRAID_CURLE_OK) return code;
    return curl->easy_setopt(easy, BRAID_CURLOPT_RESOLVER_START_FUNCTION, callback);
}

static int open_socket(void *owner, int purpose, struct braid_curl_address *address) {
    (void)purpose;
    struct braid_curl_openings *openings = owner;
    int descriptor = socket(address->family, address->kind | SOCK_CLOEXEC, address->protocol);
    openings->error = descriptor < 0 ? errno : 0;
    openings->count++;
    if (descriptor >= 0) openings->opened(openings->owner, descriptor);
    return descriptor;
}

static int count_request(void *owner, char *address, char *local_address, int port, int local_port) {
    (void)address, (void)local_address, (void)port, (void)local_port;
    struct braid_curl_openings *openings = owner;
    openings->requests++;
    return BRAID_CURL_PREREQFUNC_OK;
}

int braid_curl_easy_watch_sockets(
    braid_curl_easy *easy, struct braid_curl_openings *openings, braid_curl_opened_callback opened,
    braid_curl_close_callback close, void *owner) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    openings->opened = opened;
    openings->owner = owner;
    // From libcurl 7.80 on.
    curl->easy_setopt(easy, BRAID_CURLOPT_PREREQDATA, openings);
    curl->easy_setopt(easy, BRAID_CURLOPT_PREREQFUNCTION, count_request);
    int code = curl->easy_setopt(easy, BRAID_CURLOPT_OPENSOCKETDATA, openings);
    if (code == BRAID_CURLE_OK) code = curl->easy_setopt(easy, BRAID_CURLOPT_OPENSOCKETFUNCTION, open_socket);
    if (code == BRAID_CURLE_OK) code = curl->easy_setopt(easy, BRAID_CURLOPT_CLOSESOCKETDATA, owner);
    if (code == BRAID_CURLE_OK) code = curl->easy_setopt(easy, BRAID_CURLOPT_CLOSESOCKETFUNCTION, close);
    return code;
}

int braid_curl_easy_get_long(braid_curl_easy *easy, int info, long *value) {
    if ((info & INFO_TYPE_MASK) != INFO_LONG) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_getinfo(easy, info, value);
}

int braid_curl_easy_get_int64(braid_curl_easy *easy, int info, int64_t *value) {
    if ((info & INFO_TYPE_MASK) != INFO_INT64) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_getinfo(easy, info, value);
}

int braid_curl_easy_get_string(braid_curl_easy *easy, int info, const char **value) {
    if ((info & INFO_TYPE_MASK) != INFO_STRING) return BRAID_CURLE_UNKNOWN_OPTION;
    return braid_curl_functions()->easy_getinfo(easy, info, value);
}

const char *braid_curl_easy_strerror(int code) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    return curl ? curl->easy_strerror(code) : "libcurl is not loaded";
}

braid_curl_list *braid_curl_list_append(braid_curl_list *list, const char *text) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    return curl ? curl->slist_append(list, text) : NULL;
}

void braid_curl_list_free(braid_curl_list *list) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    if (curl) curl->slist_free_all(list);
}
