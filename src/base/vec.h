/* SPDX-License-Identifier: Apache-2.0 */
/* A growing array of one type, owned by whoever holds it.
   Example: struct names { VEC(struct text); } v = {0}; *VEC_ADD(&v) = TEXT("a"); VEC_DONE(&v);
   A vec of zeroes is empty. Running out of memory aborts, so check the limits of the input first. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

/* The members of a vec: use inside a struct of your own. */
#define VEC(type)                                                                                  \
    type *at;                                                                                      \
    size_t len;                                                                                    \
    size_t room

/* Returns a pointer to a new, zeroed last element; valid until the next VEC_ADD. */
#define VEC_ADD(vec)                                                                               \
    ((vec)->at = vec_make_room((vec)->at, (vec)->len, &(vec)->room, sizeof *(vec)->at),            \
        &(vec)->at[(vec)->len++])

/* Frees the elements' array (not what they point to) and empties the vec. */
#define VEC_DONE(vec)                                                                              \
    do {                                                                                           \
        vec_free((vec)->at);                                                                       \
        (vec)->at = NULL;                                                                          \
        (vec)->len = (vec)->room = 0;                                                              \
    } while (0)

/* Returns the array, moved if it had to grow, with element len zeroed. */
void *vec_make_room(void *at, size_t len, size_t *room, size_t size);
void vec_free(void *at);

#endif
