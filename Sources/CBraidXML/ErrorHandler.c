// HTML › ErrorHandler: see the header for the why.

#include "ErrorHandler.h"

#include <stdio.h>

static void note(void *owner, struct braid_xml_error *error) {
    braid_xml_complaint *complaint = owner;
    if (!error || complaint->code) return;
    complaint->code = error->code;
    if (error->message) snprintf(complaint->message, sizeof complaint->message, "%s", error->message);
    // An error in an expression brings the expression along; one in its evaluation need not.
    if (error->domain == BRAID_XML_FROM_XPATH && error->str1) complaint->offset = error->int1;
}

static void note_end(void *owner, struct braid_xml_error *error) {
    bool *was_cut = owner;
    if (error && (error->level == BRAID_XML_FATAL || error->code == BRAID_XML_NO_MEMORY)) *was_cut = true;
}

static struct braid_xml_handler exchange(struct braid_xml_handler handler) {
    const struct braid_xml_functions *xml = braid_xml_functions();
    braid_xml_error_handler *function = xml->__xmlStructuredError();
    void **owner = xml->__xmlStructuredErrorContext();
    struct braid_xml_handler before = {*function, *owner};
    *function = handler.function;
    *owner = handler.owner;
    return before;
}

struct braid_xml_handler braid_xml_install_handler(braid_xml_complaint *complaint) {
    *complaint = (braid_xml_complaint){.message = "", .code = 0, .offset = -1};
    return exchange((struct braid_xml_handler){note, complaint});
}

struct braid_xml_handler braid_xml_watch_for_end(bool *was_cut) {
    *was_cut = false;
    return exchange((struct braid_xml_handler){note_end, was_cut});
}

void braid_xml_restore_handler(struct braid_xml_handler before) {
    exchange(before);
}
