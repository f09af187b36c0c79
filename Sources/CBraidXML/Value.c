// HTML › Value: what an expression came to, read without libxml2's macros.

#include "FunctionTable.h"

// Who has a value has a tree, so the library is loaded.

void braid_xml_value_free(braid_xml_value *value) {
    braid_xml_functions()->xmlXPathFreeObject(value);
}

int braid_xml_value_kind(const braid_xml_value *value) {
    return value->type;
}

bool braid_xml_value_boolean(const braid_xml_value *value) {
    return value->boolval != 0;
}

double braid_xml_value_number(const braid_xml_value *value) {
    return value->floatval;
}

int braid_xml_value_count(const braid_xml_value *value) {
    return value->nodesetval ? value->nodesetval->nodeNr : 0;
}

char *braid_xml_value_node_string(const braid_xml_value *value, int index) {
    return braid_xml_functions()->xmlXPathCastNodeToString(value->nodesetval->nodeTab[index]);
}

void braid_xml_string_free(char *string) {
    (*braid_xml_functions()->xmlFree)(string);
}

const char *braid_xml_value_string(const braid_xml_value *value) {
    return value->stringval;
}
