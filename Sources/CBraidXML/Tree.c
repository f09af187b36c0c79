// HTML › Tree: a page as libxml2's tree.

#include "ErrorHandler.h"

// Recovers from everything, says nothing, asks nobody: the encoding is ours to say, and no page may have a
// file or an address opened.
#define OPTIONS                                                                                       \
    (BRAID_HTML_PARSE_RECOVER | BRAID_HTML_PARSE_NOERROR | BRAID_HTML_PARSE_NOWARNING                 \
     | BRAID_HTML_PARSE_NONET | BRAID_HTML_PARSE_COMPACT | BRAID_HTML_PARSE_IGNORE_ENC)

braid_xml_tree *braid_xml_tree_make(const char *html, int count, bool is_limited, bool *was_cut) {
    const struct braid_xml_functions *xml = braid_xml_functions();
    if (!xml) return NULL;
    // Newer versions of the library report no error at all to whoever has asked for none.
    int options = is_limited ? OPTIONS & ~(BRAID_HTML_PARSE_NOERROR | BRAID_HTML_PARSE_NOWARNING)
                             : OPTIONS | BRAID_XML_PARSE_HUGE;
    struct braid_xml_handler before = braid_xml_watch_for_end(was_cut);
    braid_xml_tree *tree = xml->htmlReadMemory(html, count, NULL, "UTF-8", options);
    braid_xml_restore_handler(before);
    return tree;
}

// From here on a tree exists, so the library is loaded.

void braid_xml_tree_free(braid_xml_tree *tree) {
    braid_xml_functions()->xmlFreeDoc(tree);
}

braid_xml_value *braid_xml_tree_select(
    braid_xml_tree *tree, const char *expression, unsigned long operations, braid_xml_complaint *complaint) {
    const struct braid_xml_functions *xml = braid_xml_functions();
    struct braid_xml_handler before = braid_xml_install_handler(complaint);
    struct braid_xml_context *context = xml->xmlXPathNewContext(tree);
    struct braid_xml_expression *compiled = NULL;
    braid_xml_value *value = NULL;
    if (context) {
        context->node = tree;
        context->opLimit = operations;
        compiled = xml->xmlXPathCtxtCompile(context, expression);
    }
    if (compiled) {
        value = xml->xmlXPathCompiledEval(compiled, context);
        xml->xmlXPathFreeCompExpr(compiled);
    }
    if (context) xml->xmlXPathFreeContext(context);
    braid_xml_restore_handler(before);
    return value;
}
