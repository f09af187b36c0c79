// HTML › CBraidXML: the part of libxml2 that we use, found at run time.
//
// A machine with a Swift toolchain has libxml2 (FoundationXML links it) but not its headers, so nothing
// here includes or links it. The library is opened by name, once, on first use; if it or one of its
// functions is missing, braid_xml_load says so in one line and no tree can be made.
//
// libxml2 keeps its last error and the handlers of errors in thread-local variables. Every function here
// that may meet an error puts a handler of ours there and takes it away again before it returns, so
// nothing of libxml2's is left on the thread, and a goroutine may be on another one at the next call.
//
// Swift cannot import libxml2's own header beside Foundation (both declare ICU's types), and need not: a
// tree and a value are addresses to it.

#ifndef CBRAIDXML_H
#define CBRAIDXML_H

#include <stdbool.h>
#include <stddef.h>

// MARK: The library

/// Opens libxml2 and prepares it, once for the process; any thread may call it, at any time.
/// Returns null if it is ready, otherwise the reason in one line, which lives as long as the process.
const char *_Nullable braid_xml_load(void);

/// Opens the library of that name and looks for every function that we need, without using any.
/// Writes the reason to `message` (of `size` bytes, always terminated) and returns false if one is
/// missing. The library stays open.
bool braid_xml_probe(const char *_Nonnull library, char *_Nonnull message, size_t size);

// MARK: Trees

/// libxml2's xmlDoc.
typedef struct braid_xml_tree braid_xml_tree;

/// The tree of a page in UTF-8, whatever it says of its own encoding; null if memory ran out, or if no
/// library is loaded. Nothing else is read: no file, no network, no external entity.
///
/// With `is_limited` the tree ends, and `was_cut` says so, where an element is the 256th inside another or a
/// text has ten million bytes; otherwise each tag may be compared with all elements that are open.
braid_xml_tree *_Nullable braid_xml_tree_make(
    const char *_Nonnull html, int count, bool is_limited, bool *_Nonnull was_cut);
void braid_xml_tree_free(braid_xml_tree *_Nonnull tree);

// MARK: Expressions

/// libxml2's xmlXPathObject.
typedef struct braid_xml_value braid_xml_value;

/// What libxml2 had to say about an expression.
typedef struct braid_xml_complaint {
    char message[128]; // terminated, and as libxml2 has it: with a line end, or empty
    int code; // BRAID_XML_XPATH_…, or 0
    int offset; // in bytes from the start of the expression, or -1 where that says nothing
} braid_xml_complaint;

#define BRAID_XML_XPATH_MEMORY 1215
#define BRAID_XML_XPATH_OPERATION_LIMIT 1225
#define BRAID_XML_XPATH_RECURSION_LIMIT 1226

/// Evaluates an expression with the root of the tree as its context, in at most so many operations;
/// null and a complaint if that cannot be done. The tree is not changed, and must outlive the value.
braid_xml_value *_Nullable braid_xml_tree_select(
    braid_xml_tree *_Nonnull tree, const char *_Nonnull expression, unsigned long operations,
    braid_xml_complaint *_Nonnull complaint);
void braid_xml_value_free(braid_xml_value *_Nonnull value);

#define BRAID_XML_NODES 1
#define BRAID_XML_BOOLEAN 2
#define BRAID_XML_NUMBER 3
#define BRAID_XML_STRING 4

/// BRAID_XML_…, or another number for what an expression in XPath 1.0 cannot come to.
int braid_xml_value_kind(const braid_xml_value *_Nonnull value);
bool braid_xml_value_boolean(const braid_xml_value *_Nonnull value);
double braid_xml_value_number(const braid_xml_value *_Nonnull value);
/// How many nodes it has.
int braid_xml_value_count(const braid_xml_value *_Nonnull value);
/// The string-value of one of its nodes, in document order; null if memory ran out. To be freed.
char *_Nullable braid_xml_value_node_string(const braid_xml_value *_Nonnull value, int index);
void braid_xml_string_free(char *_Nonnull string);
/// Its string, which belongs to it; null if memory ran out.
const char *_Nullable braid_xml_value_string(const braid_xml_value *_Nonnull value);

#endif
