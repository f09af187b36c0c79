// HTML › Library: opens libxml2 once and keeps the addresses of its functions.
//
// pthread_once makes the first use from several threads one use, and gives every later reader a complete
// table; xmlInitParser runs inside it, because older versions must not be prepared by two threads at once.
// Nothing ever closes the library or cleans it up: another library of the process may be using it too.

#include "FunctionTable.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define MINIMUM_VERSION 20911 // the first whose limits hold in every part of an evaluation

// What Linux has had for twenty years, and what the versions from 2.14 on are called.
static const char *const names[] = {"libxml2.so.2", "libxml2.so.16"};

static struct braid_xml_functions table;
static const struct braid_xml_functions *ready;
static char failure[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool find(void *handle, const char *library, const char *name, void **address, char *message, size_t size) {
    *address = dlsym(handle, name);
    if (!*address) snprintf(message, size, "%s has no function %s", library, name);
    return *address != NULL;
}

static bool find_functions(
    const char *library, struct braid_xml_functions *functions, char *message, size_t size) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *reason = dlerror();
        snprintf(message, size, "cannot open %s: %s", library, reason ? reason : "no reason given");
        return false;
    }
#define FIND(RESULT, NAME, PARAMETERS)                                                                \
    if (!find(handle, library, #NAME, (void **)&functions->NAME, message, size)) return false;
    BRAID_XML_FUNCTIONS(FIND)
#undef FIND
    return find(handle, library, "xmlFree", (void **)&functions->xmlFree, message, size)
        && find(handle, library, "xmlParserVersion", (void **)&functions->xmlParserVersion, message, size);
}

static bool open_any(void) {
    char other[sizeof failure];
    if (find_functions(names[0], &table, failure, sizeof failure)) return true;
    // If neither is there, the first name is the one to look for.
    return find_functions(names[1], &table, other, sizeof other);
}

static void load(void) {
    if (!open_any()) return;
    long version = strtol(*table.xmlParserVersion, NULL, 10);
    if (version < MINIMUM_VERSION) {
        snprintf(
            failure, sizeof failure, "libxml2 is version %ld.%ld.%ld; 2.9.11 or later is needed",
            version / 10000, version / 100 % 100, version % 100);
        return;
    }
    table.xmlInitParser();
    ready = &table;
}

const struct braid_xml_functions *braid_xml_functions(void) {
    pthread_once(&once, load);
    return ready;
}

const char *braid_xml_load(void) {
    return braid_xml_functions() ? NULL : failure;
}

bool braid_xml_probe(const char *library, char *message, size_t size) {
    struct braid_xml_functions unused;
    message[0] = '\0';
    return find_functions(library, &unused, message, size);
}
