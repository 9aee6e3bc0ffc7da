/* SPDX-License-Identifier: Apache-2.0 */
/* The SPDX licence list as a table, with kenzen's family of each licence, and the other names that SBOMs write for them. The
   table is made from license_list.txt, license_exceptions.txt and license_aliases.txt by license_embed.py.
   Example: row = license_list_find(TEXT("mit")); row->id is "MIT", row->family LICENSE_PERMISSIVE. */
#ifndef DOMAIN_LICENSE_LIST_H
#define DOMAIN_LICENSE_LIST_H

#include "base/text.h"

/* What a licence asks of who uses the work, from least to most. docs/licenses.md tells what belongs where. */
enum license_family {
    LICENSE_PERMISSIVE,  /* notices; public domain too */
    LICENSE_WEAK,        /* copyleft for the work itself, not for what is combined with it */
    LICENSE_STRONG,      /* copyleft for what is combined with it, when that is distributed */
    LICENSE_NETWORK,     /* the same when it is used over a network */
    LICENSE_PROPRIETARY, /* use is restricted: non-commercial, source-available, in certain fields */
    LICENSE_UNKNOWN,
    LICENSE_FAMILIES
};

struct license_list_row {
    const char *id, *name;
    const char *became; /* of a deprecated id: the expression to be used instead; or NULL */
    enum license_family family;
    bool is_osi, is_fsf, is_deprecated;
};
struct license_list_exception {
    const char *id, *name;
    bool lets_combine; /* it makes a strong copyleft weak */
    bool is_deprecated;
};
/* Another name, by its words (license_list.c), and what it stands for. */
struct license_list_name {
    const char *words, *target;
};

/* Sorted by id without regard to case, and by words. */
extern const struct license_list_row license_list_rows[];
extern const struct license_list_exception license_list_exceptions[];
extern const struct license_list_name license_list_names[], license_list_additions[];
extern const size_t license_list_row_count, license_list_exception_count, license_list_name_count,
    license_list_addition_count;

/* The version of the SPDX list that the table was made from. */
#define LICENSE_LIST_VERSION "3.29.0"

/* Returns the row of an id, without regard to case, or NULL. */
const struct license_list_row *license_list_find(struct text id);
const struct license_list_exception *license_list_find_exception(struct text id);

/* Returns the expression that another name stands for, "Apache License, Version 2.0": "Apache-2.0"; or NULL. */
const char *license_list_named(struct text name);
/* The same of an exception: "the Classpath exception". */
const char *license_list_named_exception(struct text name);

/* "permissive", "weak-copyleft" …; license_list_family_read fails on another word. */
const char *license_list_family_word(enum license_family family);
MUST_USE bool license_list_family_read(struct text word, enum license_family *ret_family);

#endif
