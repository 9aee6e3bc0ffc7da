/* SPDX-License-Identifier: Apache-2.0 */
/* Names of packages that many use, and names that could be taken for one of them. The lists are made from popular.txt.
   Example: popular_new(&popular); if (popular_near(popular, TEXT("npm"), TEXT("lodahs"), &near)) … near.name is "lodash" */
#ifndef DOMAIN_POPULAR_H
#define DOMAIN_POPULAR_H

#include "base/text.h"

struct popular;

/* How a name differs from the popular one. */
enum popular_way {
    POPULAR_HOMOGLYPH, /* other characters that look alike: "1odash", "rnoment", a Cyrillic "о" */
    POPULAR_SEPARATOR, /* "lodash-get" for "lodash.get" */
    POPULAR_SCOPE, /* "types-node" for "@types/node"; in Maven, another first part of the group */
    POPULAR_SWAP,  /* two neighbours swapped */
    POPULAR_EDIT,  /* one character more, less or another */
};

struct popular_near {
    struct text name;
    enum popular_way way;
};

/* The names of one ecosystem; the first ones are those that others imitate. */
struct popular_list {
    const char *ecosystem;
    const char *const *names;
    size_t count;
};
extern const struct popular_list popular_lists[];
extern const size_t popular_list_count;

/* The table of an ecosystem is made when it is first asked for: some milliseconds, and a megabyte or two. Not for several threads at once. */
struct popular *popular_new(void);
void popular_free(struct popular *popular);

/* Returns whether a package is among the popular ones. ecosystem and name as OSV writes them. */
bool popular_has(struct popular *popular, struct text ecosystem, struct text name);
/* Returns whether a name could be taken for that of a popular package of its ecosystem, which it is not itself, and which
   somebody else may have given: not of the same scope, group, owner or vendor. */
bool popular_near(struct popular *popular, struct text ecosystem, struct text name,
    struct popular_near *ret_near);

/* "homoglyph", "separator" … */
const char *popular_way_word(enum popular_way way);

#endif
