// HTML › HeaderCheck: holds our declarations against libxml2's own.
//
// A constant that differs, or a structure laid out otherwise, does not compile. The headers are in a folder
// of their own, which a package may not add to its search path, so an ordinary build finds none and passes
// this over; a test compiles the file once more, with that folder.

#include "FunctionTable.h"

#include <stddef.h>

#if __has_include(<libxml/xpath.h>)

#include <libxml/HTMLparser.h>
#include <libxml/globals.h>
#include <libxml/xmlerror.h>
#include <libxml/xpath.h>

#define SAME(THEIRS, OURS) _Static_assert((int)THEIRS == OURS, #THEIRS " differs from libxml2's")

SAME(HTML_PARSE_RECOVER, BRAID_HTML_PARSE_RECOVER);
SAME(HTML_PARSE_NOERROR, BRAID_HTML_PARSE_NOERROR);
SAME(HTML_PARSE_NOWARNING, BRAID_HTML_PARSE_NOWARNING);
SAME(HTML_PARSE_NONET, BRAID_HTML_PARSE_NONET);
SAME(HTML_PARSE_COMPACT, BRAID_HTML_PARSE_COMPACT);
SAME(XML_PARSE_HUGE, BRAID_XML_PARSE_HUGE);
SAME(HTML_PARSE_IGNORE_ENC, BRAID_HTML_PARSE_IGNORE_ENC);
SAME(XML_FROM_XPATH, BRAID_XML_FROM_XPATH);
SAME(XML_ERR_FATAL, BRAID_XML_FATAL);
SAME(XML_ERR_NO_MEMORY, BRAID_XML_NO_MEMORY);
SAME(XPATH_NODESET, BRAID_XML_NODES);
SAME(XPATH_BOOLEAN, BRAID_XML_BOOLEAN);
SAME(XPATH_NUMBER, BRAID_XML_NUMBER);
SAME(XPATH_STRING, BRAID_XML_STRING);
// What is reported is an error of xpath.h, counted on from the first of xmlerror.h.
SAME(XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED, BRAID_XML_XPATH_OPERATION_LIMIT);
SAME(XML_XPATH_EXPRESSION_OK + XPATH_RECURSION_LIMIT_EXCEEDED, BRAID_XML_XPATH_RECURSION_LIMIT);
SAME(XML_XPATH_EXPRESSION_OK + XPATH_MEMORY_ERROR, BRAID_XML_XPATH_MEMORY);

#define SAME_PLACE(THEIRS, OURS, MEMBER)                                                              \
    _Static_assert(offsetof(THEIRS, MEMBER) == offsetof(struct OURS, MEMBER), #THEIRS "." #MEMBER " lies elsewhere")

SAME_PLACE(xmlError, braid_xml_error, domain);
SAME_PLACE(xmlError, braid_xml_error, code);
SAME_PLACE(xmlError, braid_xml_error, message);
SAME_PLACE(xmlError, braid_xml_error, level);
SAME_PLACE(xmlError, braid_xml_error, str1);
SAME_PLACE(xmlError, braid_xml_error, int1);
_Static_assert(sizeof(xmlError) == sizeof(struct braid_xml_error), "xmlError");

SAME_PLACE(xmlNodeSet, braid_xml_nodes, nodeNr);
SAME_PLACE(xmlNodeSet, braid_xml_nodes, nodeTab);

SAME_PLACE(xmlXPathObject, braid_xml_value, type);
SAME_PLACE(xmlXPathObject, braid_xml_value, nodesetval);
SAME_PLACE(xmlXPathObject, braid_xml_value, boolval);
SAME_PLACE(xmlXPathObject, braid_xml_value, floatval);
SAME_PLACE(xmlXPathObject, braid_xml_value, stringval);

SAME_PLACE(xmlXPathContext, braid_xml_context, node);
SAME_PLACE(xmlXPathContext, braid_xml_context, lastError);
SAME_PLACE(xmlXPathContext, braid_xml_context, cache);
SAME_PLACE(xmlXPathContext, braid_xml_context, opLimit);

// MARK: The functions

// Never called: a function that takes other arguments, or returns what ours does not, does not compile.
__attribute__((unused)) static void calls(braid_xml_error_handler note) {
    void *address = NULL;
    xmlInitParser();
    xmlSetStructuredErrorFunc(address, (xmlStructuredErrorFunc)note);
    xmlStructuredErrorFunc *handler = __xmlStructuredError();
    void **owner = __xmlStructuredErrorContext();
    xmlDoc *tree = htmlReadMemory("", 0, NULL, "UTF-8", 0);
    xmlXPathContext *context = xmlXPathNewContext(tree);
    xmlXPathCompExpr *expression = xmlXPathCtxtCompile(context, (const xmlChar *)"/");
    xmlXPathObject *value = xmlXPathCompiledEval(expression, context);
    xmlChar *string = xmlXPathCastNodeToString((xmlNode *)address);
    xmlFree(string);
    xmlXPathFreeObject(value);
    xmlXPathFreeCompExpr(expression);
    xmlXPathFreeContext(context);
    xmlFreeDoc(tree);
    void (*const *deallocate)(void *) = &xmlFree;
    const char *const *version = &xmlParserVersion;
    (void)handler, (void)owner, (void)deallocate, (void)version;
}

#elif defined BRAID_XML_COMPARES
#error "libxml2's headers are not in the search path"
#endif
