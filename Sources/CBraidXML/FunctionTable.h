// HTML › FunctionTable: the addresses of libxml2's functions, under libxml2's own signatures.
//
// One list names every function once; the structure here and the lookup in Library.c both expand it, so
// that neither can forget one. xmlChar is an unsigned char that holds UTF-8; to us it is a char.

#ifndef BRAID_XML_FUNCTION_TABLE_H
#define BRAID_XML_FUNCTION_TABLE_H

#include "CBraidXML.h"

struct braid_xml_error; // xmlError
struct braid_xml_context; // xmlXPathContext
struct braid_xml_expression; // xmlXPathCompExpr, of which only the address is ours to know

// libxml2's xmlStructuredErrorFunc; newer versions say that the error is constant.
typedef void (*braid_xml_error_handler)(void *owner, struct braid_xml_error *error);

#define BRAID_XML_FUNCTIONS(FUNCTION)                                                                 \
    FUNCTION(void, xmlInitParser, (void))                                                             \
    FUNCTION(braid_xml_error_handler *, __xmlStructuredError, (void))                                 \
    FUNCTION(void **, __xmlStructuredErrorContext, (void))                                            \
    FUNCTION(braid_xml_tree *, htmlReadMemory,                                                        \
             (const char *text, int size, const char *url, const char *encoding, int options))        \
    FUNCTION(void, xmlFreeDoc, (braid_xml_tree *))                                                    \
    FUNCTION(struct braid_xml_context *, xmlXPathNewContext, (braid_xml_tree *))                      \
    FUNCTION(void, xmlXPathFreeContext, (struct braid_xml_context *))                                 \
    FUNCTION(struct braid_xml_expression *, xmlXPathCtxtCompile,                                      \
             (struct braid_xml_context *, const char *expression))                                    \
    FUNCTION(void, xmlXPathFreeCompExpr, (struct braid_xml_expression *))                             \
    FUNCTION(braid_xml_value *, xmlXPathCompiledEval,                                                 \
             (struct braid_xml_expression *, struct braid_xml_context *))                             \
    FUNCTION(void, xmlXPathFreeObject, (braid_xml_value *))                                           \
    FUNCTION(char *, xmlXPathCastNodeToString, (void *node))

struct braid_xml_functions {
#define BRAID_XML_MEMBER(RESULT, NAME, PARAMETERS) RESULT(*NAME) PARAMETERS;
    BRAID_XML_FUNCTIONS(BRAID_XML_MEMBER)
#undef BRAID_XML_MEMBER
    // xmlFree is a variable, which a program may set before libxml2 is first used.
    void (**xmlFree)(void *memory);
    // The version as a number in decimal digits, "20914" for 2.9.14; a variable too.
    const char *const *xmlParserVersion;
};

// The functions, or null if libxml2 could not be loaded. After the first call it costs one load.
const struct braid_xml_functions *braid_xml_functions(void);

// MARK: The options of its HTML parser

#define BRAID_HTML_PARSE_NOERROR (1 << 5)
#define BRAID_HTML_PARSE_NOWARNING (1 << 6)
#define BRAID_HTML_PARSE_RECOVER (1 << 0)
#define BRAID_HTML_PARSE_NONET (1 << 11)
#define BRAID_HTML_PARSE_COMPACT (1 << 16)
#define BRAID_XML_PARSE_HUGE (1 << 19)
#define BRAID_HTML_PARSE_IGNORE_ENC (1 << 21)

// MARK: The structures that libxml2 hands out

struct braid_xml_error {
    int domain;
    int code;
    char *message;
    int level;
    char *file;
    int line;
    char *str1; // of an error in an expression: the expression
    char *str2;
    char *str3;
    int int1; // and where in it
    int int2;
    void *ctxt;
    void *node;
};

#define BRAID_XML_FATAL 3 // a level
#define BRAID_XML_NO_MEMORY 2 // a code, also that of a text that is too long
#define BRAID_XML_FROM_XPATH 12

struct braid_xml_nodes { // xmlNodeSet
    int nodeNr;
    int nodeMax;
    void **nodeTab;
};

struct braid_xml_value { // the head of xmlXPathObject
    int type;
    struct braid_xml_nodes *nodesetval;
    int boolval;
    double floatval;
    char *stringval;
};

// xmlXPathContext: we set the node that an expression starts from and the limit at its end, which has no
// function to set it.
struct braid_xml_context {
    void *doc, *node;
    int variables, max_variables;
    void *varHash;
    int types_count, max_types;
    void *types;
    int functions, max_functions;
    void *funcHash;
    int axes, max_axis;
    void *axis;
    void **namespaces;
    int nsNr;
    void *user;
    int contextSize, proximityPosition;
    int xptr;
    void *here, *origin;
    void *nsHash, *varLookupFunc, *varLookupData;
    void *extra;
    const void *function, *functionURI;
    void *funcLookupFunc, *funcLookupData;
    void **tmpNsList;
    int tmpNsNr;
    void *userData;
    void *error;
    struct braid_xml_error lastError;
    void *debugNode;
    void *dict;
    int flags;
    void *cache;
    unsigned long opLimit;
};

#endif
