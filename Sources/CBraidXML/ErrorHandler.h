// HTML › ErrorHandler: the handler of libxml2's errors, for the length of a call.
//
// Without one libxml2 prints to standard error. The handler is a thread-local variable of libxml2's; what
// another user of the library on this thread has put there is put back.

#ifndef BRAID_XML_ERROR_HANDLER_H
#define BRAID_XML_ERROR_HANDLER_H

#include "FunctionTable.h"

struct braid_xml_handler {
    braid_xml_error_handler function;
    void *owner;
};

// From now on the first error is noted in `complaint`, which is emptied. Returns what was there before,
// for the other function; nothing in between may change threads. The library must be loaded.
struct braid_xml_handler braid_xml_install_handler(braid_xml_complaint *complaint);
// As above, but what is noted is whether the parser has given up before the end of the page. Whatever else is
// wrong with a page it recovers from, at a lower level of error.
struct braid_xml_handler braid_xml_watch_for_end(bool *was_cut);
void braid_xml_restore_handler(struct braid_xml_handler before);

#endif
