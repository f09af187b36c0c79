// Bad addresses › Slow lookup: a resolver that takes its time over some names, for a program that is started with it.
//
// libcurl looks a name up on a thread of its own. A client that waited for that thread, when the time of one request is
// over, would hold up all the others. Names that begin with good- are this machine's, so that good pages need lookups too.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

typedef int lookup(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(
    const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    if (name && strncmp(name, "slow-", 5) == 0) {
        sleep(SLOW_SECONDS);
        return EAI_AGAIN;
    }
    if (name && strncmp(name, "good-", 5) == 0) name = "127.0.0.1";
    return ((lookup *)dlsym(RTLD_NEXT, "getaddrinfo"))(name, service, hints, found);
}
