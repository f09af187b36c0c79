// HTTP › FunctionTable: the addresses of libcurl's functions, under libcurl's own signatures.
//
// One list names every function once; the structure here and the lookup in Library.c both expand it,
// so that neither can forget one. Enumerations are passed as int, which is what they are to the
// compiler on Linux.

#ifndef BRAID_CURL_FUNCTION_TABLE_H
#define BRAID_CURL_FUNCTION_TABLE_H

#include "CBraidCurl.h"

struct braid_curl_message; // CURLMsg
struct braid_curl_version; // curl_version_info_data

#define BRAID_CURL_FUNCTIONS(FUNCTION)                                                                \
    FUNCTION(int, global_init, (long flags))                                                          \
    FUNCTION(struct braid_curl_version *, version_info, (int age))                                    \
    FUNCTION(void, free, (void *memory))                                                              \
    FUNCTION(braid_curl_easy *, easy_init, (void))                                                    \
    FUNCTION(void, easy_cleanup, (braid_curl_easy *))                                                 \
    FUNCTION(void, easy_reset, (braid_curl_easy *))                                                   \
    FUNCTION(int, easy_pause, (braid_curl_easy *, int directions))                                    \
    FUNCTION(int, easy_setopt, (braid_curl_easy *, int option, ...))                                  \
    FUNCTION(int, easy_getinfo, (braid_curl_easy *, int info, ...))                                   \
    FUNCTION(const char *, easy_strerror, (int code))                                                 \
    FUNCTION(braid_curl_list *, slist_append, (braid_curl_list *, const char *text))                  \
    FUNCTION(void, slist_free_all, (braid_curl_list *))                                               \
    FUNCTION(braid_curl_multi *, multi_init, (void))                                                  \
    FUNCTION(int, multi_cleanup, (braid_curl_multi *))                                                \
    FUNCTION(int, multi_setopt, (braid_curl_multi *, int option, ...))                                \
    FUNCTION(int, multi_add_handle, (braid_curl_multi *, braid_curl_easy *))                          \
    FUNCTION(int, multi_remove_handle, (braid_curl_multi *, braid_curl_easy *))                       \
    FUNCTION(int, multi_socket_action, (braid_curl_multi *, int descriptor, int events, int *running))\
    FUNCTION(struct braid_curl_message *, multi_info_read, (braid_curl_multi *, int *left))           \
    FUNCTION(const char *, multi_strerror, (int code))                                                \
    FUNCTION(braid_curl_url *, url, (void))                                                           \
    FUNCTION(void, url_cleanup, (braid_curl_url *))                                                   \
    FUNCTION(int, url_set, (braid_curl_url *, int part, const char *text, unsigned int flags))        \
    FUNCTION(int, url_get, (braid_curl_url *, int part, char **text, unsigned int flags))

struct braid_curl_functions {
#define BRAID_CURL_MEMBER(RESULT, NAME, PARAMETERS) RESULT(*NAME) PARAMETERS;
    BRAID_CURL_FUNCTIONS(BRAID_CURL_MEMBER)
#undef BRAID_CURL_MEMBER
};

// The functions, or null if libcurl could not be loaded. After the first call it costs one load.
const struct braid_curl_functions *braid_curl_functions(void);

// MARK: The structures that libcurl hands out

struct braid_curl_message {
    int message; // BRAID_CURLMSG_DONE
    braid_curl_easy *easy;
    union {
        void *whatever;
        int result; // CURLcode
    } data;
};

// The head of curl_sockaddr, which the callback that opens a socket is given.
struct braid_curl_address {
    int family;
    int kind;
    int protocol;
};

// The head of curl_version_info_data: newer versions only append to it.
struct braid_curl_version {
    int age;
    const char *version;
    unsigned int version_num;
    const char *host;
    int features;
    const char *ssl_version;
    long ssl_version_num;
    const char *libz_version;
    const char *const *protocols;
    const char *ares;
    int ares_num;
    const char *libidn;
    int iconv_ver_num;
    const char *libssh_version;
    unsigned int brotli_ver_num;
    const char *brotli_version;
    unsigned int nghttp2_ver_num;
    const char *nghttp2_version;
    const char *quic_version;
    const char *cainfo;
    const char *capath;
    unsigned int zstd_ver_num;
    const char *zstd_version;
};

#endif
