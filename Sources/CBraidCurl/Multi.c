// HTTP › Multi: the socket interface of libcurl's multi handle, without its variadic calls.
//
// The calls that may write to a socket or convert a host name are made in the surroundings that
// libcurl needs for it.

#include "FunctionTable.h"
#include "Surroundings.h"

braid_curl_multi *braid_curl_multi_init(void) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    return curl ? curl->multi_init() : NULL;
}

// From here on a handle exists, so the library is loaded.

int braid_curl_multi_cleanup(braid_curl_multi *multi) {
    struct braid_curl_surroundings surroundings;
    braid_curl_enter(&surroundings);
    int code = braid_curl_functions()->multi_cleanup(multi);
    braid_curl_leave(&surroundings);
    return code;
}

int braid_curl_multi_set_long(braid_curl_multi *multi, int option, long value) {
    if (option < 0 || option >= 10000) return BRAID_CURLM_UNKNOWN_OPTION;
    return braid_curl_functions()->multi_setopt(multi, option, value);
}

int braid_curl_multi_set_callbacks(
    braid_curl_multi *multi, braid_curl_socket_callback socket, braid_curl_timer_callback timer,
    void *owner) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    int code = curl->multi_setopt(multi, BRAID_CURLMOPT_SOCKETFUNCTION, socket);
    if (code == BRAID_CURLM_OK) code = curl->multi_setopt(multi, BRAID_CURLMOPT_SOCKETDATA, owner);
    if (code == BRAID_CURLM_OK) code = curl->multi_setopt(multi, BRAID_CURLMOPT_TIMERFUNCTION, timer);
    if (code == BRAID_CURLM_OK) code = curl->multi_setopt(multi, BRAID_CURLMOPT_TIMERDATA, owner);
    return code;
}

int braid_curl_multi_add(braid_curl_multi *multi, braid_curl_easy *easy) {
    return braid_curl_functions()->multi_add_handle(multi, easy);
}

int braid_curl_multi_remove(braid_curl_multi *multi, braid_curl_easy *easy) {
    struct braid_curl_surroundings surroundings;
    braid_curl_enter(&surroundings);
    int code = braid_curl_functions()->multi_remove_handle(multi, easy);
    braid_curl_leave(&surroundings);
    return code;
}

int braid_curl_multi_socket_action(braid_curl_multi *multi, int descriptor, int events) {
    int running = 0;
    struct braid_curl_surroundings surroundings;
    braid_curl_enter(&surroundings);
    int code = braid_curl_functions()->multi_socket_action(multi, descriptor, events, &running);
    braid_curl_leave(&surroundings);
    return code;
}

braid_curl_easy *braid_curl_multi_next_done(braid_curl_multi *multi, int *code) {
    int left = 0;
    const struct braid_curl_message *message;
    while ((message = braid_curl_functions()->multi_info_read(multi, &left))) {
        if (message->message != BRAID_CURLMSG_DONE) continue;
        *code = message->data.result;
        return message->easy;
    }
    return NULL;
}

const char *braid_curl_multi_strerror(int code) {
    const struct braid_curl_functions *curl = braid_curl_functions();
    return curl ? curl->multi_strerror(code) : "libcurl is not loaded";
}
